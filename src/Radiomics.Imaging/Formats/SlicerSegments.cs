using System.Globalization;
using Plain;

namespace Radiomics.Imaging.Formats;

/// <summary>The segments that 3D Slicer describes in the key and value lines of a <c>.seg.nrrd</c>.</summary>
internal static class SlicerSegments
{
    /// <summary>The segments, in their order. Files from before Slicer 4.11 have neither label nor layer: there, each segment is a layer of
    /// its own, of label 1.</summary>
    public static IReadOnlyList<Segment> Read(string path, Dictionary<string, string> pairs, int layers)
    {
        var segments = new List<Segment>();
        foreach (var i in Numbers(pairs))
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"Segment{i}_");
            pairs.TryGetValue(prefix + "ID", out var id);
            pairs.TryGetValue(prefix + "Name", out var name);
            var label = pairs.TryGetValue(prefix + "LabelValue", out var value)
                ? TextHeader.Integer(path, prefix + "LabelValue", value, 0, uint.MaxValue)
                : 1;
            var layer = pairs.TryGetValue(prefix + "Layer", out value)
                ? (int)TextHeader.Integer(path, prefix + "Layer", value, 0, layers - 1)
                : pairs.ContainsKey(prefix + "LabelValue") ? 0 : Math.Min(segments.Count, layers - 1);
            segments.Add(new Segment(id ?? name!, PlainWords.WithoutControls(name ?? id!), label, layer));
        }
        return segments;
    }

    // The numbers need not be without gaps: a program that removes a segment may leave the others' as they are.
    private static IEnumerable<int> Numbers(Dictionary<string, string> pairs)
    {
        var numbers = new SortedSet<int>();
        foreach (var key in pairs.Keys)
        {
            var end = key.IndexOf('_', StringComparison.Ordinal);
            if (end > 7 && key.StartsWith("Segment", StringComparison.Ordinal) && key[end..] is "_ID" or "_Name"
                && int.TryParse(key.AsSpan(7, end - 7), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(number);
            }
        }
        return numbers;
    }

    /// <summary>Where the segmentation's first voxel lies in the grid of the image it was drawn on.</summary>
    public static VoxelIndex? ReferenceOffset(string path, Dictionary<string, string> pairs)
    {
        const string Key = "Segmentation_ReferenceImageExtentOffset";
        if (!pairs.TryGetValue(Key, out var text) && !pairs.TryGetValue("ReferenceImageExtentOffset", out text))
            return null;
        var words = TextHeader.Words(text);
        return words.Length == 3
            ? new VoxelIndex(Value(0), Value(1), Value(2))
            : throw new ImageFormatException(path, $"its key '{Key}' has {words.Length} numbers; it must have 3.");

        int Value(int i) => (int)TextHeader.Integer(path, Key, words[i], int.MinValue, int.MaxValue);
    }
}
