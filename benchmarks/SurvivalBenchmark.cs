using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Radiomics.Studies;
using Reference;
using Survival.Models;
using Survival.Models.Calibration;
using Survival.Models.CompetingRisks;
using Survival.Models.Cox;
using Survival.Models.CutPoints;
using Survival.Models.Discrimination;
using Survival.Models.Imputation;
using Survival.Models.Penalised;
using Survival.Models.Resampling;
using Survival.Models.Statistics;

namespace Benchmarks;

/// <summary>Times the statistics here (one thread) and, where Rscript and the packages are there, in R, on the same simulated data in one
/// run.</summary>
internal static class SurvivalBenchmark
{
    private static readonly Dictionary<string, double> Times = [];

    private static string[] _words = [];

    /// <param name="words">What is timed: the questions whose name holds one of these words (reviewer: competing risks, multiple imputation
    /// and the whole procedure); all where there are none.</param>
    public static int Run(params string[] words)
    {
        _words = [.. words.SelectMany(w => w.TrimStart('-') == "reviewer" ? ["Fine-Gray", "MICE", "whole"] : new[] { w })];
        var folder = Directory.CreateTempSubdirectory("survival-benchmark-").FullName;
        try
        {
            Reviewer(folder);
            All(folder);
            var peer = Peer(folder);
            Console.WriteLine("| what | here, ms | R, ms | R / here |\n|---|---:|---:|---:|");
            foreach (var (what, ms) in Times)
                Console.WriteLine(
                    peer.TryGetValue(what, out var r)
                        ? $"| {what} | {ms:0.00} | {r:0.0} | {r / ms:0.0} |"
                        : $"| {what} | {ms:0.00} | - | - |"
                );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    /// <summary>Competing risks (cause 2 where the fifth column is above 0) and chained equations (a value is missing where its neighbour
    /// is above 1).</summary>
    private static void Reviewer(string folder)
    {
        Cohort(folder, "competing", 10_000, 5, (data, x) =>
        {
            int[] cause = [.. Enumerable.Range(0, data.Count).Select(i => data.Event[i] ? x[i, 4] > 0 ? 2 : 1 : 0)];
            var risks = CompetingRisksData.Create(data.Time, cause);
            Time("Fine-Gray with variance, n = 10000, p = 5", () => FineGrayModel.Fit(risks, x, 1));
        });
        Cohort(folder, "missing", 500, 15, (_, x) =>
        {
            ImputationColumn[] columns = [.. Enumerable.Range(0, 15).Select(j => ImputationColumn.Numeric(
                x.ColumnNames[j], [.. Enumerable.Range(0, 500).Select(i => x[i, (j + 1) % 15] > 1 ? double.NaN : x[i, j])]))];
            Time("MICE, 500 x 15, m = 20", () => MultipleImputation.Impute(columns));
        });
        Pipeline(folder);
    }

    /// <summary>A whole study of 95 training patients and 537 features, of which a second reader drew 40, with 200 resamples of all of it,
    /// on two threads; R has no such verb.</summary>
    private static void Pipeline(string folder) => Cohort(folder, "pipeline", 95, 537, (data, x) =>
    {
        const string What = "whole procedure, B = 200, 95 x 537, two threads";
        if (!Asked(What))
            return;
        var random = new Xoshiro256(8);
        int[] twice = [.. Enumerable.Range(0, 40)];
        var second = DesignMatrix.FromColumns([.. x.ColumnNames.Select((n, j) => (
            n, twice.Select(i => x[i, j] + (j % 4 == 0 ? 2 : 0.3) * (random.NextDouble() - 0.5)).ToArray()))]);
        var clinical = SurvivalTable.FromColumns(
            ("age", [.. Enumerable.Range(0, 95).Select(_ => random.NextDouble())]),
                ("size", [.. x.Column(0).ToArray().Select(v => v + 1)]));
        var input = StudyInput.Create(
            [.. Enumerable.Range(0, 95).Select(i => $"p{i}")], data, x, clinical, secondReader: new SecondReader(twice, second));
        var protocol = StudyProtocol.Default with { TrainOnAll = true, Bootstraps = 0, PipelineBootstraps = 200 };
        var watch = Stopwatch.StartNew();
        var study = Study.Run(input, protocol, maxDegreeOfParallelism: 2);
        Times[What] = watch.Elapsed.TotalMilliseconds;
        Console.Error.WriteLine(study.Pipeline?.Whole);
    });

    private static void All(string folder)
    {
        foreach (var n in new[] { 500, 2_000, 10_000 })
            Accuracy(folder, n);
        Cohort(
            folder,
            "cox",
            100_000,
            20,
            (data, x) =>
            {
                Time("Cox, Efron, n = 100000, p = 20", () => CoxModel.Fit(data, x));
                var marker = x.Column(0).ToArray();
                Time("C with SE, n = 100000", () => Concordance.Estimate(data, marker));
                foreach (var (n, p) in new[] { (2_000, 5), (20_000, 2), (20_000, 20) })
                    Exact(data, x, n, p);
            }
        );
        Cohort(
            folder,
            "wide",
            95,
            537,
            (data, x) =>
            {
                var folds = Folds.FromIds([.. Enumerable.Range(0, data.Count).Select(i => i % 10)]);
                Time("LASSO path, 95 x 537", () => CoxNet.Fit(data, x));
                Time("ridge path, 95 x 537", () => CoxNet.Fit(data, x, new CoxNetOptions { Alpha = 0 }));
                Time("ridge path, 95 x 537, R to the optimum too", () => CoxNet.Fit(data, x, new CoxNetOptions { Alpha = 0 }));
                Time("LASSO, 10-fold CV, 95 x 537", () => CoxNet.CrossValidate(data, x, folds));
                Time("LASSO, 10-fold CV, 95 x 537, two threads", () =>
                    CoxNet.CrossValidate(data, x, folds, cvOptions: new CoxNetCvOptions { MaxDegreeOfParallelism = 2 }));
                Time("univariable screen, 537 columns", () => UnivariableCox.Screen(data, x));
            }
        );
        Cohort(
            folder,
            "square",
            2_000,
            2_000,
            (data, x) => Time("LASSO path to 0.05, 2000 x 2000", () => CoxNet.Fit(data, x, new CoxNetOptions { LambdaMinRatio = 0.05 }))
        );
    }

    /// <summary>Exact ties of the first rows, at 100 distinct times: a twentieth of the rows has its event at the first.</summary>
    private static void Exact(SurvivalData data, DesignMatrix x, int n, int p)
    {
        double[] time = [.. data.Time[..n].ToArray().Select(t => Math.Ceiling(t / 2.5 * 100))];
        var tied = SurvivalData.Create(time, data.Event[..n]);
        var some = DesignMatrix.FromColumns([.. Enumerable.Range(0, p).Select(j => (x.ColumnNames[j], x.Column(j)[..n].ToArray()))]);
        Time($"Cox, exact ties, n = {n}, p = {p}, 100 times", () => CoxModel.Fit(tied, some, new CoxOptions { Ties = TieMethod.Exact }));
    }

    private static void Accuracy(string folder, int n) =>
        Cohort(
            folder,
            $"n{n}",
            n,
            5,
            (data, x) =>
            {
                double[] marker = [.. Enumerable.Range(0, n).Select(i => x[i, 0] + x[i, 1])];
                if (n == 500)
                {
                    var resamples = Resample.BootstrapSets(n, 200, 1);
                    Time(
                        "calibration and validation, B = 200, n = 500",
                        () =>
                            ModelValidation.Bootstrap(
                                data,
                                x,
                                0.5,
                                resamples,
                                new ModelValidationOptions { GroupSize = 100, Tolerance = 1e-4 }
                            )
                    );
                    return;
                }
                Time(
                    $"AUC with SE at 3 times, n = {n}",
                    () => TimeDependentRoc.Ipcw(data, marker, [0.2, 0.5, 1], IpcwConvention.RiskRegression)
                );
                if (n != 2_000)
                    return;
                Time(
                    "cut-point with Lau94, n = 2000",
                    () => MaximallySelectedRank.Search(data, marker, new CutPointOptions { PValue = CutPointPValue.Lausen1994 })
                );
                Time("Spearman matrix, 5 columns, n = 2000", () => CorrelationMatrix.Estimate(x));
            }
        );

    private static bool Asked(string what) => _words.Length == 0 || _words.Any(what.Contains);

    private static void Time(string what, Action run)
    {
        if (!Asked(what))
            return;
        var best = double.PositiveInfinity;
        var total = Stopwatch.StartNew();
        // Long enough that short ones, too, have been compiled in full.
        for (var k = 0; k < 3 || total.Elapsed.TotalSeconds < 1.5; k++)
        {
            var watch = Stopwatch.StartNew();
            run();
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
        }
        Times[what] = best;
    }

    /// <summary>Normal columns, each a third of its neighbour's; the first five bear on survival. Written as doubles, column after column,
    /// times and events first.</summary>
    private static void Cohort(string folder, string name, int n, int p, Action<SurvivalData, DesignMatrix> use)
    {
        var random = new Xoshiro256((ulong)(n + p));
        double Uniform() => (random.NextInt(1_000_000) + 0.5) / 1_000_000;
        double Normal() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());
        var columns = new double[p][];
        for (var j = 0; j < p; j++)
            columns[j] = [.. Enumerable.Range(0, n).Select(i => j == 0 ? Normal() : (columns[j - 1][i] / 3) + Normal())];
        var (time, events) = (new double[n], new bool[n]);
        for (var i = 0; i < n; i++)
        {
            var (death, censoring) = (-Math.Log(Uniform()) / Math.Exp(columns.Take(5).Sum(c => 0.4 * c[i])), 2.5 * Uniform());
            (time[i], events[i]) = (Math.Min(death, censoring), death <= censoring);
        }
        using (var file = File.Create(Path.Combine(folder, name + ".bin")))
        {
            double[] status = [.. events.Select(e => e ? 1.0 : 0.0)];
            foreach (var column in (double[][])[time, status, .. columns])
                file.Write(MemoryMarshal.AsBytes<double>(column));
        }
        use(SurvivalData.Create(time, events), DesignMatrix.FromColumns([.. columns.Select((c, j) => ($"x{j + 1}", c))]));
    }

    private static Dictionary<string, double> Peer(string folder)
    {
        var times = new Dictionary<string, double>();
        try
        {
            var script = Path.Combine(SharedData.Repository, "benchmarks", "peers", "survival.R");
            using var process = Process.Start(
                new ProcessStartInfo("Rscript", [script, folder, .. Times.Keys])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            process.ErrorDataReceived += (_, e) => Console.Error.WriteLine(e.Data);
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
