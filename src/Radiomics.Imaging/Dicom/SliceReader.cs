using Radiomics.Imaging.Dicom.Codecs;

namespace Radiomics.Imaging.Dicom;

/// <summary>The image planes of an object: one for a classic CT, MR or PET file, one a frame for an enhanced multi-frame object (PS3.3
/// section C.7.6.16).</summary>
internal static class SliceReader
{
    public static IEnumerable<Slice> Read(IDicomObject file)
    {
        ImageKind.RefuseOthers(file);
        var format = PixelHeader.Read(file);
        if (format.BitsAllocated == 1)
            throw new ImageFormatException(
                file.Source,
                "the image has one bit a pixel. A segmentation is read by its segments, not as an image."
            );
        if (file.Contains(Tags.ModalityLut))
            throw new ImageFormatException(
                file.Source,
                "its values go through a Modality LUT (0028,3000), which CT, MR and PET images do not have. Export the series again with "
                    + "rescale slope and intercept."
            );
        var frames = FrameCount(file);
        RequirePixels(file, format, format.FrameBytes * frames, frames);

        var perFrame = file.Items(Tags.PerFrameFunctionalGroups);
        var shared = file.Items(Tags.SharedFunctionalGroups) is [var first, ..] ? first : null;
        if (perFrame.Count == 0 && shared is null)
        {
            if (FrameOffsets(file, frames) is { } offsets)
            {
                for (var i = 0; i < frames; i++)
                    yield return Moved(ReadSlice(file, format, i, frames, Placed(file)), offsets[i]);
                yield break;
            }
            if (frames > 1)
                throw new ImageFormatException(
                    file.Source,
                    Invariant(
                        $"it has {frames} frames and no functional groups that place them. Only enhanced multi-frame objects are read; "
                    )
                        + $"export the series as single slices."
                );
            yield return ReadSlice(file, format, 0, 1, Placed(file));
            yield break;
        }
        if (perFrame.Count != frames)
            throw new ImageFormatException(file.Source, Invariant(
                $"it has {frames} frames but describes {perFrame.Count}. The file is damaged."
            ));
        for (var i = 0; i < frames; i++)
            yield return ReadSlice(file, format, i, frames, shared is null ? [perFrame[i], file] : [perFrame[i], shared, file]);
    }

    /// <summary>Whether an object is a picture that lies nowhere in the patient, as mammograms, radiographs, ultrasound and screenshots
    /// do.</summary>
    public static bool IsPlaceless(IDicomObject file) =>
        DicomFolder.IsImage(file)
        && DicomFolder.Modality(file) is not ("CT" or "MR" or "PT")
        && !file.Contains(Tags.ImagePosition)
        && !IsDetectorPlaced(file)
        && !file.Contains(Tags.SharedFunctionalGroups)
        && !file.Contains(Tags.PerFrameFunctionalGroups)
        && FrameCount(file) == 1;

    // Nuclear medicine keeps the place of its frames with the detector.
    private static IReadOnlyList<IDicomDataset> Placed(IDicomObject file) =>
        IsDetectorPlaced(file) ? [new OverlaidDataset(file.Items(Tags.DetectorInformation)[0], file)] : [file];

    private static bool IsDetectorPlaced(IDicomObject file) =>
        DicomFolder.Modality(file) == "NM"
        && !file.Contains(Tags.ImagePosition)
        && file.Items(Tags.DetectorInformation) is [var detector, ..]
        && detector.Contains(Tags.ImagePosition);

    // How far each frame of a dose, or of a reconstructed tomogram of nuclear medicine, lies along the normal from the first; null for
    // other objects.
    private static double[]? FrameOffsets(IDicomObject file, int frames)
    {
        if (DicomFolder.Modality(file) == "RTDOSE" && file.Numbers(Tags.GridFrameOffsets) is { Length: > 0 } offsets)
        {
            if (offsets.Length < frames)
                throw new ImageFormatException(
                    file.Source,
                    Invariant($"it has {frames} frames and places {offsets.Length} of them. The file is damaged.")
                );
            // The offsets start at 0, or are positions along the axis themselves.
            return Array.ConvertAll(offsets[..frames], o => o - offsets[0]);
        }
        return
            DicomFolder.Modality(file) == "NM"
            && frames > 1
            && file.Text(Tags.ImageType)?.Contains("RECON", StringComparison.Ordinal) == true
            && file.Numbers(Tags.SpacingBetweenSlices) is [not 0 and var step, ..]
            // Its sign is the side of the first frame that the others lie on (PS3.3 section C.8.4.15).
            ? [.. Enumerable.Range(0, frames).Select(i => i * step)]
            : null;
    }

    private static Slice Moved(Slice slice, double offset) => slice with { Position = slice.Position + slice.Normal * offset };

    /// <summary>Fails unless the object holds the bytes that its header asks for, before anything is allocated for them.</summary>
    public static void RequirePixels(IDicomObject file, PixelFormat format, long bytes, int frames)
    {
        if (bytes > file.PixelDataLength)
        {
            throw new ImageFormatException(
                file.Source,
                Invariant(
                    $"its pixel data have {file.PixelDataLength} bytes; {format.Columns} x {format.Rows} pixels of {format.BitsAllocated} "
                )
                    + Invariant($"bits in {frames} frame(s) take {bytes}. The file is cut short or damaged; get a complete copy.")
            );
        }
    }

