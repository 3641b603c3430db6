using System.Globalization;
using Files;

namespace Radiomics.Imaging.Formats;

public static partial class ImageFile
{
    private const string Endings = ".nii, .nii.gz, .hdr or .img (a pair), .nrrd, .nhdr, .mha or .mhd";

    /// <summary>
    /// Writes an image in its own pixel type and place. The file's name says the format. NIfTI keeps the place in single precision.
    /// A file appears under its name only when it is whole; one that had the name is replaced.
    /// </summary>
    /// <param name="volume">The image.</param>
    /// <param name="path">The file: <c>.nii</c>, <c>.nii.gz</c>, <c>.hdr</c> or <c>.img</c> (both are written), <c>.nrrd</c>, <c>.nhdr</c>,
    /// <c>.mha</c> or <c>.mhd</c> (with the data beside it).</param>
    /// <param name="compress">Whether NRRD and MetaImage are compressed; for NIfTI the name says it.</param>
    /// <exception cref="ArgumentException">The name has none of these endings.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteVolume(Volume volume, string path, bool compress = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(volume);
        if (Ends(".nii.gz") || Ends(".nii"))
            WriteOne(path, volume, ImageFormat.Nifti1, Ends(".gz"));
        else if (Ends(".hdr") || Ends(".img"))
            WritePair(
                Path.ChangeExtension(path, ".hdr"),
                NiftiWriter.Header(volume, single: false),
                Path.ChangeExtension(path, ".img"),
                volume,
                gzip: false
            );
        else if (Ends(".nrrd"))
            WriteOne(path, volume, ImageFormat.Nrrd, compress);
        else if (Ends(".nhdr"))
            WriteDetachedNrrd(path, volume, compress);
        else if (Ends(".mha"))
            WriteOne(path, volume, ImageFormat.MetaImage, compress);
        else if (Ends(".mhd"))
            WriteDetachedMeta(path, volume, compress);
        else
            throw new ArgumentException(
                $"'{path}' ends in "
                    + $"{(Path.GetExtension(path) is { Length: > 0 } ending ? $"'{ending}', which is not written" : "nothing")}; "
                    + $"a name says the format and must end in {Endings}.",
                nameof(path)
            );

        bool Ends(string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Writes a region as a label map of 8-bit numbers.</summary>
    /// <param name="mask">The region.</param>
    /// <param name="path">The file, as for <see cref="WriteVolume"/>.</param>
    /// <param name="label">The value of its voxels; those outside are 0.</param>
    /// <param name="compress">Whether NRRD and MetaImage are compressed.</param>
    /// <exception cref="ArgumentException">The name has none of the endings, or the label is 0.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteMask(Mask mask, string path, byte label = 1, bool compress = true) =>
        WriteVolume(LabelMapOf(mask, label), path, compress);

    private static Volume LabelMapOf(Mask mask, byte label)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (label == 0)
            throw new ArgumentException("The label 0 marks what is outside; use 1 to 255.", nameof(label));
        var voxels = new byte[checked((int)mask.Geometry.Size.Count)];
        Paint(mask, label, voxels, 1, 0);
        return Volume.Create(mask.Geometry, voxels);
    }

