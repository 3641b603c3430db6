using System.Buffers.Binary;
using System.Globalization;

namespace Radiomics.Imaging.Dicom;

/// <summary>Writes a CT series and its structure set as DICOM files (explicit little endian). The patient in them is a placeholder; nothing
/// personal is taken in or written.</summary>
public static partial class DicomWriter
{
    private const string CtImage = "1.2.840.10008.5.1.4.1.1.2";
    private const string StructureSet = "1.2.840.10008.5.1.4.1.1.481.3";
    private const string StudyClass = "1.2.840.10008.3.1.2.3.1";

    /// <summary>Writes a volume as a CT series: a file a slice, 16-bit numbers with the rescale slope and intercept that give its values
    /// back.</summary>
    /// <param name="volume">
    /// The image. Whole numbers that span at most 65 535 are written exactly; others are rounded to 65 536 levels between the
    /// smallest and the largest value.
    /// </param>
    /// <param name="folder">Where the files go (<c>0001.dcm</c> and on); it is created where it is missing.</param>
    /// <param name="identity">Its UIDs and description.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <exception cref="ImageFormatException">A voxel is not finite.</exception>
    /// <exception cref="ArgumentException">A side is longer than 65 535 voxels.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void WriteCtSeries(Volume volume, string folder, DicomIdentity identity, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(identity);
        var (size, geometry) = (volume.Size, volume.Geometry);
        if (size.X > ushort.MaxValue || size.Y > ushort.MaxValue)
            throw new ArgumentException(
                Invariant(
                    $"A slice of {size.X} x {size.Y} voxels does not fit into DICOM, whose rows and columns end at {ushort.MaxValue}."
                ),
                nameof(volume)
            );
        Directory.CreateDirectory(folder);
        var values = new double[size.X * size.Y];
        var (slope, intercept) = Rescale(volume, folder, values, cancellationToken);
        var pixels = new byte[2 * values.Length];
        for (var z = 0; z < size.Z; z++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            volume.CopyTo(new Region(new VoxelIndex(0, 0, z), new GridSize(size.X, size.Y, 1)), values);
            for (var i = 0; i < values.Length; i++)
                BinaryPrimitives.WriteInt16LittleEndian(
                    pixels.AsSpan(2 * i),
                    (short)Math.Clamp(Math.Round((values[i] - intercept) / slope), short.MinValue, short.MaxValue)
                );
            var position = geometry.ToPhysical(new Vector3D(0, 0, z));
            var uid = identity.ImageUid(z);
            var (row, column) = (geometry.Direction.X, geometry.Direction.Y);
            Header(CtImage, uid, "CT", 1, identity.SeriesInstanceUid, identity)
                .Text(Tags.ImageType, Vr.CS, @"DERIVED\SECONDARY\AXIAL")
                .Text(new DicomTag(0x0012, 0x0063), Vr.LO, "no patient: written from an array")
                .Decimals(Tags.SliceThickness, geometry.Spacing.Z)
                .Text(new DicomTag(0x0018, 0x0060), Vr.DS, "")
                .Text(Tags.AcquisitionNumber, Vr.IS, "1")
                .Text(Tags.InstanceNumber, Vr.IS, (z + 1).ToString(CultureInfo.InvariantCulture))
                .Decimals(Tags.ImagePosition, position.X, position.Y, position.Z)
                .Decimals(Tags.ImageOrientation, row.X, row.Y, row.Z, column.X, column.Y, column.Z)
                .Text(Tags.FrameOfReferenceUid, Vr.UI, identity.FrameOfReferenceUid)
                .Text(new DicomTag(0x0020, 0x1040), Vr.LO, "")
                .Number(Tags.SamplesPerPixel, 1)
                .Text(Tags.PhotometricInterpretation, Vr.CS, "MONOCHROME2")
                .Number(Tags.Rows, (ushort)size.Y)
                .Number(Tags.Columns, (ushort)size.X)
                .Decimals(Tags.PixelSpacing, geometry.Spacing.Y, geometry.Spacing.X)
                .Number(Tags.BitsAllocated, 16)
                .Number(Tags.BitsStored, 16)
                .Number(Tags.HighBit, 15)
                .Number(Tags.PixelRepresentation, 1)
                .Decimals(Tags.RescaleIntercept, intercept)
                .Decimals(Tags.RescaleSlope, slope)
                .Text(new DicomTag(0x0028, 0x1054), Vr.LO, "HU")
                .Element(Tags.PixelData, Vr.OW, pixels)
                .Save(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{z + 1:0000}.dcm")), CtImage, uid);
        }
    }

