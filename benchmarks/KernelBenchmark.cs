using System.Diagnostics;
using System.Globalization;
using Radiomics.Features;
using Radiomics.Features.Discretisation;
using Radiomics.Features.Extraction;
using Radiomics.Features.FirstOrder;
using Radiomics.Features.Shape;
using Radiomics.Features.Texture;
using Radiomics.Imaging;
using Radiomics.Imaging.Filters;
using Radiomics.Imaging.Formats;
using Radiomics.Imaging.Resampling;
using Reference;

namespace Benchmarks;

/// <summary>How long does one kernel take on the phantoms (texture, discretisation, first order, shape, filters), beside PyRadiomics and
/// pictologics? Peer and ours in turn on the same files, the least of several times each.</summary>
internal static class KernelBenchmark
{
    // Processor time, unless told otherwise: what else runs on the machine then bears on it little.
    private static bool s_wall;

    private static readonly string[] Kinds = ["texture", "texture_with_bins", "discretisation", "firstorder", "shape"];

    // All texture but the one feature that pictologics does not have, beside its texture: equal work.
    private const string EqualTexture = "texture_without_mcc";

    private static readonly string[] Filters = ["wavelet", "log", "resample", "normalise"];

    // By family, and "case": texture and discretisation as an extraction does them, on the threads asked for.
    private static readonly string[] Families = [EqualTexture, "case", "glcm", "glcm_without_mcc", "glrlm", "glszm", "gldm", "ngtdm"];

