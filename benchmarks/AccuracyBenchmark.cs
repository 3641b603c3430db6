using System.Diagnostics;
using System.Globalization;
using Reference;
using Survival.Models.Calibration;
using Survival.Models.Data;
using Survival.Models.Discrimination;
using Survival.Models.Resampling;
using Survival.Models.Statistics;

namespace Benchmarks;

/// <summary>Times the statistics of accuracy here and, where Rscript and the packages are there, in R, on the same simulated data in one run.</summary>
internal static class AccuracyBenchmark
{
    public static int Run()
    {
        var folder = Directory.CreateTempSubdirectory("survival-accuracy-").FullName;
        try
        {
            var times = new Dictionary<string, double>();
            foreach (var n in new[] { 500, 2_000, 10_000, 100_000 })
            {
                var (data, marker, x) = Simulate(n);
                Write(Path.Combine(folder, $"n{n}.csv"), data, marker, x);
                times[$"concordance, n = {n}"] = Best(() => Concordance.Estimate(data, marker));
                if (n > 10_000)
                    continue;
                times[$"AUC with SE at 3 times, n = {n}"] = Best(() => TimeDependentRoc.Ipcw(data, marker, [0.2, 0.5, 1]));
                if (n == 500)
                {
                    var resamples = Resample.BootstrapSets(n, 200, 1);
                    times["calibration, B = 200, n = 500"] = Best(() => ModelValidation.Bootstrap(data, x, 0.5, resamples, new ModelValidationOptions { GroupSize = 100, Tolerance = 1e-4 }));
                }
                if (n == 2_000)
                    times["Spearman matrix, 5 columns, n = 2000"] = Best(() => CorrelationMatrix.Compute(x));
            }
            var peer = Peer(folder);
            Console.WriteLine("| what | here, ms | R, ms | ratio |\n|---|---|---|---|");
            foreach (var (what, ms) in times)
                Console.WriteLine(peer.TryGetValue(what, out var r) ? $"| {what} | {ms:0.00} | {r:0.0} | {r / ms:0.0} |" : $"| {what} | {ms:0.00} | - | - |");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static double Best(Action run)
    {
        var best = double.PositiveInfinity;
        var total = Stopwatch.StartNew();
        for (var k = 0; k < 5 || (k < 50 && total.Elapsed.TotalSeconds < 2); k++)
        {
            var watch = Stopwatch.StartNew();
            run();
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
        }
        return best;
    }

    private static (SurvivalData Data, double[] Marker, DesignMatrix X) Simulate(int n)
    {
        var random = new Xoshiro256((ulong)n);
        double Uniform() => (random.NextInt(1_000_000) + 0.5) / 1_000_000;
        double Normal() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());
        var columns = new double[5][];
        for (var j = 0; j < columns.Length; j++)
            columns[j] = [.. Enumerable.Range(0, n).Select(_ => Normal())];
        double[] marker = [.. Enumerable.Range(0, n).Select(i => columns.Sum(c => 0.4 * c[i]))];
        var (time, events) = (new double[n], new bool[n]);
        for (var i = 0; i < n; i++)
        {
            var (death, censoring) = (-Math.Log(Uniform()) / Math.Exp(marker[i]), 2.5 * Uniform());
            (time[i], events[i]) = (Math.Min(death, censoring), death <= censoring);
        }
        return (SurvivalData.Create(time, events), marker, DesignMatrix.FromColumns([.. columns.Select((c, j) => ($"x{j + 1}", c))]));
    }

    private static void Write(string path, SurvivalData data, double[] marker, DesignMatrix x)
    {
        using var file = new StreamWriter(path);
        file.WriteLine("time,status,marker,x1,x2,x3,x4,x5");
        for (var i = 0; i < data.Count; i++)
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{data.Time[i]:R},{(data.Event[i] ? 1 : 0)},{marker[i]:R},{x[i, 0]:R},{x[i, 1]:R},{x[i, 2]:R},{x[i, 3]:R},{x[i, 4]:R}"));
    }

    private static Dictionary<string, double> Peer(string folder)
    {
        var times = new Dictionary<string, double>();
        try
        {
            var script = Path.Combine(SharedData.Repository, "benchmarks", "peers", "accuracy.R");
            using var process = Process.Start(new ProcessStartInfo("Rscript", [script, folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            for (var line = process.StandardOutput.ReadLine(); line is not null; line = process.StandardOutput.ReadLine())
            {
                if (line.Split('\t') is [var what, var ms])
                    times[what] = double.Parse(ms, CultureInfo.InvariantCulture);
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine("Rscript is not installed: no comparison.");
        }
        return times;
    }
}
