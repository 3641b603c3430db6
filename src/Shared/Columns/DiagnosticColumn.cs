namespace Columns;

/// <summary>Columns that say how features came about and are none: PyRadiomics' <c>diagnostics_*</c>, and of IBSI's settings the items of
/// the reporting guideline and what describes image and region at each stage. One rule for all that reads or writes tables of
/// features.</summary>
internal static class DiagnosticColumn
{
    private static readonly string[] Stages = ["_init_img", "_interp_img", "_init_roi", "_interp_roi", "_reseg_roi"];

    private static readonly string[] Texts = ["Image", "Mask", "Roi", "Values"];

    private static readonly string[] Origins = [.. Texts, "Label", "Label_channel"];

    /// <summary>Whether a column is one that extraction writes beside the features to say what they are of: files, the region, its label.
    /// Regions may be called by numbers, so that the cells do not tell.</summary>
    public static bool IsOrigin(string name) => Origins.Contains(name, StringComparer.Ordinal);

    /// <summary>Whether a column beside the features holds text, whatever its cells look like.</summary>
    public static bool IsText(string name) => Texts.Contains(name, StringComparer.Ordinal) || Is(name);

    /// <summary>Whether a column is one by its name.</summary>
    public static bool Is(string name) => name.StartsWith("diagnostics_", StringComparison.Ordinal)
        || name.StartsWith("ibsi_report_", StringComparison.Ordinal)
        || Stages.Any(stage => name.EndsWith(stage, StringComparison.Ordinal));
}
