namespace Radiomics.Studies;

/// <summary>The counts that the paper's Table 1 prints (training, validation), and the p values beside them.</summary>
internal static class PublishedTable
{
    private static readonly (string Name, string[] Levels, int[] First, int[] Second, double Printed, string Remark)[] Printed =
    [
        ("age", ["< 50", ">= 50"], [34, 14], [59, 28], 0.87, "The printed training counts add up to 93, not 95."),
        ("sex", ["male", "female"], [82, 38], [13, 4], 0.08, "No usual test of the printed counts gives the printed p value."),
        ("HBsAg", ["negative", "positive"], [16, 2], [79, 40], 0.10, ""),
        ("CTP", ["A", "B"], [62, 24], [33, 18], 0.47, ""),
        ("PS", ["1", "2"], [83, 37], [12, 5], 1.00, ""),
        ("size", ["<= 5 cm", "> 5 cm"], [42, 13], [53, 29], 0.20, ""),
        ("AFP", ["<= 20 ng/mL", "> 20 ng/mL"], [21, 10], [74, 32], 1.00, ""),
        ("MVI", ["no", "yes"], [7, 1], [88, 41], 0.45, ""),
        ("N", ["N0", "N1"], [52, 29], [43, 13], 0.16, "The printed counts give 0.1668, which rounds to 0.17."),
        ("number", ["<= 3", "> 3"], [53, 22], [42, 20], 0.85, ""),
        ("TACE", ["no", "yes"], [14, 7], [81, 35], 0.97, ""),
        ("systemic", ["no", "yes"], [7, 5], [88, 37], 0.59, ""),
    ];

    public static IReadOnlyList<PublishedCharacteristic> Rows { get; } = [.. Printed.Select(row =>
    {
        var test = StudyRun.Compare(row.Name, row.Levels, [row.First, row.Second]);
        return new PublishedCharacteristic(test, row.Printed, Math.Abs(Math.Round(test.PValue, 2) - row.Printed) < 1e-9, row.Remark);
    })];
}
