using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.Tests.Dicom;

/// <summary>Enhanced multi-frame images and segmentations, written element by element as PS3.3 describes them (sections C.7.6.16 and
/// C.8.20).</summary>
public class MultiFrameTests
{
    private const string SegmentationClass = "1.2.840.10008.5.1.4.1.1.66.4";

    [Fact]
    public void An_enhanced_image_is_put_together_from_its_frames()
    {
        using var folder = new TestFolder();
        // Three frames out of order: z = 4, 0, 2 mm; each pixel holds its frame's number times ten; each frame has its own slope.
        byte[] pixels =
        [
            .. Enumerable.Range(0, 3).SelectMany(f => Enumerable.Repeat(BitConverter.GetBytes((short)(10 * f)), 4)).SelectMany(b => b),
        ];
        Header(new DicomEncoder(), "1.2.840.10008.5.1.4.1.1.2.1", "CT", 3, 16)
            .Items(
                Tags.SharedFunctionalGroups,
                new DicomEncoder().Items(Tags.PlaneOrientation, Axes()).Items(Tags.PixelMeasures, Measures())
            )
            .Items(
                Tags.PerFrameFunctionalGroups,
                new[] { 4.0, 0, 2 }.Select(
                    (z, f) =>
                        new DicomEncoder()
                            .Items(Tags.PlanePosition, new DicomEncoder().Decimals(Tags.ImagePosition, 0, 0, z))
                            .Items(
                                Tags.PixelValueTransformation,
                                new DicomEncoder().Decimals(Tags.RescaleIntercept, 1).Decimals(Tags.RescaleSlope, f + 1)
                            )
                )
            )
            .Element(Tags.PixelData, Vr.OW, pixels)
            .Save(folder.File("enhanced"), "1.2.840.10008.5.1.4.1.1.2.1", "1.2.3.4");

        var volume = TestFolder.Read(folder.Path).Volume;

        Assert.Equal(new GridSize(2, 2, 3), volume.Size);
        Assert.Equal(new Vector3D(1, 1, 2), volume.Geometry.Spacing);
        // Frame 1 (10 * 2 + 1), frame 2 (20 * 3 + 1), frame 0 (0 * 1 + 1).
        Assert.Equal([21, 61, 1], Enumerable.Range(0, 3).Select(z => volume[1, 1, z]));
    }

