using System.Diagnostics;
using System.Globalization;
using Radiomics.Features.Extraction;
using Radiomics.Features.Maps;
using Radiomics.Imaging.Formats;
using Reference;

namespace Benchmarks;

/// <summary>How long do the feature maps of brain1 take, class by class and all together, beside PyRadiomics' voxel-based mode?</summary>
internal static class MapsBenchmark
{
    private static readonly string[] Classes = ["firstorder", "glcm", "glrlm", "glszm", "gldm", "ngtdm"];

    public static int Run()
    {
        if (Environment.GetEnvironmentVariable("PEER_PYTHON") is not { } python || !SharedData.Exists)
        {
            Console.Error.WriteLine($"Set PEER_PYTHON to the launcher that ../shared/peers/install.sh prints. {SharedData.Missing}");
            return 1;
        }
        var image = SharedData.PathOf("data/pyradiomics/brain1_image.nrrd");
        var mask = SharedData.PathOf("data/pyradiomics/brain1_label.nrrd");
        using var peer = new PeerProcess(
            python, Path.Combine(SharedData.Repository, "benchmarks", "peers", "pyradiomics_maps.py"), image, mask);
        var (volume, region) = (ImageFile.ReadVolume(image), ImageFile.ReadMask(mask));
        Console.WriteLine(
            "maps of brain1, kernelRadius 2, binWidth 25, one thread; processor time, the least of 5 rounds (PyRadiomics: of 1)");
        Console.WriteLine("| class | PyRadiomics | ours | ratio |\n|---|---:|---:|---:|");
        double all = 0, peers = 0;
        foreach (var name in Classes)
        {
            var settings = ExtractionSettings.Parse(
                $"setting: {{binWidth: 25}}\nimageType: {{Original: {{}}}}\nfeatureClass: {{{name}: }}\n"
                + "voxelSetting: {kernelRadius: 2}\n");
            var ours = Enumerable.Range(0, 5).Min(_ => Time(() =>
            {
                foreach (var map in new FeatureMapper(settings).Extract(volume, region))
                    GC.KeepAlive(map);
            }));
            var theirs = double.Parse(peer.Ask(name), CultureInfo.InvariantCulture);
            Print(name, theirs, ours);
            (all, peers) = (all + ours, peers + theirs);
        }
        Print("all", peers, all);
        return 0;
    }

    private static void Print(string name, double theirs, double ours) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {theirs:F2} s | {ours:F3} s | {theirs / ours:F0} |"));

    private static double Time(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }
}
