using System.Globalization;
using Radiomics.Imaging.Masks;

namespace Radiomics.Imaging.Formats;

/// <summary>Regions read from a file: a label map, or 3D Slicer's segments in one or more layers. Immutable.</summary>
public sealed class Segmentation
{
    private readonly Lazy<string>[] _hashes;

    internal Segmentation(
        string path,
        ImageGeometry geometry,
        IReadOnlyList<Volume> layers,
        IReadOnlyList<Segment> segments,
        VoxelIndex? referenceOffset
    )
    {
        (Path, Geometry, Layers, Segments, ReferenceOffset) = (path, geometry, layers, segments, referenceOffset);
        _hashes = [.. layers.Select(layer => new Lazy<string>(() => VoxelHash.OfLabels(layer)))];
    }

    /// <summary>The file it was read from.</summary>
    public string Path { get; }

    /// <summary>The grid of its layers.</summary>
    public ImageGeometry Geometry { get; }

    /// <summary>The label maps.</summary>
    public IReadOnlyList<Volume> Layers { get; }

    /// <summary>The segments, in the order of the file; for a plain label map, a segment named by its value for each value but 0.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>
    /// Where this grid's first voxel lies in the grid of the image that the segmentation was drawn on, where the file says so:
    /// 3D Slicer saves only the box that it needs.
    /// </summary>
    public VoxelIndex? ReferenceOffset { get; }

    /// <summary>The region of a segment.</summary>
    /// <param name="segment">One of <see cref="Segments"/>.</param>
    /// <returns>The region; empty where the segment has no voxel.</returns>
    /// <exception cref="ImageFormatException">The file gives another segment the same label in the same layer.</exception>
    public Mask ToMask(Segment segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        if (Segments.FirstOrDefault(s => s != segment && s.Layer == segment.Layer && s.Label == segment.Label) is { } other)
            throw new ImageFormatException(
                Path,
                Invariant($"its segments '{segment.Name}' and '{other.Name}' both have the label {segment.Label} in layer ")
                    + Invariant($"{segment.Layer}, so that nothing tells whose a voxel is. Save it again with the program that wrote ")
                    + "it, or ask for the voxels by the label."
            );
        return Read(segment.Layer, segment.Label);
    }

    /// <summary>The region of the segment with a name or identifier (exactly as written; else the only one that differs by upper and lower
    /// case alone).</summary>
    /// <param name="name">The name, identifier, or for a label map the label.</param>
    /// <returns>The region; empty where the segment has no voxel.</returns>
    /// <exception cref="RoiNotFoundException">No segment, or more than one, has that name; the message lists those that there
    /// are.</exception>
    /// <exception cref="ImageFormatException">The file gives another segment the same label in the same layer.</exception>
    public Mask ToMask(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
        {
            var named = Segments.Where(s => string.Equals(s.Name, name, comparison)).ToList();
            var isId = named.Count == 0;
            if (isId)
                named = [.. Segments.Where(s => string.Equals(s.Id, name, comparison))];
            if (named.Count == 1)
                return ToMask(named[0]);
            if (named.Count > 1)
                throw new RoiNotFoundException(
                    Path,
                    name,
                    [.. named.Select(s => isId ? $"{s.Id} more than once (ask by name: '{s.Name}')"
                        : $"'{s.Name}' more than once (ask by identifier: {s.Id})")]
                );
        }
        throw new RoiNotFoundException(Path, name, [.. Segments.Select(s => s.Name)]);
    }

    /// <summary>The region of a label in a layer, as PyRadiomics' <c>label</c> and <c>label_channel</c>.</summary>
    /// <param name="label">The label; a negative one as it stands in the file, or as the unsigned number of 32 bits that ITK makes of
    /// it.</param>
    /// <param name="channel">The layer, counted from 0; where there is one only, it does not count, as in PyRadiomics.</param>
    /// <exception cref="EmptyRoiException">The layer holds nothing but 0.</exception>
    /// <exception cref="RoiNotFoundException">There is no such layer, or no such label in it; the message lists those that there
    /// are.</exception>
    public Mask ToMask(long label, int channel = 0)
    {
        if (channel >= 0 && Layers.Count == 1)
            channel = 0;
        if ((uint)channel >= (uint)Layers.Count)
        {
            throw new RoiNotFoundException(Path, string.Create(CultureInfo.InvariantCulture, $"label channel {channel}"),
                [.. Enumerable.Range(0, Layers.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"channel {i}"))]);
        }
        var mask = Read(channel, label);
        if (mask.VoxelCount > 0)
            return mask;
        var present = Mask.LabelsOf(Layers[channel], Compatibility.PyRadiomics);
        if (present.Count == 0)
            throw new EmptyRoiException(
                $"{Path}: the mask is empty: no voxel differs from 0, so nothing is segmented. Use another file or channel."
            );
        throw new RoiNotFoundException(
            Path,
            string.Create(CultureInfo.InvariantCulture, $"label {label}"),
            [.. present.Select(l => string.Create(CultureInfo.InvariantCulture, $"label {AsStored(Layers[channel], l)}"))]
        );
    }

    // Of a map with nothing else its label is enough for the map's hash, and the map need not be kept for it.
    private Mask Read(int layer, long label)
    {
        var hash = Layers[layer].Labels(1) is null ? _hashes[layer] : null;
        return Mask.FromLabel(Layers[layer], label, Compatibility.PyRadiomics).ReadFrom(unchecked((uint)label), hash);
    }

    /// <summary>A label as it stands in the file: ITK reads labels as unsigned numbers of 32 bits, -1 as 4294967295.</summary>
    internal static long AsStored(Volume layer, long label) =>
        label > int.MaxValue && layer.PixelType != PixelType.UInt32 ? label - (1L << 32) : label;
}