    [Fact]
    public void Bits_of_a_binary_segmentation_run_through_its_frames()
    {
        using var folder = new TestFolder();
        // Frames of 3 x 3 bits, so that the second starts inside a byte: segment 1 on z = 0 has pixels 0 and 8, segment 2 on z = 2 pixel 4.
        var bits = (1 << 0) | (1 << 8) | (1 << (9 + 4));
        Segmentation(folder.File("seg"), "BINARY", 1, 3, [(1, 0.0), (2, 2.0)], [(byte)bits, (byte)(bits >> 8), 0, 0]);
        var grid = new ImageGeometry(new GridSize(3, 3, 2), new Vector3D(1, 1, 2));

        var segmentation = DicomSegmentation.Read(folder.File("seg"));

        Assert.Equal([(1, "tumour 1"), (2, "tumour 2")], segmentation.Segments.Select(s => (s.Number, s.Label)));
        var first = segmentation.ToMask(segmentation.Find("tumour 1"), grid);
        Assert.Equal((2, true, true), (first.VoxelCount, first[0, 0, 0], first[2, 2, 0]));
        var second = segmentation.ToMask(segmentation.Find("2"), grid);
        Assert.Equal((1, true), (second.VoxelCount, second[1, 1, 1]));
        Assert.Contains(
            "tumour 2 (number 2)",
            Assert.Throws<RoiNotFoundException>(() => segmentation.Find("tumour")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_fractional_segment_holds_half_and_more()
    {
        using var folder = new TestFolder();
        Segmentation(folder.File("seg"), "FRACTIONAL", 8, 2, [(1, 0.0)], [49, 50, 100, 0], maximum: 100);
        var segmentation = DicomSegmentation.Read(folder.File("seg"));
        var mask = segmentation.ToMask(segmentation.Segments[0], new ImageGeometry(new GridSize(2, 2, 1), new Vector3D(1, 1, 2)));
        Assert.Equal((2, true, true), (mask.VoxelCount, mask[1, 0, 0], mask[0, 1, 0]));
    }

    [Fact]
    public void A_label_map_holds_its_numbers()
    {
        using var folder = new TestFolder();
        Segmentation(folder.File("seg"), "LABELMAP", 8, 2, [(1, 0.0), (2, 2.0)], [0, 1, 2, 2, 2, 0, 0, 1]);
        var segmentation = DicomSegmentation.Read(folder.File("seg"));
        var grid = new ImageGeometry(new GridSize(2, 2, 2), new Vector3D(1, 1, 2));
        Assert.Equal([2, 3], segmentation.Segments.Select(s => segmentation.ToMask(s, grid).VoxelCount));
    }

    [Fact]
    public void Pixels_beside_the_grid_are_refused()
    {
        using var folder = new TestFolder();
        Segmentation(folder.File("seg"), "LABELMAP", 8, 2, [(1, 0.0)], [1, 1, 1, 1]);
        var segmentation = DicomSegmentation.Read(folder.File("seg"));
        var shifted = new ImageGeometry(new GridSize(2, 2, 1), new Vector3D(1, 1, 2), new Vector3D(0.4, 0, 0));
        Assert.Contains(
            "0.4 voxels off",
            Assert.Throws<GeometryMismatchException>(() => segmentation.ToMask(segmentation.Segments[0], shifted)).Message,
            StringComparison.Ordinal
        );
    }

    // One pixel of 2 x 2 mm is four voxels of 1 x 1 mm, and a plane 4 mm from the next one two slices of 2 mm: set voxel by pixel they
    // would leave every other row, column or slice out.
    [Fact]
    public void Coarser_pixels_and_planes_than_the_images_are_refused()
    {
        using var folder = new TestFolder();
        var grid = new ImageGeometry(new GridSize(4, 4, 5), new Vector3D(1, 1, 2));
        Segmentation(folder.File("coarse"), "BINARY", 1, 2, [(1, 0), (1, 2)], [0xFF, 0], spacing: (2, 2));
        Segmentation(folder.File("row"), "BINARY", 1, 2, [(1, 0), (1, 2)], [0xFF, 0], spacing: (2, 1));
        Segmentation(folder.File("thick"), "BINARY", 1, 2, [(1, 0), (1, 4), (1, 8)], [0xFF, 0xF, 0], planes: 4);
        foreach (var (name, problem) in new[] { ("coarse", "2 x 2 mm"), ("row", "1 x 2 mm"), ("thick", "4 mm apart") })
        {
            var segmentation = DicomSegmentation.Read(folder.File(name));
            Assert.Contains(
                problem,
                Assert.Throws<GeometryMismatchException>(() => segmentation.ToMask(segmentation.Segments[0], grid)).Message,
                StringComparison.Ordinal
            );
        }
        // Frames of empty slices may be left out.
        Segmentation(folder.File("gap"), "BINARY", 1, 2, [(1, 0), (1, 4)], [0xFF, 0], planes: 2);
        var gap = DicomSegmentation.Read(folder.File("gap"));
        Assert.Equal(8, gap.ToMask(gap.Segments[0], grid).VoxelCount);
    }

    [Fact]
    public void Pixels_outside_the_image_and_frames_at_one_place_are_told()
    {
        using var folder = new TestFolder();
        var grid = new ImageGeometry(new GridSize(2, 2, 2), new Vector3D(1, 1, 2));
        // Two frames of two pixels each on slice 0, and three pixels far above the image.
        Segmentation(folder.File("seg"), "BINARY", 1, 2, [(1, 0), (1, 0), (1, 40)], [0xC3, 0x07]);
        var (segmentation, notes) = (DicomSegmentation.Read(folder.File("seg")), new List<string>());
        Assert.Equal(4, segmentation.ToMask(segmentation.Segments[0], grid, notes).VoxelCount);
        Assert.Collection(
            notes,
            n => Assert.Contains("3 pixels lie outside the image", n, StringComparison.Ordinal),
            n => Assert.Contains("1 frames lie where another one does", n, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_fraction_of_an_unknown_maximum_is_refused()
    {
        using var folder = new TestFolder();
        Segmentation(folder.File("seg"), "FRACTIONAL", 8, 2, [(1, 0)], [0, 100, 200, 255]);
        Assert.Contains(
            "Maximum Fractional Value",
            Assert.Throws<ImageFormatException>(() => DicomSegmentation.Read(folder.File("seg"))).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    public void A_segmentation_that_describes_other_frames_than_it_has_is_refused(int frames, int described)
    {
        using var folder = new TestFolder();
        var path = folder.File("seg");
        Segmentation(path, "BINARY", 1, 2, [(1, 0), (1, 2)], [0xFF, 0xFF]);
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x28, 0, 0x08, 0, (byte)'I', (byte)'S', 2, 0]);
        bytes[at + 8] = (byte)('0' + frames);
        File.WriteAllBytes(path, bytes);
        Assert.Contains(
            FormattableString.Invariant($"{frames} frames but describes {described}"),
            Assert.Throws<ImageFormatException>(() => DicomSegmentation.Read(path)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Frames_that_are_not_described_are_refused()
    {
        using var folder = new TestFolder();
        Header(new DicomEncoder(), "1.2.840.10008.5.1.4.1.1.2.1", "CT", 2, 16)
            .Items(
                Tags.SharedFunctionalGroups,
                new DicomEncoder().Items(Tags.PlaneOrientation, Axes()).Items(Tags.PixelMeasures, Measures())
            )
            .Items(
                Tags.PerFrameFunctionalGroups,
                new DicomEncoder().Items(Tags.PlanePosition, new DicomEncoder().Decimals(Tags.ImagePosition, 0, 0, 0))
            )
            .Element(Tags.PixelData, Vr.OW, new byte[16])
            .Save(folder.File("enhanced"), "1.2.840.10008.5.1.4.1.1.2.1", "1.2.3.4");
        Assert.Contains(
            "2 frames but describes 1",
            Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path)).Message,
            StringComparison.Ordinal
        );
    }

    private static DicomEncoder Axes() => new DicomEncoder().Decimals(Tags.ImageOrientation, 1, 0, 0, 0, 1, 0);

    private static DicomEncoder Measures(double rows = 1, double columns = 1, double? planes = null)
    {
        var e = new DicomEncoder().Decimals(Tags.SliceThickness, 2);
        if (planes is { } apart)
            e.Decimals(Tags.SpacingBetweenSlices, apart);
        return e.Decimals(Tags.PixelSpacing, rows, columns);
    }

    private static DicomEncoder Header(DicomEncoder e, string sopClass, string modality, int frames, ushort allocated, ushort side = 2) => e
        .Text(Tags.SopClassUid, Vr.UI, sopClass)
        .Text(Tags.SopInstanceUid, Vr.UI, "1.2.3.4")
        .Text(Tags.Modality, Vr.CS, modality)
        .Text(Tags.SeriesInstanceUid, Vr.UI, "1.2.3")
        .Text(Tags.FrameOfReferenceUid, Vr.UI, "1.2.9")
        .Number(Tags.SamplesPerPixel, 1)
        .Text(Tags.PhotometricInterpretation, Vr.CS, "MONOCHROME2")
        .Text(Tags.NumberOfFrames, Vr.IS, $"{frames}")
        .Number(Tags.Rows, side)
        .Number(Tags.Columns, side)
        .Number(Tags.BitsAllocated, allocated)
        .Number(Tags.BitsStored, allocated)
        .Number(Tags.HighBit, (ushort)(allocated - 1))
        .Number(Tags.PixelRepresentation, 0);

    private static void Segmentation(
        string path,
        string type,
        ushort allocated,
        ushort side,
        (int Segment, double Z)[] frames,
        byte[] pixels,
        ushort maximum = 0,
        (double Rows, double Columns)? spacing = null,
        double? planes = null
    )
    {
        var e = Header(new DicomEncoder(), SegmentationClass, "SEG", frames.Length, allocated, side)
            .Text(Tags.SegmentationType, Vr.CS, type)
            .Items(Tags.Segments, frames.Select(f => new DicomEncoder()
                .Number(Tags.SegmentNumber, (ushort)f.Segment)
                .Text(Tags.SegmentLabel, Vr.LO, $"tumour {f.Segment}")));
        if (maximum > 0)
            e.Number(Tags.MaximumFractionalValue, maximum);
        var measures = Measures(spacing?.Rows ?? 1, spacing?.Columns ?? 1, planes);
        e.Items(Tags.SharedFunctionalGroups, new DicomEncoder().Items(Tags.PlaneOrientation, Axes()).Items(Tags.PixelMeasures, measures))
            .Items(Tags.PerFrameFunctionalGroups, frames.Select(f => new DicomEncoder()
                .Items(Tags.PlanePosition, new DicomEncoder().Decimals(Tags.ImagePosition, 0, 0, f.Z))
                .Items(Tags.SegmentIdentification, new DicomEncoder().Number(Tags.ReferencedSegmentNumber, (ushort)f.Segment))))
            .Element(Tags.PixelData, Vr.OB, pixels)
            .Save(path, SegmentationClass, "1.2.3.4");
    }
}
