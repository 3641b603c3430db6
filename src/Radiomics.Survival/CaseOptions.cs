namespace Radiomics;

/// <summary>What to read of an image and its contours. By default the label 1 of a label map, or the only segment or structure there is.</summary>
public sealed record CaseOptions
{
    /// <summary>The labels (of a label map) or numbers (of an RTSTRUCT's structures) to read; none where <see cref="Rois"/> says what.</summary>
    public IReadOnlyList<int> Labels { get; init; } = [];

    /// <summary>The segments or structures to read, by name or pattern (<see cref="Radiomics.Imaging.RoiPattern"/>: the exact name, else a pattern with <c>*</c> and <c>?</c>, letter case not counting); none where <see cref="Labels"/> says what.</summary>
    public IReadOnlyList<string> Rois { get; init; } = [];

    /// <summary>The layer of a label map that has several, from 0 (PyRadiomics' <c>label_channel</c>).</summary>
    public int LabelChannel { get; init; }

    /// <summary>The SeriesInstanceUID to read of a folder that holds several series; <see langword="null"/> where there is one.</summary>
    public string? SeriesUid { get; init; }

    /// <summary>How many files of a DICOM series are read at a time; at least 1. What is read does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