    /// <summary>Writes regions as a label map of 8-bit numbers: 1, 2, ... in their order.</summary>
    /// <param name="regions">The regions and their names; all on one grid.</param>
    /// <param name="path">The file, as for <see cref="WriteVolume"/>.</param>
    /// <param name="compress">Whether NRRD and MetaImage are compressed.</param>
    /// <exception cref="ArgumentException">There are no regions, they lie on different grids, or the name has none of the
    /// endings.</exception>
    /// <exception cref="ImageFormatException">Two regions overlap, or there are more than 255, which one label a voxel cannot
    /// say.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteLabels(IReadOnlyList<KeyValuePair<string, Mask>> regions, string path, bool compress = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var geometry = OneGrid(regions);
        if (regions.Count > 255)
            throw new ImageFormatException(
                path, Invariant($"{regions.Count} regions do not fit into labels of 8 bits; write fewer, or a file each."));
        for (var i = 0; i < regions.Count; i++)
        {
            if (regions.Take(i).FirstOrDefault(r => r.Value.Overlaps(regions[i].Value)) is { Value: not null } other)
                throw new ImageFormatException(
                    path,
                    $"'{other.Key}' and '{regions[i].Key}' overlap, which one label a voxel cannot say; write a .seg.nrrd, or one region "
                        + "a file.");
        }
        var voxels = new byte[checked((int)geometry.Size.Count)];
        for (var i = 0; i < regions.Count; i++)
            Paint(regions[i].Value, (byte)(i + 1), voxels, 1, 0);
        WriteVolume(Volume.Create(geometry, voxels), path, compress);
    }

    /// <summary>Writes regions as a segmentation that 3D Slicer opens (<c>.seg.nrrd</c>): in one layer where none overlap, else in as many
    /// as needed.</summary>
    /// <param name="regions">The regions and their names; all on one grid.</param>
    /// <param name="path">The file; it ends in <c>.nrrd</c>.</param>
    /// <exception cref="ArgumentException">There are no regions, they lie on different grids, or the name does not end in
    /// <c>.nrrd</c>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteSegmentation(IReadOnlyList<KeyValuePair<string, Mask>> regions, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(regions);
        if (!path.EndsWith(".nrrd", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"The name '{path}' must end in .seg.nrrd, by which 3D Slicer knows a segmentation.", nameof(path));
        if (regions.Count is 0 or > 255)
            throw new ArgumentException($"A segmentation has 1 to 255 regions; {regions.Count} were given.", nameof(regions));
        var geometry = OneGrid(regions);
        var layerOf = Layers(regions);
        var layers = layerOf.Max() + 1;
        if (geometry.Size.Count * layers > Array.MaxLength)
            throw new ArgumentException(
                Invariant($"{layers} layers of {geometry.Size} voxels are too many for one file; at most {Array.MaxLength} values are ")
                    + "possible. Write fewer regions that overlap, or crop them.",
                nameof(regions)
            );
        var voxels = new byte[geometry.Size.Count * layers];
        var pairs = new List<KeyValuePair<string, string>>
        {
            new("Segmentation_ContainedRepresentationNames", "Binary labelmap|"),
            new("Segmentation_MasterRepresentation", "Binary labelmap"),
            new("Segmentation_ReferenceImageExtentOffset", "0 0 0"),
        };
        for (var i = 0; i < regions.Count; i++)
        {
            Paint(regions[i].Value, (byte)(i + 1), voxels, layers, layerOf[i]);
            var size = geometry.Size;
            void Add(string key, string value) => pairs.Add(new(string.Create(CultureInfo.InvariantCulture, $"Segment{i}_{key}"), value));
            Add("ID", string.Create(CultureInfo.InvariantCulture, $"Segment_{i + 1}"));
            Add("Name", string.Join(' ', TextHeader.Words(regions[i].Key)));
            Add("LabelValue", (i + 1).ToString(CultureInfo.InvariantCulture));
            Add("Layer", layerOf[i].ToString(CultureInfo.InvariantCulture));
            Add("Extent", string.Create(CultureInfo.InvariantCulture, $"0 {size.X - 1} 0 {size.Y - 1} 0 {size.Z - 1}"));
        }
        using var file = new AtomicFile(path);
        file.Stream.Write(TextHeaderWriter.Nrrd(geometry, PixelType.UInt8, layers, gzip: true, null, pairs));
        using (var gzip = VoxelWriter.Gzip(file.Stream))
            gzip.Write(voxels);
        file.Finish();
    }

    private static ImageGeometry OneGrid(IReadOnlyList<KeyValuePair<string, Mask>> regions)
    {
        ArgumentNullException.ThrowIfNull(regions);
        if (regions.Count == 0)
            throw new ArgumentException("There is no region to write.", nameof(regions));
        var geometry = regions[0].Value.Geometry;
        return regions.All(r => r.Value.Geometry == geometry)
            ? geometry
            : throw new ArgumentException("The regions lie on different grids; bring them onto one first.", nameof(regions));
    }

    // The first layer in which a region overlaps none that is there already.
    private static int[] Layers(IReadOnlyList<KeyValuePair<string, Mask>> regions)
    {
        var layers = new int[regions.Count];
        for (var i = 1; i < layers.Length; i++)
        {
            while (Enumerable.Range(0, i).Any(j => layers[j] == layers[i] && regions[i].Value.Overlaps(regions[j].Value)))
                layers[i]++;
        }
        return layers;
    }

    private static void Paint(Mask mask, byte label, byte[] voxels, int layers, int layer)
    {
        var (box, size) = (mask.BoundingBox, mask.Geometry.Size);
        var inside = mask.Inside.Span;
        for (int z = box.Start.Z, at = 0; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++)
            {
                var row = ((long)z * size.Y + y) * size.X;
                for (var x = box.Start.X; x < box.End.X; x++)
                {
                    if (inside[at++] != 0)
                        voxels[(row + x) * layers + layer] = label;
                }
            }
        }
    }

    private enum Packing
    {
        None,
        Data,
        All,
    }

    private static void WriteOne(string path, Volume volume, ImageFormat format, bool compress)
    {
        using var file = new AtomicFile(path);
        WriteOne(file.Stream, path, volume, format, compress);
        file.Finish();
    }

    // An image whose header and voxels are one file, under a name for messages.
    private static void WriteOne(Stream stream, string name, Volume volume, ImageFormat format, bool compress)
    {
        switch (format)
        {
            case ImageFormat.Nifti1:
                WriteOne(stream, NiftiWriter.Header(volume, single: true), volume, compress ? Packing.All : Packing.None);
                break;
            case ImageFormat.Nrrd:
                WriteOne(stream, TextHeaderWriter.Nrrd(volume.Geometry, volume.PixelType, 1, compress, null, []), volume,
                    compress ? Packing.Data : Packing.None);
                break;
            case ImageFormat.MetaImage:
                WriteMeta(stream, name, volume, compress);
                break;
            default:
                throw new ArgumentOutOfRangeException(
                    nameof(format), format, "Only NIfTI-1, NRRD and MetaImage are written to a stream; other formats are only read.");
        }
    }

    private static void WriteOne(Stream stream, byte[] header, Volume volume, Packing packing)
    {
        if (packing != Packing.All)
            stream.Write(header);
        if (packing == Packing.None)
        {
            VoxelWriter.Write(stream, volume);
            return;
        }
        using var gzip = VoxelWriter.Gzip(stream);
        if (packing == Packing.All)
            gzip.Write(header);
        VoxelWriter.Write(gzip, volume);
    }

    private static void WritePair(string headerPath, byte[] header, string dataPath, Volume volume, bool gzip)
    {
        using var data = new AtomicFile(dataPath);
        if (gzip)
        {
            using var packed = VoxelWriter.Gzip(data.Stream);
            VoxelWriter.Write(packed, volume);
        }
        else
        {
            VoxelWriter.Write(data.Stream, volume);
        }
        using var head = new AtomicFile(headerPath);
        head.Stream.Write(header);
        data.Finish();
        head.Finish();
    }

    private static void WriteDetachedNrrd(string path, Volume volume, bool compress)
    {
        var data = Path.ChangeExtension(path, compress ? ".raw.gz" : ".raw");
        WritePair(
            path,
            TextHeaderWriter.Nrrd(volume.Geometry, volume.PixelType, 1, compress, Path.GetFileName(data), []),
            data,
            volume,
            compress
        );
    }

    private static void WriteDetachedMeta(string path, Volume volume, bool compress)
    {
        var dataPath = Path.ChangeExtension(path, compress ? ".zraw" : ".raw");
        using var data = new AtomicFile(dataPath);
        if (compress)
            VoxelWriter.Zlib(data.Stream, volume);
        else
            VoxelWriter.Write(data.Stream, volume);
        using var head = new AtomicFile(path);
        head.Stream.Write(TextHeaderWriter.Meta(
            volume.Geometry, volume.PixelType, compress ? data.Stream.Length : null, Path.GetFileName(dataPath)));
        data.Finish();
        head.Finish();
    }

    // The header says how long the compressed data are: before them in one stream, it waits until they are known.
    private static void WriteMeta(Stream stream, string name, Volume volume, bool compress)
    {
        using var packed = compress ? new MemoryStream() : null;
        try
        {
            if (packed is not null)
                VoxelWriter.Zlib(packed, volume);
        }
        catch (IOException e)
        {
            throw new ImageFormatException(name, "its voxels take 2 GiB or more when compressed. Write .mhd, or uncompressed.", e);
        }
        stream.Write(TextHeaderWriter.Meta(volume.Geometry, volume.PixelType, packed?.Length, "LOCAL"));
        if (packed is not null)
            packed.WriteTo(stream);
        else
            VoxelWriter.Write(stream, volume);
    }
}
