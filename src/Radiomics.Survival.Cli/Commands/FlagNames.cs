namespace Radiomics.Cli.Commands;

/// <summary>The libraries' messages name members of their API; at a command line the flag is what helps.</summary>
internal static class FlagNames
{
    private static readonly (string Member, string Flag)[] Names =
    [
        ("choose one by its SeriesInstanceUID (DicomSeriesOptions.SeriesInstanceUid)", "choose one by --series UID"),
        (
            "Or have it interpolated onto an even grid (DicomSeriesOptions.Uneven)",
            "Or have it interpolated onto an even grid: --uneven resample"
        ),
        (", or allow more by DicomSeriesOptions.SpacingTolerance", ""),
        ("DicomSeriesOptions.Volume", "--volume N"),
        ("Mask.FromThreshold", "--threshold 0.5"),
        ("pass the image's geometry instead", "give --ignore-frame-of-reference"),
        ("say so (CaseOptions.IgnoreFrameOfReference)", "give --ignore-frame-of-reference"),
        ("CaseOptions.Rois", "--roi"),
        ("CaseOptions.Labels", "--label"),
    ];

    /// <summary>The message with flags in place of members.</summary>
    public static string In(string message)
    {
        foreach (var (member, flag) in Names)
            message = message.Replace(member, flag, StringComparison.Ordinal);
        return message;
    }
}
