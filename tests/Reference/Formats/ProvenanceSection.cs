using System.Text.Json;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;
using Radiomics.Imaging.Masks;

namespace Reference.Formats;

/// <summary>Every image and mask file that PyRadiomics was run on: hashes, boxes, counts, centres, and what it refused.</summary>
public sealed class ProvenanceSection : IConformanceSection
{
    private const double Closeness = 1e-12;

    /// <inheritdoc/>
    public int Order => 11;

    /// <inheritdoc/>
    public string Title => "Images, masks and their provenance";

    /// <inheritdoc/>
    public string Introduction =>
        "PyRadiomics' `diagnostics_*` of the files it was run on: the SHA-1 of image and mask voxels, size and spacing, bounding box, "
            + "number of voxels "
        + "and of 26-connected parts, centre of mass by index and in mm; and for the regions that it refuses, that they are refused by "
            + "the same check.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <summary>The reference files, as <c>settings/case</c>: one for each pair of files, and every refusal.</summary>
    public static IReadOnlyList<string> Names { get; } = SharedData.Exists ? [.. Find()] : [];

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => Names.Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("reference", "pyradiomics", name + ".json")));
        var root = json.RootElement;
        var label = LabelOf(root.GetProperty("params").GetString()!);
        var maskPath = SharedData.PathOf(["data", .. root.GetProperty("mask").GetString()!.Split('/')]);
        if (root.TryGetProperty("error", out var error))
            return Refusal(name, maskPath, label, root.GetProperty("params").GetString()!, error.GetString()!);

        var features = root.GetProperty("features");
        var image = ImageFile.ReadVolume(SharedData.PathOf(["data", .. root.GetProperty("image").GetString()!.Split('/')]));
        var map = ImageFile.ReadVolume(maskPath);
        var mask = ImageFile.ReadMask(maskPath, label);
        var (compared, outside, worst, note) = (0, 0, 0.0, "");
        void Same(string key, string found)
        {
            compared++;
            if (features.GetProperty("diagnostics_" + key).GetString() == found)
                return;
            outside++;
            note = key;
        }
        void Close(string key, params double[] found)
        {
            var expected = features.GetProperty("diagnostics_" + key) is { ValueKind: JsonValueKind.Array } array
                ? array.EnumerateArray().Select(e => e.GetDouble()).ToArray()
                : [features.GetProperty("diagnostics_" + key).GetDouble()];
            for (var i = 0; i < expected.Length; i++)
            {
                compared++;
                var difference = Math.Abs(expected[i] - found[i]) / Math.Max(1, Math.Abs(expected[i]));
                if (difference > Closeness)
                    outside++;
                if (difference > worst)
                    (worst, note) = (difference, key);
            }
        }
        void Triple(string key, Vector3D v) => Close(key, v.X, v.Y, v.Z);

        Same("Image-original_Hash", VoxelHash.Of(image));
        Same("Mask-original_Hash", VoxelHash.OfLabels(map));
        Triple("Image-original_Spacing", image.Geometry.Spacing);
        Close("Image-original_Size", image.Size.X, image.Size.Y, image.Size.Z);
        Triple("Mask-original_Spacing", mask.Geometry.Spacing);
        var (start, size) = (mask.BoundingBox.Start, mask.BoundingBox.Size);
        Close("Mask-original_BoundingBox", start.X, start.Y, start.Z, size.X, size.Y, size.Z);
        Close("Mask-original_VoxelNum", mask.VoxelCount);
        Close("Mask-original_VolumeNum", mask.ComponentCount());
        Triple("Mask-original_CenterOfMassIndex", mask.CentreOfMassIndex());
        Triple("Mask-original_CenterOfMass", mask.CentreOfMass());
        return new(name, compared, outside, worst, Closeness, "relative", note);
    }

    private static ConformanceRow Refusal(string name, string maskPath, int label, string parameters, string error)
    {
        var settings = new MaskSettings
        {
            MinimumRoiDimensions = parameters.Contains("minimumROIDimensions: 1", StringComparison.Ordinal) ? 1 : 2,
            MinimumRoiSize = parameters.Contains("minimumROISize: 1", StringComparison.Ordinal) ? 1 : null,
        };
        var says = error switch
        {
            _ when error.Contains("No labels found", StringComparison.Ordinal) => "the mask is empty",
            _ when error.Contains("not present", StringComparison.Ordinal) => "no region 'label 2'. It has: label 1.",
            _ when error.Contains("only contains 1 segmented voxel", StringComparison.Ordinal) => "a single voxel",
            _ => "which is 1 dimension; at least 2",
        };
        try
        {
            var mask = ImageFile.ReadMask(maskPath, label);
            MaskChecks.Check(mask.Geometry, mask, settings);
            return new(name, 1, 1, 1, 0, "refusals", "not refused");
        }
        catch (RadiomicsException e)
        {
            var same = e.Message.Contains(says, StringComparison.Ordinal);
            return new(name, 1, same ? 0 : 1, same ? 0 : 1, 0, "refusals", $"refused: {says}");
        }
    }

    private static int LabelOf(string parameters)
    {
        var at = parameters.IndexOf("label: ", StringComparison.Ordinal);
        return at < 0
            ? 1
            : int.Parse(
                parameters.AsSpan(at + 7, parameters.AsSpan(at + 7).IndexOfAny(',', '}')),
                System.Globalization.CultureInfo.InvariantCulture
            );
    }

    private static IEnumerable<string> Find()
    {
        var seen = new HashSet<(string, string, int)>();
        foreach (
            var file in Directory
                .GetFiles(SharedData.PathOf("reference", "pyradiomics"), "*.json", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
        )
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            var root = json.RootElement;
            var (image, mask) = (root.GetProperty("image").GetString()!, root.GetProperty("mask").GetString()!);
            var name = $"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileNameWithoutExtension(file)}";
            var isFile = File.Exists(SharedData.PathOf("data", image)) && File.Exists(SharedData.PathOf("data", mask));
            var refused = root.TryGetProperty("error", out var error);
            // Resegmentation comes after these checks.
            if (refused && error.GetString()!.Contains("Resegmentation", StringComparison.Ordinal))
                continue;
            if (isFile && (refused || seen.Add((image, mask, LabelOf(root.GetProperty("params").GetString()!)))))
                yield return name;
        }
    }
}
