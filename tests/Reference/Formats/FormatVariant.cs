using System.Text.Json;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;

namespace Reference.Formats;

/// <summary>One file of the shared format variants, and what its voxels and place must be.</summary>
public sealed record FormatVariant(string File, string Writer, double Scale, double Plus, bool ReversedX, bool Plain, bool IsMasked)
{
    /// <summary>The files that are to be refused, and a word of the reason.</summary>
    public static IReadOnlyDictionary<string, string> Refused { get; } =
        new Dictionary<string, string> { ["bzip2.nrrd"] = "bzip2", ["four_d_two.nii.gz"] = "2 volumes" };

    private static readonly Lazy<(FormatVariant[] Files, int[] Values, ImageGeometry Geometry)> Index = new(Load);

    /// <summary>The images; segmentations are apart.</summary>
    public static IReadOnlyList<FormatVariant> All => Index.Value.Files;

    /// <summary>How many voxels differ from the index, and the largest distance of a corner voxel from its place, in mm.</summary>
    public (int Voxels, double Offset) Compare()
    {
        var volume = ImageFile.ReadVolume(SharedData.PathOf("data", "format_variants", File));
        var (values, expected) = (Index.Value.Values, Index.Value.Geometry);
        var size = expected.Size;
        if (volume.Size != size)
            return (values.Length, double.PositiveInfinity);
        if (Plain)
            expected = new ImageGeometry(size, expected.Spacing);
        var (wrong, offset) = (0, 0.0);
        for (int z = 0, at = 0; z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++)
            {
                for (var x = 0; x < size.X; x++, at++)
                {
                    var found = volume[ReversedX ? size.X - 1 - x : x, y, z];
                    wrong += Agrees(volume.PixelType, found, values[at]) ? 0 : 1;
                    var place = volume.Geometry.ToPhysical(new(ReversedX ? size.X - 1 - x : x, y, z));
                    offset = Math.Max(offset, (place - expected.ToPhysical(new(x, y, z))).Length);
                }
            }
        }
        return (wrong, offset);
    }

    // The scale 1/7 of the index is itself rounded, so doubles agree to the last digit but one.
    private bool Agrees(PixelType type, double found, int value)
    {
        var expected = IsMasked ? value & 255 : value * Scale + Plus;
        if (File == "scl_slope.nii.gz")
        {
            // nibabel was handed the scaled values, rounded them to int16 and stored them under a header that scales again: the first
            // voxel, 1434, is stored as 1434 * 0.5 - 10 = 707 and means 707 * 0.5 - 10 = 343.5, as SimpleITK and nibabel read it.
            expected = Math.Round(expected, MidpointRounding.ToEven) * Scale + Plus;
        }
        return type == PixelType.Float32 ? found == (float)expected : Math.Abs(found - expected) <= 4.5e-16 * Math.Abs(expected);
    }

    private static (FormatVariant[] Files, int[] Values, ImageGeometry Geometry) Load()
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllText(SharedData.PathOf("data", "format_variants", "index.json")));
        var root = json.RootElement;
        double[] Numbers(string name) => [.. root.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];
        double[] s = Numbers("size"),
            p = Numbers("spacing"),
            o = Numbers("origin_lps"),
            d = Numbers("direction_row_major");
        var geometry = new ImageGeometry(
            new((int)s[0], (int)s[1], (int)s[2]),
            new(p[0], p[1], p[2]),
            new(o[0], o[1], o[2]),
            new Direction(new(d[0], d[3], d[6]), new(d[1], d[4], d[7]), new(d[2], d[5], d[8]))
        );
        double Number(JsonElement e, string name, double otherwise) =>
            e.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;
        var files = root.GetProperty("files")
            .EnumerateArray()
            .Select(e => new FormatVariant(
                e.GetProperty("file").GetString()!,
                e.GetProperty("written_by").GetString()!,
                Number(e, "scale", 1),
                Number(e, "plus", Number(e, "offset", 0)),
                e.TryGetProperty("reversed_x", out _),
                e.TryGetProperty("plain", out _),
                e.GetProperty("what").GetString()!.Contains("& 255", StringComparison.Ordinal)))
            .Where(f => !f.File.EndsWith(".seg.nrrd", StringComparison.Ordinal))
            .ToArray();
        return (files, [.. root.GetProperty("values_x_fastest").EnumerateArray().Select(e => e.GetInt32())], geometry);
    }
}
