using System.Buffers.Binary;
using System.Globalization;

namespace Radiomics.Imaging.Dicom;

public static partial class DicomWriter
{
    private const string Segmentation = "1.2.840.10008.5.1.4.1.1.66.4";

    /// <summary>Writes regions as a binary DICOM segmentation object (PS3.3 section A.51): a frame for each slice that a region has voxels
    /// in.</summary>
    /// <param name="regions">The regions and their names; all on one grid; they may overlap.</param>
    /// <param name="path">The file.</param>
    /// <param name="identity">The identity of the images that they were made from.</param>
    /// <exception cref="ArgumentException">There is no region, they lie on different grids, one is empty, or a side is longer than 65 535
    /// voxels.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteSegmentation(IReadOnlyList<KeyValuePair<string, Mask>> regions, string path, DicomIdentity identity)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(regions);
        ArgumentNullException.ThrowIfNull(identity);
        if (regions.Count == 0)
            throw new ArgumentException("There is no region to write.", nameof(regions));
        var geometry = regions[0].Value.Geometry;
        var size = geometry.Size;
        if (regions.Any(r => r.Value.Geometry != geometry))
            throw new ArgumentException("The regions lie on different grids; bring them onto one first.", nameof(regions));
        if (regions.FirstOrDefault(r => r.Value.VoxelCount == 0) is { Value: not null } empty)
            throw new ArgumentException($"The region '{empty.Key}' has no voxel.", nameof(regions));
        if (size.X > ushort.MaxValue || size.Y > ushort.MaxValue)
            throw new ArgumentException(
                Invariant(
                    $"A slice of {size.X} x {size.Y} voxels does not fit into DICOM, whose rows and columns end at {ushort.MaxValue}."
                ),
                nameof(regions)
            );
        var frames = Frames(regions);
        var uid = DicomUid.FromText(
            $"{identity.SeriesInstanceUid}/segments/{string.Join('/', regions.Select(r => Invariant($"{r.Key} {r.Value.VoxelCount}")))}"
        );
        var organisation = DicomUid.FromText($"{uid}/dimensions");
        var (row, column) = (geometry.Direction.X, geometry.Direction.Y);
        Header(Segmentation, uid, "SEG", 3, DicomUid.FromText($"{uid}/series"), identity)
            .Dated()
            .Text(Tags.ImageType, Vr.CS, @"DERIVED\PRIMARY")
            .Items(Tags.ReferencedSeries, new DicomEncoder()
                .Items(new DicomTag(0x0008, 0x114A), Enumerable.Range(0, size.Z).Select(z => Reference(identity, identity.ImageUid(z))))
                .Text(Tags.SeriesInstanceUid, Vr.UI, identity.SeriesInstanceUid))
            .Text(new DicomTag(0x0018, 0x1000), Vr.LO, "0")
            .Text(new DicomTag(0x0018, 0x1020), Vr.LO, "0")
            .Text(Tags.InstanceNumber, Vr.IS, "1")
            .Text(Tags.FrameOfReferenceUid, Vr.UI, identity.FrameOfReferenceUid)
            .Text(new DicomTag(0x0020, 0x1040), Vr.LO, "")
            .Items(new DicomTag(0x0020, 0x9221), new DicomEncoder().Text(new DicomTag(0x0020, 0x9164), Vr.UI, organisation))
            .Items(
                new DicomTag(0x0020, 0x9222),
                Dimension(organisation, Tags.ReferencedSegmentNumber, Tags.SegmentIdentification),
                Dimension(organisation, Tags.ImagePosition, Tags.PlanePosition)
            )
            .Number(Tags.SamplesPerPixel, 1)
            .Text(Tags.PhotometricInterpretation, Vr.CS, "MONOCHROME2")
            .Text(Tags.NumberOfFrames, Vr.IS, frames.Count.ToString(CultureInfo.InvariantCulture))
            .Number(Tags.Rows, (ushort)size.Y)
            .Number(Tags.Columns, (ushort)size.X)
            .Number(Tags.BitsAllocated, 1)
            .Number(Tags.BitsStored, 1)
            .Number(Tags.HighBit, 0)
            .Number(Tags.PixelRepresentation, 0)
            .Text(new DicomTag(0x0028, 0x2110), Vr.CS, "00")
            .Text(Tags.SegmentationType, Vr.CS, "BINARY")
            .Items(Tags.Segments, regions.Select((r, i) => new DicomEncoder()
                .Items(new DicomTag(0x0062, 0x0003), Code("85756007", "SCT", "Tissue"))
                .Number(Tags.SegmentNumber, (ushort)(i + 1))
                .Text(Tags.SegmentLabel, Vr.LO, r.Key.Length > 64 ? r.Key[..64] : r.Key)
                .Text(new DicomTag(0x0062, 0x0008), Vr.CS, "MANUAL")
                .Items(new DicomTag(0x0062, 0x000F), Code("85756007", "SCT", "Tissue"))))
            .Text(new DicomTag(0x0070, 0x0080), Vr.CS, "SEGMENTATION")
            .Text(new DicomTag(0x0070, 0x0081), Vr.LO, identity.Description)
            .Text(new DicomTag(0x0070, 0x0084), Vr.PN, "")
            .Items(
                Tags.SharedFunctionalGroups,
                new DicomEncoder()
                    .Items(
                        Tags.PlaneOrientation,
                        new DicomEncoder().Decimals(Tags.ImageOrientation, row.X, row.Y, row.Z, column.X, column.Y, column.Z)
                    )
                    .Items(
                        Tags.PixelMeasures,
                        new DicomEncoder()
                            .Decimals(Tags.SliceThickness, geometry.Spacing.Z)
                            .Decimals(Tags.SpacingBetweenSlices, geometry.Spacing.Z)
                            .Decimals(Tags.PixelSpacing, geometry.Spacing.Y, geometry.Spacing.X)
                    )
            )
            .Items(Tags.PerFrameFunctionalGroups, frames.Select(f => Group(f.Region, f.Slice, geometry)))
            .Element(Tags.PixelData, Vr.OB, Pack(regions, frames, size))
            .Save(path, Segmentation, uid);
    }

    private static List<(int Region, int Slice)> Frames(IReadOnlyList<KeyValuePair<string, Mask>> regions)
    {
        var frames = new List<(int, int)>();
        for (var i = 0; i < regions.Count; i++)
        {
            var (mask, box) = (regions[i].Value, regions[i].Value.BoundingBox);
            var area = box.Size.X * box.Size.Y;
            for (var z = 0; z < box.Size.Z; z++)
            {
                if (mask.Inside.Span.Slice(z * area, area).ContainsAnyExcept((byte)0))
                    frames.Add((i, box.Start.Z + z));
            }
        }
        return frames;
    }

    private static DicomEncoder Group(int region, int slice, ImageGeometry geometry)
    {
        var position = geometry.ToPhysical(new Vector3D(0, 0, slice));
        var index = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(index, (uint)region + 1);
        BinaryPrimitives.WriteUInt32LittleEndian(index.AsSpan(4), (uint)slice + 1);
        return new DicomEncoder()
            .Items(Tags.FrameContent, new DicomEncoder().Element(new DicomTag(0x0020, 0x9157), Vr.UL, index))
            .Items(Tags.PlanePosition, new DicomEncoder().Decimals(Tags.ImagePosition, position.X, position.Y, position.Z))
            .Items(Tags.SegmentIdentification, new DicomEncoder().Number(Tags.ReferencedSegmentNumber, (ushort)(region + 1)));
    }

    // Frame after frame, bit by bit, the first pixel in the lowest bit (PS3.5 section 8.1.1).
    private static byte[] Pack(IReadOnlyList<KeyValuePair<string, Mask>> regions, List<(int Region, int Slice)> frames, GridSize size)
    {
        var plane = (long)size.X * size.Y;
        var bytes = new byte[checked((int)((plane * frames.Count + 15) / 16 * 2))];
        for (var f = 0; f < frames.Count; f++)
        {
            var (mask, z) = (regions[frames[f].Region].Value, frames[f].Slice);
            var box = mask.BoundingBox;
            for (var y = box.Start.Y; y < box.End.Y; y++)
            {
                for (var x = box.Start.X; x < box.End.X; x++)
                {
                    if (!mask[x, y, z])
                        continue;
                    var bit = plane * f + (long)y * size.X + x;
                    bytes[bit >> 3] |= (byte)(1 << (int)(bit & 7));
                }
            }
        }
        return bytes;
    }

    private static DicomEncoder Dimension(string organisation, DicomTag pointer, DicomTag group) => new DicomEncoder()
        .Text(new DicomTag(0x0020, 0x9164), Vr.UI, organisation)
        .Element(new DicomTag(0x0020, 0x9165), Vr.AT, TagBytes(pointer))
        .Element(new DicomTag(0x0020, 0x9167), Vr.AT, TagBytes(group));

    private static byte[] TagBytes(DicomTag tag)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), tag.Element);
        return bytes;
    }

    private static DicomEncoder Code(string value, string scheme, string meaning) => new DicomEncoder()
        .Text(new DicomTag(0x0008, 0x0100), Vr.SH, value)
        .Text(new DicomTag(0x0008, 0x0102), Vr.SH, scheme)
        .Text(new DicomTag(0x0008, 0x0104), Vr.LO, meaning);
}
