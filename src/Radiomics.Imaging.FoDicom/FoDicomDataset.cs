using System.Globalization;
using FellowOakDicom;
using Radiomics.Imaging.Dicom;
using DicomDataset = FellowOakDicom.DicomDataset;
using DicomTag = Radiomics.Imaging.Dicom.DicomTag;

namespace Radiomics.Imaging.FoDicom;

/// <summary>A data set or sequence item of fo-dicom.</summary>
internal sealed class FoDicomDataset(DicomDataset data, string source) : IDicomDataset
{
    /// <summary>An element by its numbers alone: fo-dicom knows private ones by their creator as well.</summary>
    public static DicomItem? Find(DicomDataset data, DicomTag tag) =>
        (tag.Group & 1) == 0
            ? data.GetDicomItem<DicomItem>(new FellowOakDicom.DicomTag(tag.Group, tag.Element))
            : data.FirstOrDefault(i => i.Tag.Group == tag.Group && i.Tag.Element == tag.Element);

    public bool Contains(DicomTag tag) => Find(data, tag) switch
    {
        DicomElement element => element.Length > 0,
        DicomSequence sequence => sequence.Items.Count > 0,
        DicomFragmentSequence => true,
        _ => false,
    };

    public string? Text(DicomTag tag)
    {
        if (Find(data, tag) is not DicomElement element || element.Length == 0)
            return null;
        var text = string.Join('\\', Enumerable.Range(0, element.Count).Select(i => element.Get<string>(i).Trim(' ', '\0')));
        return text.Length == 0 ? null : text;
    }

    public double[] Numbers(DicomTag tag)
    {
        var item = Find(data, tag);
        if (item is DicomSequence)
            throw Wrong(tag, "numbers were expected, a sequence is there");
        if (item is not DicomElement { Length: > 0 } element)
            return [];
        return element switch
        {
            DicomUnsignedShort e => Array.ConvertAll(e.Get<ushort[]>(), v => (double)v),
            DicomSignedShort e => Array.ConvertAll(e.Get<short[]>(), v => (double)v),
            DicomUnsignedLong e => Array.ConvertAll(e.Get<uint[]>(), v => (double)v),
            DicomSignedLong e => Array.ConvertAll(e.Get<int[]>(), v => (double)v),
            DicomUnsignedVeryLong e => Array.ConvertAll(e.Get<ulong[]>(), v => (double)v),
            DicomSignedVeryLong e => Array.ConvertAll(e.Get<long[]>(), v => (double)v),
            DicomFloatingPointSingle e => Array.ConvertAll(e.Get<float[]>(), v => (double)v),
            DicomFloatingPointDouble e => e.Get<double[]>(),
            DicomOtherWord e => Array.ConvertAll(e.Get<ushort[]>(), v => (double)v),
            _ => Decimals(tag, element),
        };
    }

    public IReadOnlyList<IDicomDataset> Items(DicomTag tag) => Find(data, tag) switch
    {
        DicomSequence sequence => [.. sequence.Items.Select(i => new FoDicomDataset(i, source))],
        DicomElement { Length: > 0 } => throw Wrong(tag, "a sequence was expected"),
        _ => [],
    };

    // Some writers end a list with a backslash: nothing follows it.
    private double[] Decimals(DicomTag tag, DicomElement element)
    {
        var parts = (Text(tag) ?? "").TrimEnd('\\', ' ').Split('\\');
        if (parts is [""])
            return [];
        var numbers = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                || !double.IsFinite(numbers[i]))
                throw Wrong(tag, Invariant($"value {i + 1} is not a decimal number"));
        }
        return numbers;
    }

    private ImageFormatException Wrong(DicomTag tag, string problem) =>
        new(source, $"in DICOM element {tag} {problem}. The file is damaged or not conformant.");
}
