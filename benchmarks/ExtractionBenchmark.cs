using System.Diagnostics;
using System.Globalization;
using Radiomics;
using Radiomics.Features.Extraction;
using Reference;

namespace Benchmarks;

/// <summary>How long do the paper's 851 features of one region take, in process and as a command, and how much memory, beside
/// PyRadiomics?</summary>
internal static class ExtractionBenchmark
{
    public static int Run(string[] arguments)
    {
        var (rounds, threads, commands, alone) = (5, 1, true, false);
        var named = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--rounds")
                rounds = int.Parse(arguments[++i], CultureInfo.InvariantCulture);
            else if (arguments[i] == "--threads")
                threads = int.Parse(arguments[++i], CultureInfo.InvariantCulture);
            else if (arguments[i] == "--in-process")
                commands = false;
            else if (arguments[i] == "--alone")
                alone = true;
            else
                named.Add(arguments[i]);
        }
        var python = Environment.GetEnvironmentVariable("PEER_PYTHON");
        if ((python is null && !alone) || !SharedData.Exists)
        {
            Console.Error.WriteLine(
                SharedData.Exists ? "Set PEER_PYTHON to the launcher that ../shared/peers/install.sh prints." : SharedData.Missing
            );
            return 1;
        }
        var peers = Path.Combine(SharedData.Repository, "benchmarks", "peers");
        var folder = Directory.CreateTempSubdirectory("extraction-").FullName;
        try
        {
            var inputs = ExtractionInput.All.Where(i => named.Count == 0 || named.Contains(i.Name));
            if (alone)
                Alone(folder, inputs, threads);
            else
                Compare(python!, peers, folder, inputs, rounds, threads, commands);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    // Ours without a peer, for a profiler.
    private static void Alone(string folder, IEnumerable<ExtractionInput> inputs, int threads)
    {
        foreach (var given in inputs)
        {
            var (image, mask) = given.Files(folder);
            var input = Case.Open(image, mask);
            var extractor = new FeatureExtractor(ExtractionSettings.HccSbrt);
            var times = new List<double>();
            for (var total = Stopwatch.StartNew(); total.Elapsed < TimeSpan.FromSeconds(8);)
            {
                var watch = Stopwatch.StartNew();
                extractor.Extract(input.Image, input.Regions[0].Mask, threads);
                times.Add(watch.Elapsed.TotalMilliseconds);
            }
            Console.WriteLine(FormattableString.Invariant($"{given.Name}: {Median(times):0.00} ms, least {times[0]:0.00}"));
        }
    }

    private static void Compare(
        string python, string peers, string folder, IEnumerable<ExtractionInput> inputs, int most, int threads, bool commands)
    {
        var parameters = Path.Combine(folder, "hcc-sbrt.yaml");
        File.WriteAllText(parameters, "setting: {binWidth: 25, label: 1}\nimageType: {Original: {}, Wavelet: {}}\n");
        var tool = Path.Combine(SharedData.Repository, "artifacts", "bin", "Radiomics.Survival.Cli", "release", "radiomics");
        var native = Path.Combine(SharedData.Repository, "artifacts", "native", "radiomics"); // eng/native.sh
        var output = Path.Combine(folder, "features.csv");

        Console.WriteLine($"medians, peer and ours in turn; ours on {threads} thread{(threads == 1 ? "" : "s")}, PyRadiomics on one");
        Console.WriteLine("| case | what | PyRadiomics | ours | ratio |\n|---|---|---:|---:|---:|");
        foreach (var given in inputs)
        {
            var (image, mask) = given.Files(folder);
            var rounds = Math.Min(most, given.MostRounds);
            List<double> theirs = [], ours = [], theirExtraction = [], ourExtraction = [];
            using (var server = new PeerProcess(python, Path.Combine(peers, "pyradiomics_server.py")))
            {
                for (var round = rounds > 1 ? -1 : 0; round < rounds; round++)
                {
                    var answer = server.Ask($"{image}\t{mask}\t{parameters}").Split(' ');
                    var features = int.Parse(answer[2], CultureInfo.InvariantCulture);
                    if (ours.Count == 0)
                        WarmUp(image, mask, threads, features);
                    if (round < 0)
                        continue;
                    var (read, extract) = Extract(image, mask, threads, features);
                    var (theirRead, theirExtract) = (
                        double.Parse(answer[0], CultureInfo.InvariantCulture),
                        double.Parse(answer[1], CultureInfo.InvariantCulture)
                    );
                    theirs.Add(theirRead + theirExtract);
                    theirExtraction.Add(theirExtract);
                    ours.Add(read + extract);
                    ourExtraction.Add(extract);
                }
            }
            Row(given.Name, "in process, s", theirs, ours);
            Row(given.Name, "the same, reading aside, s", theirExtraction, ourExtraction);

            List<(double Seconds, double Peak)> theirCommand = [], ourCommand = [], nativeCommand = [];
            for (var round = 0; commands && round < rounds; round++)
            {
                File.Delete(output);
                theirCommand.Add(PeerProcess.Time(python, Path.Combine(peers, "pyradiomics_command.py"), image, mask, parameters, output));
                ourCommand.Add(Command(tool));
                if (File.Exists(native))
                    nativeCommand.Add(Command(native));
            }
            if (commands)
                Commands("command", theirCommand, ourCommand);
            if (nativeCommand.Count > 0)
                Commands("native command", theirCommand, nativeCommand);

            (double, double) Command(string program) =>
                PeerProcess.Time(program, "extract", image, mask, "--params", parameters, "--threads", $"{threads}", "-o", output);

            void Commands(string what, List<(double Seconds, double Peak)> peer, List<(double Seconds, double Peak)> own)
            {
                Row(given.Name, $"{what}, s", [.. peer.Select(c => c.Seconds)], [.. own.Select(c => c.Seconds)]);
                Row(given.Name, $"{what}, peak MB", [.. peer.Select(c => c.Peak)], [.. own.Select(c => c.Peak)]);
            }
        }
    }

    // In process the JIT compiler has done its work: PyRadiomics comes compiled. What it costs a single run is in the command's row.
    private static void WarmUp(string image, string mask, int threads, int features)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(3);)
            Extract(image, mask, threads, features);
    }

    private static (double Read, double Extract) Extract(string image, string mask, int threads, int expected)
    {
        var watch = Stopwatch.StartNew();
        var input = Case.Open(image, mask);
        var read = watch.Elapsed.TotalSeconds;
        var features = new FeatureExtractor(ExtractionSettings.HccSbrt).Extract(input.Image, input.Regions[0].Mask, threads);
        return features.Count == expected
            ? (read, watch.Elapsed.TotalSeconds - read)
            : throw new InvalidOperationException($"{features.Count} features, PyRadiomics gives {expected}.");
    }

    private static void Row(string name, string what, List<double> theirs, List<double> ours)
    {
        var (a, b) = (Median(theirs), Median(ours));
        Console.WriteLine(FormattableString.Invariant($"| {name} | {what} | {a:0.###} | {b:0.####} | {a / b:0.0} |"));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
