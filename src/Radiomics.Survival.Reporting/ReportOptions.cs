using Radiomics.Reporting.Pictures;

namespace Radiomics.Reporting;

/// <summary>What a report is called, how it names things, and what it shows besides the study. Immutable.</summary>
public sealed record ReportOptions
{
    /// <summary>The defaults.</summary>
    public static ReportOptions Default { get; } = new();

    /// <summary>The title; <see langword="null"/> for the protocol's.</summary>
    public string? Title { get; init; }

    /// <summary>
    /// Whether the cohort is simulated; <see langword="null"/> for what the study's input says. The report then says so at its head, in
    /// every figure's and table's caption and in the files of the figures.
    /// </summary>
    public bool? Simulated { get; init; }

    /// <summary>What columns are called in figures and tables, by their name in the files, before the labels of the protocol.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Slices with a contour to show, with captions; none by default. They must not name a patient.</summary>
    public IReadOnlyList<(SlicePicture Picture, string Caption)> Slices { get; init; } = [];

    /// <summary>Pixels of the PNG figures per CSS pixel, above 0 and at most 8.</summary>
    public double PngScale { get; init; } = 2;
}
