namespace Radiomics.Imaging.Dicom;

/// <summary>Kinds of DICOM images that are no slices of a patient, by the SOP classes of PS3.4 annex B, so that each is refused by what it
/// is.</summary>
internal static class ImageKind
{
    private const string VisibleLight = "1.2.840.10008.5.1.4.1.1.77.1.";
    private static readonly DicomTag Organization = new(0x0020, 0x9311);

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [VisibleLight + "1"] = "an endoscopic photograph",
        [VisibleLight + "1.1"] = "an endoscopic video",
        [VisibleLight + "2"] = "a microscopic photograph",
        [VisibleLight + "2.1"] = "a microscopic video",
        [VisibleLight + "3"] = "a microscopic photograph in a slide's coordinates",
        [VisibleLight + "4"] = "a photograph",
        [VisibleLight + "4.1"] = "a video",
        [VisibleLight + "5.1"] = "an ophthalmic photograph",
        [VisibleLight + "5.2"] = "an ophthalmic photograph",
        [VisibleLight + "6"] = "a whole-slide microscopy image",
        [VisibleLight + "7"] = "a dermoscopic photograph",
        [VisibleLight + "8"] = "a confocal microscopy image",
        [VisibleLight + "9"] = "a confocal microscopy image in tiles",
    };

    /// <summary>Refuses what holds anything but the patient's planes.</summary>
    /// <exception cref="ImageFormatException">It is microscopy, a photograph, a video or tiles of one plane.</exception>
    public static void RefuseOthers(IDicomObject file)
    {
        var frames = SliceReader.FrameCount(file);
        if (Names.TryGetValue(DicomFolder.Uid(file.Text(Tags.SopClassUid)), out var name))
        {
            // One frame of greys is a picture like a radiograph, which is read as one.
            if (frames > 1 || name.Contains("slide", StringComparison.Ordinal))
                throw new ImageFormatException(
                    file.Source,
                    Invariant($"it is {name} ({frames} frame(s)), whose frames are no slices of a patient. ")
                        + "Only images with a place in the patient, and single pictures, are read: export the part that is meant as a "
                        + "picture."
                );
        }
        else if (DicomFolder.Code(file.Text(Organization)).StartsWith("TILED", StringComparison.Ordinal))
        {
            throw new ImageFormatException(
                file.Source,
                Invariant($"its {frames} frames are tiles of planes (Dimension Organization Type {Organization}), as in microscopy, and ")
                    + "no slices. Only images with a place in the patient, and single pictures, are read: export the part that is meant "
                    + "as a picture."
            );
        }
    }

    /// <summary>Refuses slices in whose picture the slices of a volume stand side by side: their place and spacing are not those of the
    /// picture.</summary>
    /// <exception cref="ImageFormatException">There is one.</exception>
    public static void RefuseMosaics(IEnumerable<Slice> slices)
    {
        foreach (var slice in slices)
        {
            var type = (slice.Object.Text(Tags.ImageType) ?? "").Split('\\');
            if (Array.Exists(type, t => t.Trim() is "MOSAIC" or "VFRAME"))
                throw new ImageFormatException(
                    slice.Name,
                    "it is a mosaic: the slices of a volume stand side by side in one picture, whose place is none of theirs. Export the "
                        + "series as single slices or as an enhanced multi-frame object, or convert it with dcm2niix."
                );
        }
    }
}
