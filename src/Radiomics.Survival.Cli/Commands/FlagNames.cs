using System.Text.RegularExpressions;

namespace Radiomics.Cli.Commands;

/// <summary>The libraries' messages name members of their API; at a command line the flag is what helps.</summary>
internal static partial class FlagNames
{
    private static readonly (string Member, string Flag)[] Names =
    [
        ("choose one by its SeriesInstanceUID (DicomSeriesOptions.SeriesInstanceUid)", "choose one by --series UID"),
        (
            "Or have it interpolated onto an even grid (DicomSeriesOptions.ResampleUneven)",
            "Or have it interpolated onto an even grid: --uneven resample"
        ),
        (", or allow more by DicomSeriesOptions.SpacingTolerance", ""),
        ("the setting given, line 1: ", "--setting: "),
        ("DicomSeriesOptions.Volume", "--volume N"),
        (" (the parameter channel)", " (--volume N of 'extract', 'maps' and 'convert')"),
        ("DicomSeriesOptions.StoredValues = StoredValues.RealWorld", "--values real-world"),
        ("CaseOptions.Threshold", "--threshold N"),
        ("Mask.FromThreshold", "--threshold 0.5"),
        ("Compatibility.PyRadiomics does", "--compat pyradiomics does"),
        ("pass the image's geometry instead", "give --ignore-frame-of-reference"),
        ("say so (CaseOptions.IgnoreFrameOfReference)", "give --ignore-frame-of-reference"),
        (" (the parameter featuresId)", " by --features-id"),
        (" (the parameter id)", " by --id"),
        (" (the parameter horizons)", " (--at)"),
        (", or leave their coefficients at NaN as R does (CoxOptions.DropCollinear)", ""),
        ("As a pattern (RtStructureSet.FindAll, CaseOptions.Rois), ", ""),
        ("CaseOptions.Rois", "--roi"),
        ("CaseOptions.Labels", "--label"),
        (" A number in mm goes through FromMillimetres.", " --size-cm takes cm."),
        (" A physical dose goes through FromFractionation.", " A physical dose goes by --dose and --fractions."),
        ("Leave it out, join its rare levels, or fit with Firth's penalty (FirthCox) or a ridge.",
            "Leave it out (--ignore), or join its rare levels."),
        (" Firth's penalty (FirthCox) is steadier.", ""),
        ("Give a file that the Save of that model wrote", "Give the model.json that 'radiomics study' wrote"),
        (" (the parameter CompetingValues)", " (--competing-value)"),
        (" (censoredValues)", " (--censored-value)"),
        (" give it (the parameter features)", " give it by --features"),
        (" (DecimalMark)", " (--decimal-mark)"),
        ("; a competing event is a censoring of this one, or an event of another cause (CompetingRisksData.FromCohort)",
            ", and a competing event (--competing-value)"),
    ];

    /// <summary>The message with flags in place of members.</summary>
    public static string In(string message)
    {
        foreach (var (member, flag) in Names)
            message = message.Replace(member, flag, StringComparison.Ordinal);
        message = Setting().Replace(message, m => $"(--{m.Groups[1].Value.Replace('_', '-')})");
        return EventValues().Replace(
            message, m => $"--event-value {Argument(m.Groups[1].Value.Replace("\", \"", ",", StringComparison.Ordinal))}");
    }

    // As a shell takes it for one.
    private static string Argument(string value) => value.Contains(' ', StringComparison.Ordinal) ? $"\"{value}\"" : value;

    [GeneratedRegex("""eventValues, such as \["(.*?)"\]""")]
    private static partial Regex EventValues();

    [GeneratedRegex(@"\(the setting ([a-z_]+)\)")]
    private static partial Regex Setting();
}