    /// <summary>Writes a structure set of closed planar contours.</summary>
    /// <param name="structures">The structures; numbers are their own, and frames of reference the identity's.</param>
    /// <param name="path">The file.</param>
    /// <param name="identity">The identity that the series was written with.</param>
    /// <param name="geometry">The series' grid: it says which image each contour lies on.</param>
    /// <exception cref="ArgumentException">Two structures have one number, or a contour has fewer than three points.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteStructureSet(IReadOnlyList<RtStructure> structures, string path, DicomIdentity identity, ImageGeometry geometry)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(structures);
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(geometry);
        if (structures.Select(s => s.Number).Distinct().Count() != structures.Count)
            throw new ArgumentException("Two structures have the same number.", nameof(structures));
        if (structures.SelectMany(s => s.Contours).Any(c => c.Points.Count < 3))
            throw new ArgumentException("A closed contour has at least three points.", nameof(structures));
        var uid = DicomUid.FromText($"{identity.SeriesInstanceUid}/structures/{string.Join('/', structures.Select(s => s.Name))}");
        var images = Enumerable.Range(0, geometry.Size.Z).Select(z => Reference(identity, identity.ImageUid(z)));
        Header(StructureSet, uid, "RTSTRUCT", 2, DicomUid.FromText($"{uid}/series"), identity)
            .Text(Tags.InstanceNumber, Vr.IS, "1")
            .Text(new DicomTag(0x3006, 0x0002), Vr.SH, "structures")
            .Text(new DicomTag(0x3006, 0x0008), Vr.DA, "")
            .Text(new DicomTag(0x3006, 0x0009), Vr.TM, "")
            .Items(Tags.ReferencedFrameOfReference, new DicomEncoder()
                .Text(Tags.FrameOfReferenceUid, Vr.UI, identity.FrameOfReferenceUid)
                .Items(Tags.RtReferencedStudy, new DicomEncoder()
                    .Text(Tags.ReferencedSopClassUid, Vr.UI, StudyClass)
                    .Text(Tags.ReferencedSopInstanceUid, Vr.UI, identity.StudyInstanceUid)
                    .Items(Tags.RtReferencedSeries, new DicomEncoder()
                        .Text(Tags.SeriesInstanceUid, Vr.UI, identity.SeriesInstanceUid)
                        .Items(Tags.ContourImage, images))))
            .Items(Tags.StructureSetRoi, structures.Select(s => new DicomEncoder()
                .Text(Tags.RoiNumber, Vr.IS, s.Number.ToString(CultureInfo.InvariantCulture))
                .Text(Tags.ReferencedFrameOfReferenceUid, Vr.UI, identity.FrameOfReferenceUid)
                .Text(Tags.RoiName, Vr.LO, s.Name)
                .Text(new DicomTag(0x3006, 0x0036), Vr.CS, "")))
            .Items(Tags.RoiContour, structures.Select(s => new DicomEncoder()
                .Items(Tags.Contours, s.Contours.Select(c => Encode(c, identity, geometry)))
                .Text(Tags.ReferencedRoiNumber, Vr.IS, s.Number.ToString(CultureInfo.InvariantCulture))))
            .Items(new DicomTag(0x3006, 0x0080), structures.Select(s => new DicomEncoder()
                .Text(new DicomTag(0x3006, 0x0082), Vr.IS, s.Number.ToString(CultureInfo.InvariantCulture))
                .Text(Tags.ReferencedRoiNumber, Vr.IS, s.Number.ToString(CultureInfo.InvariantCulture))
                .Text(new DicomTag(0x3006, 0x00A4), Vr.CS, "")
                .Text(new DicomTag(0x3006, 0x00A6), Vr.PN, "")))
            .Save(path, StructureSet, uid);
    }

    // What every object written here says: what it is, of whom (nobody: no identifier is taken in), and where it belongs.
    private static DicomEncoder Header(string sopClass, string uid, string modality, int number, string series, DicomIdentity identity) =>
        new DicomEncoder()
            .Text(Tags.SpecificCharacterSet, Vr.CS, "ISO_IR 192")
            .Text(Tags.SopClassUid, Vr.UI, sopClass)
            .Text(Tags.SopInstanceUid, Vr.UI, uid)
            .Text(new DicomTag(0x0008, 0x0020), Vr.DA, "")
            .Text(new DicomTag(0x0008, 0x0030), Vr.TM, "")
            .Text(new DicomTag(0x0008, 0x0050), Vr.SH, "")
            .Text(Tags.Modality, Vr.CS, modality)
            .Text(Tags.Manufacturer, Vr.LO, "Radiomics.Imaging")
            .Text(new DicomTag(0x0008, 0x0090), Vr.PN, "")
            .Text(new DicomTag(0x0008, 0x103E), Vr.LO, identity.Description)
            .Text(new DicomTag(0x0010, 0x0010), Vr.PN, "GENERATED")
            .Text(new DicomTag(0x0010, 0x0020), Vr.LO, "GENERATED")
            .Text(new DicomTag(0x0010, 0x0030), Vr.DA, "")
            .Text(Tags.PatientSex, Vr.CS, "")
            .Text(new DicomTag(0x0012, 0x0062), Vr.CS, "YES")
            .Text(Tags.StudyInstanceUid, Vr.UI, identity.StudyInstanceUid)
            .Text(Tags.SeriesInstanceUid, Vr.UI, series)
            .Text(new DicomTag(0x0020, 0x0010), Vr.SH, "")
            .Text(new DicomTag(0x0020, 0x0011), Vr.IS, number.ToString(CultureInfo.InvariantCulture));

    // Fixed, so that the same content is the same file.
    private static DicomEncoder Dated(this DicomEncoder encoder) =>
        encoder
            .Text(new DicomTag(0x0008, 0x0023), Vr.DA, "20000101")
            .Text(Tags.ContentTime, Vr.TM, "000000")
            .Text(Tags.ModelName, Vr.LO, "Radiomics.Imaging");

    private static DicomEncoder Encode(Contour contour, DicomIdentity identity, ImageGeometry geometry)
    {
        var slice = (int)Math.Clamp(Math.Round(geometry.ToIndex(contour.Points[0]).Z), 0, geometry.Size.Z - 1);
        var data = new double[3 * contour.Points.Count];
        for (var i = 0; i < contour.Points.Count; i++)
            (data[3 * i], data[3 * i + 1], data[3 * i + 2]) = (contour.Points[i].X, contour.Points[i].Y, contour.Points[i].Z);
        return new DicomEncoder()
            .Items(Tags.ContourImage, Reference(identity, contour.ReferencedSopInstanceUid ?? identity.ImageUid(slice)))
            .Text(Tags.ContourGeometricType, Vr.CS, "CLOSED_PLANAR")
            .Text(Tags.NumberOfContourPoints, Vr.IS, contour.Points.Count.ToString(CultureInfo.InvariantCulture))
            .Decimals(Tags.ContourData, data);
    }

    private static DicomEncoder Reference(DicomIdentity identity, string image) => new DicomEncoder()
        .Text(Tags.ReferencedSopClassUid, Vr.UI, identity.ImageClassUid)
        .Text(Tags.ReferencedSopInstanceUid, Vr.UI, image);

    private static (double Slope, double Intercept) Rescale(
        Volume volume, string folder, double[] values, CancellationToken cancellationToken)
    {
        var (low, high, whole) = (double.PositiveInfinity, double.NegativeInfinity, true);
        for (var z = 0; z < volume.Size.Z; z++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            volume.CopyTo(new Region(new VoxelIndex(0, 0, z), new GridSize(volume.Size.X, volume.Size.Y, 1)), values);
            foreach (var value in values)
            {
                if (!double.IsFinite(value))
                    throw new ImageFormatException(
                        folder,
                        Invariant($"a voxel of slice {z} of the image is {value}, and the numbers of a DICOM series are finite. ")
                            + "Write another format, or give the image a number there.");
                (low, high, whole) = (Math.Min(low, value), Math.Max(high, value), whole && value == Math.Floor(value));
            }
        }
        if (whole && low >= short.MinValue && high <= short.MaxValue)
            return (1, 0);
        if (whole && high - low <= ushort.MaxValue)
            return (1, Exact(low - short.MinValue));
        // The written digits are what a reader multiplies by, so they are what the pixels are divided by.
        var slope = Exact((high - low) / ushort.MaxValue is > 0 and var step ? step : 1);
        return (slope, Exact(low - short.MinValue * slope));
    }

    private static double Exact(double value) => double.Parse(DicomEncoder.Decimal(value), CultureInfo.InvariantCulture);
}
