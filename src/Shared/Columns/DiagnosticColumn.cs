namespace Columns;

/// <summary>Columns that say how features came about and are none: PyRadiomics' <c>diagnostics_*</c>, and of IBSI's settings the items of
/// the reporting guideline and what describes image and region at each stage. One rule for all that reads or writes tables of
/// features.</summary>
internal static class DiagnosticColumn
{
    private static readonly string[] Stages = ["_init_img", "_interp_img", "_init_roi", "_interp_roi", "_reseg_roi"];

    /// <summary>Whether a column is one by its name.</summary>
    public static bool Is(string name) => name.StartsWith("diagnostics_", StringComparison.Ordinal)
        || name.StartsWith("ibsi_report_", StringComparison.Ordinal)
        || Stages.Any(stage => name.EndsWith(stage, StringComparison.Ordinal));
}
