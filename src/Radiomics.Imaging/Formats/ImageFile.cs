using System.Globalization;

namespace Radiomics.Imaging.Formats;

/// <summary>
/// Reads and writes image files: NIfTI-1 and -2, NRRD (3D Slicer's <c>.seg.nrrd</c> among them) and MetaImage; it reads PNG, BMP, TIFF
/// and JPEG. A file is known by its content, not by its name. Geometry is LPS in mm, whatever the file's own; the pixel type is the file's.
/// </summary>
public static partial class ImageFile
{
    /// <summary>Reads an image.</summary>
    /// <param name="path">The file; of a pair of header and data, either of a NIfTI pair, the header of the others.</param>
    /// <param name="channel">Which volume or layer to read, counted from 0, where there are several.</param>
    /// <param name="compatibility">Whose reading of a doubtful file counts.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ImageFormatException">The file is foreign or damaged, or of a kind that is not supported; or it holds several
    /// volumes and none was asked for.</exception>
    public static Volume ReadVolume(string path, int? channel = null, Compatibility compatibility = Compatibility.None) =>
        ReadVolume(At(path), channel, compatibility);

    private static Volume ReadVolume(ImageSource source, int? channel, Compatibility compatibility)
    {
        var header = ReadHeader(source, compatibility);
        if (header.IsPalette)
            throw new ImageFormatException(
                header.Path,
                "its values are places in a palette of colours, which may be labels but are no intensities. Save it in greys."
            );
        if (channel is null && header.Channels > 1)
        {
            throw new ImageFormatException(
                header.Path,
                Invariant($"it holds {header.Channels} {header.ChannelKind}s of {header.Geometry.Size} voxels, not one image. ")
                    + "Extract one of them, "
                    + Invariant($"or ask for one by its number, 0 to {header.Channels - 1} (the parameter channel).")
            );
        }
        if (channel is { } asked && (uint)asked >= (uint)header.Channels)
            throw new ImageFormatException(
                header.Path,
                Invariant($"{header.ChannelKind} {asked} was asked for; it has ")
                    + (header.Channels == 1 ? "one, number 0." : Invariant($"{header.Channels}, numbers 0 to {header.Channels - 1}."))
            );
        var volume = VoxelReader.Read(header, channel ?? 0)[0];
        return compatibility == Compatibility.PyRadiomics && header.Format is ImageFormat.Nifti1 or ImageFormat.Nifti2
            ? volume.WithZeroForNotFinite()
            : volume;
    }

    /// <summary>Reads a label map, or 3D Slicer's segments.</summary>
    /// <param name="path">The file.</param>
    /// <param name="compatibility">Whose reading of a doubtful file counts.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ImageFormatException">The file is foreign or damaged, or of a kind that is not supported; or its voxels are not
    /// whole numbers.</exception>
    public static Segmentation ReadSegmentation(string path, Compatibility compatibility = Compatibility.None) =>
        ReadSegmentation(At(path), compatibility);

    private static Segmentation ReadSegmentation(ImageSource source, Compatibility compatibility)
    {
        var header = ReadHeader(source, compatibility);
        IReadOnlyList<Volume> layers = [.. VoxelReader.Read(header).Select(layer => LabelMap.Of(layer, compatibility, header.Path))];
        var segments = header.Segments;
        if (segments.Count == 0)
            segments =
            [
                .. layers.SelectMany((layer, i) =>
                    Mask.LabelsOf(layer, Compatibility.PyRadiomics).Select(label => Plain(Segmentation.AsStored(layer, label), i))),
            ];
        return new Segmentation(header.Path, header.Geometry, layers, segments, header.ReferenceOffset);
    }

    /// <summary>Reads the region that has a label, as PyRadiomics reads a mask.</summary>
    /// <param name="path">The file.</param>
    /// <param name="label">The label.</param>
    /// <param name="channel">Which layer, counted from 0, where there are several (PyRadiomics' <c>label_channel</c>).</param>
    /// <param name="compatibility">Whose reading of a doubtful file counts.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ImageFormatException">The file is foreign or damaged, or of a kind that is not supported; or its voxels are not
    /// whole numbers.</exception>
    /// <exception cref="EmptyRoiException">Nothing is marked in the file.</exception>
    /// <exception cref="RoiNotFoundException">The label is not in the file; the message lists those that are.</exception>
    public static Mask ReadMask(string path, long label = 1, int channel = 0, Compatibility compatibility = Compatibility.None) =>
        ReadMask(At(path), label, channel, compatibility);

    private static Mask ReadMask(ImageSource source, long label, int channel, Compatibility compatibility)
    {
        var header = ReadHeader(source, compatibility);
        IReadOnlyList<Volume> layers = [.. VoxelReader.Read(header).Select(layer => LabelMap.Of(layer, compatibility, header.Path))];
        return new Segmentation(header.Path, header.Geometry, layers, [], header.ReferenceOffset).ToMask(label, channel);
    }

    /// <summary>Reads the region of a segment by its name or identifier; in a plain label map, segments are named by their label.</summary>
    /// <param name="path">The file.</param>
    /// <param name="segmentName">The name.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ImageFormatException">The file is foreign or damaged, or of a kind that is not supported.</exception>
    /// <exception cref="RoiNotFoundException">There is no such segment; the message lists those that there are.</exception>
    public static Mask ReadMask(string path, string segmentName) => ReadSegmentation(path).ToMask(segmentName);