    /// <summary>The number of frames of an object.</summary>
    public static int FrameCount(IDicomObject file)
    {
        var frames = PixelHeader.Whole(file, Tags.NumberOfFrames, "Number of Frames", 1);
        return frames is >= 1 and <= 1 << 20
            ? frames
            : throw new ImageFormatException(file.Source, Invariant($"it has {frames} frames; 1 to {1 << 20} were expected."));
    }

    /// <summary>Where a frame lies: its position, axes and spacing, looked for in its own group, then the shared one, then the object
    /// itself.</summary>
    public static (Vector3D Position, Vector3D Row, Vector3D Column, (double X, double Y) Spacing, double Thickness) Plane(
        IReadOnlyList<IDicomDataset> groups, string name)
    {
        var position = Find(groups, Tags.PlanePosition, Tags.ImagePosition);
        var axes = Find(groups, Tags.PlaneOrientation, Tags.ImageOrientation);
        var spacing = Find(groups, Tags.PixelMeasures, Tags.PixelSpacing);
        if (position.Length < 3)
            throw Lacks("Image Position (Patient)", Tags.ImagePosition);
        if (axes.Length < 6)
            throw Lacks("Image Orientation (Patient)", Tags.ImageOrientation);
        if (spacing.Length < 2)
            throw Lacks("Pixel Spacing", Tags.PixelSpacing);
        if (!(spacing[0] > 0 && spacing[1] > 0))
            throw new ImageFormatException(name, Invariant(
                $"Pixel Spacing is {spacing[0]} x {spacing[1]} mm; two positive numbers were expected."
            ));
        var (row, column) = (new Vector3D(axes[0], axes[1], axes[2]), new Vector3D(axes[3], axes[4], axes[5]));
        if (!(row.Length > 0.9 && row.Length < 1.1 && column.Length > 0.9 && column.Length < 1.1 && Math.Abs(row.Dot(column)) < 1e-2))
            throw new ImageFormatException(name, "Image Orientation (Patient) does not hold two perpendicular unit vectors.");
        var thickness = Find(groups, Tags.PixelMeasures, Tags.SliceThickness) is [> 0 and var t, ..] ? t : 0;
        if (thickness == 0)
            thickness = Find(groups, Tags.PixelMeasures, Tags.SpacingBetweenSlices) is [> 0 and var between, ..] ? between : 0;
        (row, column) = Orthonormal(row, column);
        (row, column) = (row + default(Vector3D), column + default(Vector3D)); // no negative zeros
        // The first number is the distance of rows, so it runs along y (PS3.3 section 10.7.1.3).
        return (new Vector3D(position[0], position[1], position[2]), row, column, (spacing[1], spacing[0]), thickness);

        ImageFormatException Lacks(string what, DicomTag tag) =>
            new(
                name,
                $"it has no {what} {tag}, so that its place is not known. Only images with a place in the patient (CT, MR, PET) are read."
            );
    }

    /// <summary>The numbers of an element, inside a sequence of the first group that has it, or of the last group (the object)
    /// itself.</summary>
    public static double[] Find(IReadOnlyList<IDicomDataset> groups, DicomTag sequence, DicomTag tag)
    {
        for (var i = 0; i < groups.Count; i++)
        {
            if (groups[i].Items(sequence) is [var item, ..] && item.Numbers(tag) is { Length: > 0 } inSequence)
                return inSequence;
        }
        return groups[^1].Numbers(tag);
    }

    private static Slice ReadSlice(IDicomObject file, PixelFormat format, int frame, int frames, IReadOnlyList<IDicomDataset> groups)
    {
        var name = frames > 1 ? Invariant($"{file.Source} (frame {frame + 1})") : file.Source;
        var (position, row, column, spacing, thickness) = IsPlaceless(file) ? Flat(file) : Plane(groups, name);
        var slope =
            DicomFolder.Modality(file) == "RTDOSE" ? DoseGrid.Scaling(file)
            : Find(groups, Tags.PixelValueTransformation, Tags.RescaleSlope) is [var s, ..] ? s
            : 1;
        return new Slice
        {
            Object = file,
            Groups = groups,
            Frame = frame,
            FrameCount = frames,
            Position = position,
            Row = row,
            Column = column,
            Spacing = spacing,
            Thickness = thickness,
            Format = format,
            Slope = slope == 0 ? 1 : slope, // as GDCM: PET scanners write 0 for a slice without counts, whose numbers are all 0
            Intercept = Find(groups, Tags.PixelValueTransformation, Tags.RescaleIntercept) is [var b, ..] ? b : 0,
        };
    }

    private static (Vector3D Position, Vector3D Row, Vector3D Column, (double X, double Y) Spacing, double Thickness) Flat(
        IDicomObject file
    )
    {
        var spacing = file.Numbers(Tags.PixelSpacing) is { Length: >= 2 } own ? own : file.Numbers(Tags.ImagerPixelSpacing);
        var (x, y) = spacing is [> 0 and var rows, > 0 and var columns, ..] ? (columns, rows) : (1, 1);
        return (default, new Vector3D(1, 0, 0), new Vector3D(0, 1, 0), (x, y), 1);
    }

    // The digits of a decimal string leave the axes a little short and askew; what is meant is a rotation. As ITK, the
    // column's direction is kept and the row's made perpendicular to it; exact axes stay exactly as they are.
    private static (Vector3D Row, Vector3D Column) Orthonormal(Vector3D row, Vector3D column)
    {
        if (row.Length == 1 && column.Length == 1 && row.Dot(column) == 0)
            return (row, column);
        column *= 1 / column.Length;
        row -= column * row.Dot(column);
        return (row * (1 / row.Length), column);
    }
}
