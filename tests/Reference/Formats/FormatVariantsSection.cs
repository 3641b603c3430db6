using Radiomics.Imaging;
using Radiomics.Imaging.Formats;

namespace Reference.Formats;

/// <summary>One oblique image in every form, each read and compared voxel by voxel, and its place in space.</summary>
public sealed class FormatVariantsSection : IConformanceSection
{
    /// <summary>NIfTI stores the place in single precision: its digits at the image's distance of 410 mm.</summary>
    public const double PlaceTolerance = 1e-4;

    /// <inheritdoc/>
    public int Order => 10;

    /// <inheritdoc/>
    public string Title => "File formats";

    /// <inheritdoc/>
    public string Introduction =>
        "One oblique image of 9 x 7 x 5 voxels in 29 NIfTI, NRRD and MetaImage forms written by SimpleITK, nibabel and pynrrd. Compared: "
            + "every "
        + "voxel, exactly, and its place (`worst`, in mm; NIfTI stores it in single precision). Two files are to be refused by name: "
        + "one compressed by bzip2, as SimpleITK refuses it, and one that holds two volumes. The segmentations are 3D Slicer's, by "
            + "slicerio.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows()
    {
        foreach (var variant in FormatVariant.All)
            yield return Row(variant);
        yield return Segments("two_segments.seg.nrrd", ("Tumour", new(1, 1, 1), new(5, 5, 4)), ("Vein", new(5, 2, 2), new(8, 6, 4)));
        yield return Segments("overlapping.seg.nrrd", ("Tumour", new(1, 1, 1), new(5, 5, 4)), ("Margin", new(2, 2, 1), new(7, 6, 4)));
    }

    private static ConformanceRow Row(FormatVariant variant)
    {
        if (FormatVariant.Refused.TryGetValue(variant.File, out var reason))
        {
            try
            {
                ImageFile.ReadVolume(SharedData.PathOf("data", "format_variants", variant.File));
                return new(variant.File, 1, 1, 1, 0, "refusals", "read, though it should be refused");
            }
            catch (ImageFormatException e) when (e.Message.Contains(reason, StringComparison.Ordinal))
            {
                return new(variant.File, 1, 0, 0, 0, "refusals", $"refused by name: {reason}");
            }
        }
        var (voxels, offset) = variant.Compare();
        return new(
            variant.File,
            9 * 7 * 5,
            voxels + (offset > PlaceTolerance ? 1 : 0),
            offset,
            PlaceTolerance,
            "mm",
            $"{variant.Writer}; {voxels} voxels differ{Remark(variant)}"
        );
    }

    private static string Remark(FormatVariant variant) => variant.File == "scl_slope.nii.gz"
        ? "; stored already scaled, 1434 as 707, so that the header's scale gives 707 * 0.5 - 10 = 343.5, as SimpleITK and nibabel read"
        : "";

    // A segment is a box of voxels: every one of them, and no other.
    private static ConformanceRow Segments(string file, params (string Name, VoxelIndex Start, VoxelIndex End)[] expected)
    {
        var wrong = 0;
        var names = new List<string>();
        foreach (var (name, start, end) in expected)
        {
            var box = Region.FromBounds(start, end);
            var mask = ImageFile.ReadMask(SharedData.PathOf("data", "format_variants", file), name);
            wrong += mask.BoundingBox == box ? (int)Math.Abs(box.Count - mask.VoxelCount) : (int)box.Count;
            names.Add($"{name} {mask.VoxelCount} voxels");
        }
        return new(file, expected.Length, wrong, wrong, 0, "voxels", string.Join(", ", names));
    }
}
