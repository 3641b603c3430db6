using Radiomics.Imaging.Dicom.Codecs;

namespace Radiomics.Imaging.Dicom;

/// <summary>What an object's header says of its pixels.</summary>
internal static class PixelHeader
{
    private const int MaxSide = 65535;

    /// <summary>Reads the format of an object and refuses what is not a single-channel image.</summary>
    public static PixelFormat Read(IDicomObject file)
    {
        var (columns, rows) = (Whole(file, Tags.Columns, "Columns", null), Whole(file, Tags.Rows, "Rows", null));
        if (columns is < 1 or > MaxSide || rows is < 1 or > MaxSide)
            throw new ImageFormatException(
                file.Source,
                Invariant($"the image is {columns} x {rows} pixels; 1 to {MaxSide} on each side were expected.")
            );
        if (Whole(file, Tags.SamplesPerPixel, "Samples per Pixel", 1) is var samples and not 1)
            throw new ImageFormatException(
                file.Source,
                Invariant($"the image has {samples} samples a pixel (colour); a grey-scale image was expected.")
            );
        if (file.Text(Tags.PhotometricInterpretation)?.ToUpperInvariant() is { } photometric and not ("MONOCHROME1" or "MONOCHROME2"))
            throw new ImageFormatException(
                file.Source,
                $"its photometric interpretation is {Known(photometric)}; MONOCHROME1 or MONOCHROME2 was expected."
            );
        if (file.Contains(Tags.FloatPixelData))
            return new PixelFormat(columns, rows, 32, 32, true, true);
        if (file.Contains(Tags.DoublePixelData))
            return new PixelFormat(columns, rows, 64, 64, true, true);

        var allocated = Whole(file, Tags.BitsAllocated, "Bits Allocated", null);
        if (allocated is not (1 or 8 or 16 or 32))
            throw new ImageFormatException(file.Source, Invariant(
                $"a pixel has {allocated} bits allocated; 1, 8, 16 or 32 were expected."
            ));
        var stored = Whole(file, Tags.BitsStored, "Bits Stored", allocated);
        if (stored < 1 || stored > allocated)
            throw new ImageFormatException(
                file.Source,
                Invariant($"a pixel has {stored} bits stored in {allocated} allocated; 1 to {allocated} were expected.")
            );
        return new PixelFormat(
            columns,
            rows,
            allocated,
            stored,
            Whole(file, Tags.PixelRepresentation, "Pixel Representation", 0) == 1,
            false
        );
    }

    /// <summary>Refuses pixels that the header places above the lowest bits (PS3.3 section C.7.6.3 has them there).</summary>
    public static void RefuseHighBits(List<Slice> slices)
    {
        foreach (var slice in slices.Where(s => !s.Format.Float).DistinctBy(s => s.Object))
        {
            var (stored, high) = (slice.Format.BitsStored, Whole(slice.Object, Tags.HighBit, "High Bit", slice.Format.BitsStored - 1));
            // DCMTK shifts such a pixel down; GDCM, and so SimpleITK, cuts off what lies above Bits Stored.
            if (high >= stored && high < slice.Format.BitsAllocated)
                throw new ImageFormatException(
                    slice.Object.Source,
                    Invariant($"its pixels stand in the bits {high - stored + 1} to {high} (High Bit {Tags.HighBit} {high}, Bits Stored ")
                        + Invariant($"{stored}); DICOM has them in the bits 0 to {stored - 1}, and programs read different numbers. ")
                        + "Export it again from its source. SimpleITK takes the lowest bits (Compatibility.PyRadiomics does)."
                );
        }
    }

    /// <summary>A whole number that must be there, or has a default.</summary>
    public static int Whole(IDicomDataset data, DicomTag tag, string name, int? otherwise, string? source = null)
    {
        source ??= (data as IDicomObject)?.Source ?? "";
        if (data.Numbers(tag) is not [var value, ..])
            return otherwise
                ?? throw new ImageFormatException(source, $"{name} {tag} is missing. The file is not an image, or is damaged.");
        return value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw new ImageFormatException(source, Invariant($"{name} {tag} is {value}; a whole number was expected."));
    }

    // A code from the standard may be shown; anything else could be text that does not belong into a message.
    private static string Known(string photometric) =>
        photometric.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is ' ' or '_') && photometric.Length <= 16
            ? photometric
            : "not a known one";
}