    /// <summary>Tells what a file is: its header, and the regions that it marks (for which the voxels of a whole-number image are looked
    /// through).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ImageFormatException">The file is foreign or damaged, or of a kind that is not supported.</exception>
    public static ImageDescription Describe(string path) => Describe(At(path));

    private static ImageDescription Describe(ImageSource source)
    {
        var header = ReadHeader(source);
        var segments = header.Segments;
        if (segments.Count == 0)
        {
            var found = new List<Segment>();
            var layers = VoxelReader.Read(header);
            for (var i = 0; i < layers.Count; i++)
            {
                const int MostLabels = 255;
                if (
                    header.Channels > 1 && header.ChannelKind == "colour"
                    || HasFractions(layers[i])
                    || layers[i].Labels(MostLabels) is not { } labels
                    || labels.Count > 0 && labels.Max > int.MaxValue
                )
                {
                    found.Clear();
                    break;
                }
                found.AddRange(labels.Select(label => Plain(label, i)));
            }
            segments = found;
        }
        return new ImageDescription(header.Format, header.PixelType, header.Geometry, header.Channels, segments);
    }

    /// <summary>Whether a file starts as one of the formats that are read here.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool IsImage(string path)
    {
        try
        {
            return Recognise(At(path), out _, out _, out _) is not null;
        }
        catch (Exception e) when (e is ImageFormatException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>
    /// The files that an image is read from: the file itself, or a header and the files of voxels that it names, in the order in which they
    /// are read.
    /// What they are tells whether an image has changed.
    /// </summary>
    /// <param name="path">The file; of a pair of header and data, either of a NIfTI pair, the header of the others.</param>
    /// <returns>The paths; those that a header names need not be there.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ImageFormatException">The file is foreign or damaged, or of a kind that is not supported.</exception>
    public static IReadOnlyList<string> FilesOf(string path)
    {
        var header = ReadHeader(At(path));
        return [.. header.Parts.Select(p => p.Source.Path).Prepend(header.Path).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Reads a header and closes the file.</summary>
    internal static ImageHeader ReadHeader(ImageSource source, Compatibility compatibility = Compatibility.None)
    {
        var path = source.Path;
        try
        {
            var header = Recognise(source, out var file, out var start, out var compressed) switch
            {
                ImageFormat.Nifti1 or ImageFormat.Nifti2 => NiftiFormat.Read(file, start, compressed, compatibility),
                ImageFormat.Nrrd => NrrdFormat.Read(file),
                ImageFormat.MetaImage => MetaImageFormat.Read(file),
                ImageFormat.Png => PngFormat.Read(file, start),
                ImageFormat.Bmp => BmpFormat.Read(file, start),
                ImageFormat.Tiff => TiffFormat.Read(file),
                ImageFormat.Jpeg => JpegFormat.Read(file),
                _ => throw new ImageFormatException(
                    path,
                    "it is not an image that is known by its content: NIfTI-1 or -2, NRRD or MetaImage, PNG, BMP, TIFF or JPEG."
                ),
            };
            if (compatibility == Compatibility.None)
                AxisFrame.CheckRightAngles(header.Path, header.Geometry.Direction);
            return header;
        }
        catch (InvalidDataException e)
        {
            throw VoxelReader.Damaged(path, e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException
            or (IOException and not FileNotFoundException and not DirectoryNotFoundException))
        {
            throw new ImageFormatException(path, $"it cannot be read: {e.Message}", e);
        }
    }

    private static ImageSource At(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new ImageSource(path);
    }

    private static ImageFormat? Recognise(ImageSource source, out ImageSource file, out byte[] start, out bool compressed)
    {
        file = source;
        if (source.IsFile)
        {
            var path = source.Path;
            if (Directory.Exists(path))
                throw new ImageFormatException(path, "it is a folder, not an image file.");
            if (!File.Exists(path))
                throw new FileNotFoundException($"{path}: there is no such file.", path);
            file = new ImageSource(NiftiFormat.HeaderPath(path));
        }
        start = NiftiFormat.Start(file, 4096, out compressed);
        // A DICOM file's first 128 bytes are free: some programs put another format's header there.
        if (start.AsSpan().Slice(Math.Min(128, start.Length)).StartsWith("DICM"u8))
            return null;
        if (NiftiFormat.Recognises(start))
            return ImageFormat.Nifti1;
        if (compressed)
            return null;
        if (NrrdFormat.Recognises(start))
            return ImageFormat.Nrrd;
        return MetaImageFormat.Recognises(start) ? ImageFormat.MetaImage
            : PngFormat.Recognises(start) ? ImageFormat.Png
            : TiffFormat.Recognises(start) ? ImageFormat.Tiff
            : JpegFormat.Recognises(start) ? ImageFormat.Jpeg
            : BmpFormat.Recognises(start) ? ImageFormat.Bmp : null;
    }

    // A map whose values come within rounding of whole numbers is a label map.
    private static bool HasFractions(Volume layer)
    {
        try
        {
            return LabelMap.Of(layer, Compatibility.None, "").HasFractions;
        }
        catch (ImageFormatException)
        {
            return true;
        }
    }

    private static Segment Plain(long label, int layer)
    {
        var name = label.ToString(CultureInfo.InvariantCulture);
        return new Segment(name, name, label, layer);
    }
}
