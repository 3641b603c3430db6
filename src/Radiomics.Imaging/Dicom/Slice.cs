using Radiomics.Imaging.Dicom.Codecs;

namespace Radiomics.Imaging.Dicom;

/// <summary>One image plane of a series: a file, or a frame of a multi-frame object.</summary>
internal sealed record Slice
{
    public required IDicomObject Object { get; init; }

    /// <summary>Its frame in the object, counted from 0.</summary>
    public required int Frame { get; init; }

    /// <summary>The LPS position of its first pixel, in mm.</summary>
    public required Vector3D Position { get; init; }

    /// <summary>The direction in which the column index grows.</summary>
    public required Vector3D Row { get; init; }

    /// <summary>The direction in which the row index grows.</summary>
    public required Vector3D Column { get; init; }

    /// <summary>The distance of columns (x) and of rows (y), in mm.</summary>
    public required (double X, double Y) Spacing { get; init; }

    /// <summary>The thickness in mm; 0 where it is not given.</summary>
    public double Thickness { get; init; }

    public required PixelFormat Format { get; init; }

    public double Slope { get; init; } = 1;

    public double Intercept { get; init; }

    /// <summary>What the stored values mean, in place of slope and intercept; usually <see langword="null"/>.</summary>
    public RealWorldMap? Map { get; init; }

    /// <summary>The real-world value maps that another object has for it.</summary>
    public IReadOnlyList<IDicomDataset> MapsBeside { get; init; } = [];

    /// <summary>What messages call it: its file, and its frame where the file has several.</summary>
    public string Name => FrameCount > 1 ? Invariant($"{Object.Source} (frame {Frame + 1})") : Object.Source;

    public int FrameCount { get; init; } = 1;

    /// <summary>Where its attributes are looked for: its own functional groups, the shared ones, the object.</summary>
    public IReadOnlyList<IDicomDataset> Groups { get; init; } = [];

    /// <summary>The numbers of an element, within a sequence of its functional groups or of the object itself; none where it is missing or
    /// damaged.</summary>
    public double[] Numbers(DicomTag? sequence, DicomTag tag)
    {
        try
        {
            foreach (var group in Groups)
            {
                if (sequence is { } within && group.Items(within) is [var item, ..] && item.Numbers(tag) is { Length: > 0 } inside)
                    return inside;
            }
            return sequence is null && Groups.Count > 0 ? Groups[^1].Numbers(tag) : [];
        }
        catch (ImageFormatException)
        {
            return [];
        }
    }

    /// <summary>An element as a text; <see langword="null"/> where it is missing, empty or damaged. Numbers are written so that equal ones
    /// have equal texts.</summary>
    public string? Text(DicomTag? sequence, DicomTag tag)
    {
        if (Numbers(sequence, tag) is { Length: > 0 } numbers)
            return string.Join('\\', numbers.Select(n => n.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var group in Groups)
        {
            if (sequence is { } within && group.Items(within) is [var item, ..] && item.Text(tag) is { } inside)
                return inside;
        }
        return sequence is null && Groups.Count > 0 ? Groups[^1].Text(tag) : null;
    }

    /// <summary>As <see cref="Text(DicomTag?, DicomTag)"/>, two sequences deep.</summary>
    public string? Text(DicomTag outer, DicomTag inner, DicomTag tag)
    {
        foreach (var group in Groups)
        {
            if (
                group.Items(outer) is [var item, ..]
                && item.Items(inner) is [var own, ..]
                && own.Numbers(tag) is { Length: > 0 } numbers
            )
                return string.Join('\\', numbers.Select(n => n.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
        }
        return null;
    }

    public Vector3D Normal => Row.Cross(Column) + default(Vector3D);
}