    public static int Run(string[] arguments)
    {
        var (rounds, threads, sizes, bins, regions) = (5, 1, new List<int>(), new List<int>(), new List<string>());
        var kinds = new List<string>();
        string? phantoms = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--rounds": rounds = Number(arguments[++i]); break;
                case "--threads": threads = Number(arguments[++i]); break;
                case "--size": sizes.Add(Number(arguments[++i])); break;
                case "--bins": bins.Add(Number(arguments[++i])); break;
                case "--wall": s_wall = true; break;
                case "--phantoms": phantoms = arguments[++i]; break;
                case "--region": regions.Add(arguments[++i]); break;
                default: kinds.Add(arguments[i]); break;
            }
        }
        if (kinds.Any(k => !Kinds.Contains(k) && !Families.Contains(k) && !Filters.Contains(k)))
        {
            Console.Error.WriteLine($"Which of {string.Join(", ", [.. Kinds, .. Families, .. Filters])}?");
            return 2;
        }
        var python = Environment.GetEnvironmentVariable("PEER_PYTHON");
        var folder = Directory.CreateTempSubdirectory("kernels-").FullName;
        try
        {
            Console.WriteLine(
                $"ours on {threads} thread{(threads == 1 ? "" : "s")}, each peer on one; least of {rounds} rounds, ms of "
                    + (s_wall ? "time" : "processor time"));
            Console.WriteLine("| phantom | region | levels | what | ours | PyRadiomics | pictologics | P / ours | T / ours |");
            Console.WriteLine("|---:|---|---:|---|---:|---:|---:|---:|---:|");
            foreach (var size in sizes.Count > 0 ? sizes : [100])
            {
                var image = Path.Combine(phantoms ?? folder, $"phantom_{size}_image.nrrd");
                if (phantoms is null)
                    ImageFile.WriteVolume(Phantom.Image(size), image);
                foreach (var region in regions.Count > 0 ? regions : ["ball"])
                {
                    var mask = Path.Combine(folder, $"{region}_{size}.nrrd");
                    ImageFile.WriteVolume(Phantom.Region(size, region), mask);
                    foreach (var count in bins.Count > 0 ? bins : [32])
                        Compare(python, image, mask, (size, region, count), kinds.Count > 0 ? kinds : [.. Kinds], rounds, threads);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static void Compare(
        string? python, string imageFile, string maskFile, (int Size, string Region, int Bins) setting, List<string> kinds, int rounds,
        int threads)
    {
        var (image, mask) = (ImageFile.ReadVolume(imageFile), Mask.FromLabel(ImageFile.ReadVolume(maskFile), 1));
        var ours = Ours(image, mask, setting.Bins, threads);
        var script = Path.Combine(SharedData.Repository, "benchmarks", "peers", "kernels.py");
        string[] names = ["pyradiomics", "pictologics"];
        PeerProcess[] peers = python is null
            ? []
            : [.. names.Select(name => new PeerProcess(
                python, script, name, imageFile, maskFile, $"{setting.Bins}", s_wall ? "wall" : "processor"))];
        foreach (var peer in peers)
            peer.Read(); // its version
        foreach (var kind in kinds)
        {
            var best = double.PositiveInfinity;
            var theirs = new double[2];
            Array.Fill(theirs, double.PositiveInfinity);
            Least(ours[kind], 1.0, ref best); // the JIT compiler's warm-up
            best = double.PositiveInfinity;
            for (var round = 0; round < rounds; round++)
            {
                Least(ours[kind], 0.3, ref best);
                for (var p = 0; p < peers.Length; p++)
                {
                    var asked = kind == EqualTexture ? "texture" : kind;
                    // As much time for the peer as for ours, and at least one run.
                    for (var watch = Stopwatch.StartNew(); !double.IsNaN(theirs[p]);)
                    {
                        theirs[p] = double.TryParse(peers[p].Ask(asked), CultureInfo.InvariantCulture, out var seconds)
                            ? Math.Min(theirs[p], seconds * 1e3)
                            : double.NaN;
                        if (watch.Elapsed.TotalSeconds > 0.3)
                            break;
                    }
                }
            }
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {setting.Size} | {setting.Region} | {setting.Bins} | {kind} | {best:0.000} | {theirs[0]:0.00} | {theirs[1]:0.00} | "
                    + $"{theirs[0] / best:0.0} | {theirs[1] / best:0.00} |"));
        }
        foreach (var peer in peers)
            peer.Dispose();
    }

    private static Dictionary<string, Action> Ours(Volume image, Mask mask, int bins, int threads)
    {
        var block = image.Read(mask.BoundingBox);
        var discretisation = GrayLevelDiscretisation.FixedBinCount(bins);
        var roi = GrayLevelRoi.Create(block, mask, discretisation);
        var workspace = new TextureWorkspace();
        var (values, withoutMcc) = (new double[32], GlcmFeatures.All.Where(f => f.Name != "MCC").ToArray());
        FeatureClass[] classes = [FeatureClass.Glcm, FeatureClass.Glrlm, FeatureClass.Glszm, FeatureClass.Gldm, FeatureClass.Ngtdm];
        var extractor = new FeatureExtractor(ExtractionSettings.PyRadiomicsDefault with
        {
            Image = new ImageSettings { BinCount = bins },
            FeatureClasses = [.. classes.Select(c => new FeatureClassSelection(c))],
            AdditionalInfo = false,
        });
        var inside = mask.Inside.Span;
        var intensities = new double[mask.VoxelCount];
        for (int i = 0, at = 0; i < inside.Length; i++)
        {
            if (inside[i] != 0)
                intensities[at++] = block.Values.Span[i];
        }
        return new Dictionary<string, Action>
        {
            ["texture"] = () => Texture(roi, workspace, GlcmFeatures.All),
            ["texture_with_bins"] = () => Texture(GrayLevelRoi.Create(block, mask, discretisation), workspace, GlcmFeatures.All),
            [EqualTexture] = () => Texture(roi, workspace, withoutMcc),
            ["case"] = () => extractor.Extract(image, mask, threads),
            ["glcm"] = () => GlcmFeatures.Extract(roi, TextureSettings.Default, GlcmFeatures.All, values, workspace),
            ["glcm_without_mcc"] = () => GlcmFeatures.Extract(roi, TextureSettings.Default, withoutMcc, values, workspace),
            ["glrlm"] = () => GlrlmFeatures.Extract(roi, TextureSettings.Default, GlrlmFeatures.All, values, workspace),
            ["glszm"] = () => GlszmFeatures.Extract(roi, TextureSettings.Default, GlszmFeatures.All, values, workspace),
            ["gldm"] = () => GldmFeatures.Extract(roi, TextureSettings.Default, GldmFeatures.All, values, workspace),
            ["ngtdm"] = () => NgtdmFeatures.Extract(roi, TextureSettings.Default, NgtdmFeatures.All, values, workspace),
            ["discretisation"] = () => GrayLevelRoi.Create(block, mask, discretisation),
            ["firstorder"] = () => _ = new IntensityStatistics(intensities, roi.Histogram),
            ["shape"] = () => _ = new ShapeMeasures(mask),
            ["wavelet"] = () => Apply(new WaveletFilter(), image, mask, threads),
            ["log"] = () => Apply(new LaplacianOfGaussianFilter([2]), image, mask, threads),
            ["resample"] = () => Resampler.Resample(image, mask, new Vector3D(2, 2, 2), maxDegreeOfParallelism: threads),
            ["normalise"] = () => Normaliser.Normalise(image, maxDegreeOfParallelism: threads),
        };
    }

    // The whole image, as the peer does it.
    private static void Apply(IImageFilter filter, Volume image, Mask mask, int threads)
    {
        foreach (var derived in filter.Apply(image, mask, image.Geometry.Region, threads))
            GC.KeepAlive(derived);
    }

    private static void Texture(
        GrayLevelRoi roi, TextureWorkspace workspace, IReadOnlyList<FeatureDefinition<CooccurrenceStatistics>> glcm)
    {
        Span<double> values = stackalloc double[32];
        var settings = TextureSettings.Default;
        GlcmFeatures.Extract(roi, settings, glcm, values, workspace);
        GlrlmFeatures.Extract(roi, settings, GlrlmFeatures.All, values, workspace);
        GlszmFeatures.Extract(roi, settings, GlszmFeatures.All, values, workspace);
        GldmFeatures.Extract(roi, settings, GldmFeatures.All, values, workspace);
        NgtdmFeatures.Extract(roi, settings, NgtdmFeatures.All, values, workspace);
    }

    private static void Least(Action run, double seconds, ref double best)
    {
        for (var (total, used) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime); ;)
        {
            var (watch, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            run();
            var time = s_wall ? watch.Elapsed : Environment.CpuUsage.TotalTime - processor;
            best = Math.Min(best, time.TotalMilliseconds);
            if ((s_wall ? total.Elapsed : Environment.CpuUsage.TotalTime - used).TotalSeconds > seconds)
                return;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
