using System.Diagnostics;
using System.Globalization;
using Radiomics.Features.Extraction;
using Radiomics.Survival;
using Reference;

namespace Benchmarks;

/// <summary>How long do the paper's 851 features of one region take, in process and as a command, and how much memory, beside PyRadiomics?</summary>
internal static class ExtractionBenchmark
{
    private static readonly (string Name, string Image, string Mask)[] Cases =
    [
        ("ibsi_ct_phantom", "data/ibsi_1_ct_radiomics_phantom/nifti/image/phantom.nii.gz", "data/ibsi_1_ct_radiomics_phantom/nifti/mask/mask.nii.gz"),
        ("sts_001_ct", "data/ibsi_validation/nifti/STS_001/CT_image.nii.gz", "data/ibsi_validation/nifti/STS_001/CT_mask.nii.gz"),
        ("brain1", "data/pyradiomics/brain1_image.nrrd", "data/pyradiomics/brain1_label.nrrd"),
    ];

    public static int Run(string[] arguments)
    {
        var (rounds, threads) = (5, 1);
        var named = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--rounds")
                rounds = int.Parse(arguments[++i], CultureInfo.InvariantCulture);
            else if (arguments[i] == "--threads")
                threads = int.Parse(arguments[++i], CultureInfo.InvariantCulture);
            else
                named.Add(arguments[i]);
        }
        var python = Environment.GetEnvironmentVariable("PEER_PYTHON");
        if (python is null || !SharedData.Exists)
        {
            Console.Error.WriteLine(python is null ? "Set PEER_PYTHON to the launcher that ../shared/peers/install.sh prints." : SharedData.Missing);
            return 1;
        }
        var peers = Path.Combine(SharedData.Repository, "benchmarks", "peers");
        var parameters = Path.Combine(Path.GetTempPath(), "hcc-sbrt.yaml");
        File.WriteAllText(parameters, "setting: {binWidth: 25, label: 1}\nimageType: {Original: {}, Wavelet: {}}\n");

        Console.WriteLine($"median of {rounds} rounds, peer and ours in turn; ours on {threads} thread{(threads == 1 ? "" : "s")}, PyRadiomics on one");
        Console.WriteLine("| case | what | PyRadiomics | ours | ratio |\n|---|---|---:|---:|---:|");
        foreach (var (name, imagePart, maskPart) in Cases.Where(c => named.Count == 0 || named.Contains(c.Name)))
        {
            var (image, mask) = (SharedData.PathOf(imagePart), SharedData.PathOf(maskPart));
            List<double> theirs = [], ours = [];
            using (var server = new PeerProcess(python, Path.Combine(peers, "pyradiomics_server.py")))
            {
                for (var round = -1; round < rounds; round++)
                {
                    var answer = server.Ask($"{image}\t{mask}\t{parameters}").Split(' ');
                    var watch = Stopwatch.StartNew();
                    var input = Case.Open(image, mask);
                    var features = new FeatureExtractor(ExtractionSettings.HccSbrt).Extract(input.Image, input.Regions[0].Mask, threads);
                    var seconds = watch.Elapsed.TotalSeconds;
                    if (features.Count != int.Parse(answer[2], CultureInfo.InvariantCulture))
                        throw new InvalidOperationException($"{features.Count} features, PyRadiomics gives {answer[2]}.");
                    if (round < 0)
                        continue;
                    theirs.Add(double.Parse(answer[0], CultureInfo.InvariantCulture));
                    ours.Add(seconds);
                }
            }
            Row(name, "in process, s", theirs, ours);

            List<(double Seconds, double Peak)> theirCommand = [], ourCommand = [];
            var tool = Path.Combine(SharedData.Repository, "artifacts", "bin", "Radiomics.Survival.Cli", "release", "radiomics");
            var output = Path.Combine(Path.GetTempPath(), "benchmark.csv");
            for (var round = 0; round < Math.Min(3, rounds); round++)
            {
                File.Delete(output);
                theirCommand.Add(PeerProcess.Time(python, Path.Combine(peers, "pyradiomics_command.py"), image, mask, parameters, output));
                ourCommand.Add(PeerProcess.Time(tool, "extract", image, mask, "--params", parameters, "--threads", $"{threads}", "-o", output));
            }
            Row(name, "command, s", [.. theirCommand.Select(c => c.Seconds)], [.. ourCommand.Select(c => c.Seconds)]);
            Row(name, "command, peak MB", [.. theirCommand.Select(c => c.Peak)], [.. ourCommand.Select(c => c.Peak)]);
        }
        return 0;
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
