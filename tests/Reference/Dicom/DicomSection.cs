using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Formats;

namespace Reference.Dicom;

/// <summary>DICOM series, structure sets and segmentations against the voxels that others made of them.</summary>
public sealed class DicomSection : IConformanceSection
{
    /// <summary>The place of a grid that NIfTI stores in single precision, in mm at 1 m from the origin.</summary>
    public const double PlaceTolerance = 1e-4;

    /// <inheritdoc/>
    public int Order => 20;

    /// <inheritdoc/>
    public string Title => "DICOM";

    /// <inheritdoc/>
    public string Introduction =>
        "Series, structure sets and segmentation objects against NIfTI and NRRD files that other software made of them (MIRP for the "
            + "IBSI data, SimpleITK and "
        + "scikit-image's polygons elsewhere): every voxel of the image and of the region, exactly, and the grid's place (`worst`, in "
            + "mm; NIfTI stores it in single precision). "
        + "The PET NIfTI files hold the stored numbers times the rescale slope rounded to single precision; ours, whose slope is not "
            + "rounded, is compared after giving it that precision. "
        + "Compressed encodings are to be refused by name.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => DicomCase.All.Select(Row);

    /// <summary>The row of a case.</summary>
    public static ConformanceRow Row(DicomCase one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var path = SharedData.PathOf(["data", .. one.Series.Split('/')]);
        if (one.Refused is { } syntax)
        {
            try
            {
                DicomSeries.Read(path);
                return new(one.Name, 1, 1, 1, 0, "refusals", "read, though it should be refused");
            }
            catch (ImageFormatException e) when (e.Message.Contains(syntax, StringComparison.Ordinal))
            {
                return new(one.Name, 1, 0, 0, 0, "refusals", $"refused by name: {syntax}");
            }
        }

        var series = DicomSeries.Read(path);
        var (compared, outside, worst) = (0L, 0L, 0.0);
        if (one.Image is { } image)
        {
            var expected = ImageFile.ReadVolume(SharedData.PathOf(["data", .. image.Split('/')]));
            compared += expected.Size.Count;
            outside += Different(series, expected);
            worst = Place(series.Volume.Geometry, expected.Geometry);
        }
        if (one.Mask is { } mask)
        {
            var expected = ImageFile.ReadMask(SharedData.PathOf(["data", .. mask.Split('/')]), one.Label);
            var region = Region(one, series);
            compared += expected.VoxelCount;
            outside += Different(region, expected);
            worst = Math.Max(worst, Place(region.Geometry, expected.Geometry));
        }
        return new(
            one.Name,
            (int)compared,
            (int)outside + (worst > PlaceTolerance ? 1 : 0),
            worst,
            PlaceTolerance,
            "mm",
            one.Explained > 0 && outside == one.Explained ? one.Cause : $"{outside} voxels differ"
        );
    }

    private static Mask Region(DicomCase one, DicomSeries series)
    {
        var file = DicomFile.Open(SharedData.PathOf(["data", .. one.Regions!.Split('/')]));
        if (one.Regions.Contains("seg", StringComparison.Ordinal))
        {
            var segmentation = DicomSegmentation.FromObject(file);
            return segmentation.ToMask(one.Roi is null ? segmentation.Segments[0] : segmentation.Find(one.Roi), series);
        }
        var set = RtStructureSet.FromObject(file);
        return set.ToMask(one.Roi is null ? set.Structures[0] : set.Find(one.Roi), series);
    }

    private static long Different(DicomSeries series, Volume expected)
    {
        var (ours, size) = (series.Volume, series.Volume.Size);
        if (size != expected.Size)
            return expected.Size.Count;
        var plane = new Region(default, new GridSize(size.X, size.Y, 1));
        var (a, b) = (new double[plane.Count], new double[plane.Count]);
        var different = 0L;
        for (var z = 0; z < size.Z; z++)
        {
            var slice = plane with { Start = new VoxelIndex(0, 0, z) };
            ours.CopyTo(slice, a);
            expected.CopyTo(slice, b);
            if (ours.PixelType == PixelType.Float64 && expected.PixelType == PixelType.Float32)
            {
                var slope = DicomFile.Open(series.Sources[z]).Numbers(new DicomTag(0x0028, 0x1053))[0];
                for (var i = 0; i < a.Length; i++)
                    a[i] = (float)(Math.Round(a[i] / slope) * (float)slope);
            }
            for (var i = 0; i < a.Length; i++)
                different += a[i] == b[i] ? 0 : 1;
        }
        return different;
    }

    private static long Different(Mask ours, Mask expected)
    {
        var box = ours.BoundingBox.Union(expected.BoundingBox);
        var different = 0L;
        for (var z = box.Start.Z; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++)
            {
                for (var x = box.Start.X; x < box.End.X; x++)
                    different += ours[x, y, z] == expected[x, y, z] ? 0 : 1;
            }
        }
        return different;
    }

    // How far the eight corners of the grids are apart, at most.
    private static double Place(ImageGeometry a, ImageGeometry b)
    {
        if (a.Size != b.Size)
            return double.PositiveInfinity;
        var worst = 0.0;
        for (var i = 0; i < 8; i++)
        {
            var corner = new Vector3D((i & 1) * (a.Size.X - 1), (i >> 1 & 1) * (a.Size.Y - 1), (i >> 2) * (a.Size.Z - 1));
            worst = Math.Max(worst, (a.ToPhysical(corner) - b.ToPhysical(corner)).Length);
        }
        return worst;
    }
}
