using System.Globalization;
using System.Text.Json;
using Radiomics.Imaging.Formats;

namespace Radiomics.Imaging.Tests.Formats;

/// <summary>Small files of every kind, against what SimpleITK (NIfTI-2: nibabel) reads from them. make_peer_files.py wrote them.</summary>
public sealed class PeerFileTests
{
    // Where a qform and an sform that is not the scanner's own say the same to within 1e-4, ITK compares the left factors of two singular
    // value decompositions, whose signs are arbitrary: it takes the one or the other by rounding. This library takes the sform, always.
    private static bool IsToss(string name) =>
        name
            is "nifti q1 s2 agree"
                or "nifti q1 s2 near"
                or "nifti q2 s4 agree"
                or "nifti q2 s4 near"
                or "nifti q4 s3 agree"
                or "nifti q4 s3 near";

    private static readonly Lazy<Dictionary<string, JsonElement>> Cases = new(() => EmbeddedCases.Read("peer_files.json"));

    public static TheoryData<string> Names => [.. Cases.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Reads_what_the_peer_reads(string name)
    {
        var json = Cases.Value[name];
        using var folder = new TemporaryFolder();
        string? main = null;
        foreach (var file in json.GetProperty("files").EnumerateObject())
        {
            var path = folder.PathOf(file.Name);
            File.WriteAllBytes(path, file.Value.GetBytesFromBase64());
            main ??= path;
        }
        if (json.TryGetProperty("error", out _))
        {
            Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(main!, compatibility: Compatibility.PyRadiomics));
            return;
        }

        var volume = ImageFile.ReadVolume(main!, compatibility: Compatibility.PyRadiomics);
        Assert.Equal(json.GetProperty("type").GetString(), TypeName(volume.PixelType));
        double[] Numbers(string key) => [.. json.GetProperty(key).EnumerateArray().Select(e => e.GetDouble())];
        Assert.Equal(Numbers("size"), (double[])[volume.Size.X, volume.Size.Y, volume.Size.Z]);
        var geometry = volume.Geometry;
        // nibabel multiplies doubles where SimpleITK and this library read what is stored.
        var closeness =
            json.GetProperty("reader").GetString()!.StartsWith("nibabel", StringComparison.Ordinal) ? 1e-7
            : IsToss(name) ? 1e-4
            : 1e-14;
        Close(Numbers("spacing"), [geometry.Spacing.X, geometry.Spacing.Y, geometry.Spacing.Z], closeness, "spacing");
        // A slice of two dimensions has no third coordinate for the peer; here it keeps the header's.
        var dimensions = json.TryGetProperty("dimensions", out var n) ? n.GetInt32() : 3;
        Close(Numbers("origin")[..dimensions], [geometry.Origin.X, geometry.Origin.Y, geometry.Origin.Z], closeness, "origin");
        Close(Numbers("direction"), geometry.Direction.ToRowMajor(), closeness, "direction");
        var at = 0;
        foreach (var value in json.GetProperty("values").EnumerateArray())
        {
            var (x, y, z) = (at % volume.Size.X, at / volume.Size.X % volume.Size.Y, at / volume.Size.X / volume.Size.Y);
            at++;
            // Through the text, so that 64-bit integers and single precision come out as the double nearest to them.
            Assert.Equal(double.Parse(value.GetRawText(), CultureInfo.InvariantCulture), volume[x, y, z]);
        }
        Assert.Equal(volume.Size.Count, at);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_written_reads_back_the_same(string name)
    {
        if (Cases.Value[name].TryGetProperty("error", out _))
            return;
        using var folder = new TemporaryFolder();
        foreach (var file in Cases.Value[name].GetProperty("files").EnumerateObject())
            File.WriteAllBytes(folder.PathOf(file.Name), file.Value.GetBytesFromBase64());
        var volume = ImageFile.ReadVolume(
            folder.PathOf(Cases.Value[name].GetProperty("files").EnumerateObject().First().Name),
            compatibility: Compatibility.PyRadiomics
        );
        foreach (var ending in new[] { ".nii", ".nii.gz", ".hdr", ".nrrd", ".nhdr", ".mha", ".mhd" })
        {
            foreach (var compress in (bool[])(ending is ".nii" or ".nii.gz" or ".hdr" ? [false] : [false, true]))
            {
                var path = folder.PathOf("out" + ending);
                if (ending is ".nii" or ".nii.gz" or ".hdr" && IsSheared(volume.Geometry.Direction))
                {
                    Assert.Throws<ArgumentException>(() => ImageFile.WriteVolume(volume, path));
                    continue;
                }
                ImageFile.WriteVolume(volume, path, compress);
                var back = ImageFile.ReadVolume(path, compatibility: Compatibility.PyRadiomics);
                Assert.Equal(volume.PixelType, back.PixelType);
                Assert.Equal(volume.Size, back.Size);
                Assert.Equal(VolumeBytes.Of(volume), VolumeBytes.Of(back));
                var (a, b) = (volume.Geometry, back.Geometry);
                var closeness =
                    ending.Contains("nii", StringComparison.Ordinal) || ending == ".hdr" ? 2e-7
                    : ending.Contains("mh", StringComparison.Ordinal) ? 0
                    : 1e-15;
                if (ending is ".nrrd" or ".nhdr" && IsSheared(a.Direction))
                    continue; // where an axis is no unit vector, NRRD counts its length to the spacing
                Close([a.Spacing.X, a.Spacing.Y, a.Spacing.Z], [b.Spacing.X, b.Spacing.Y, b.Spacing.Z], closeness, ending);
                Close([a.Origin.X, a.Origin.Y, a.Origin.Z], [b.Origin.X, b.Origin.Y, b.Origin.Z], closeness, ending);
                Close(a.Direction.ToRowMajor(), b.Direction.ToRowMajor(), closeness, ending);
            }
        }
        Assert.DoesNotContain(
            Directory.GetFiles(folder.Path, ".*", new EnumerationOptions { AttributesToSkip = 0 }),
            f => f.EndsWith(".tmp", StringComparison.Ordinal)
        );
    }

    private static bool IsSheared(Direction d) =>
        Math.Abs(d.X.Dot(d.Y)) > 1e-5 || Math.Abs(d.X.Dot(d.Z)) > 1e-5 || Math.Abs(d.Y.Dot(d.Z)) > 1e-5 || Math.Abs(d.X.Length - 1) > 1e-5;

    private static void Close(double[] expected, double[] found, double closeness, string what)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var allowed = closeness * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(
                Math.Abs(expected[i] - found[i]) <= allowed,
                $"{what} [{i}]: expected {expected[i]:R}, found {found[i]:R} ({string.Join(' ', found)}; expected "
                    + $"{string.Join(' ', expected)})"
            );
        }
    }

    private static string TypeName(PixelType type) => type switch
    {
        PixelType.Float32 => "float32",
        PixelType.Float64 => "float64",
        _ => type.ToString().ToLowerInvariant(),
    };
}
