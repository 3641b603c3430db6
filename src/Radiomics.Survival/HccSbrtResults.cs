using Radiomics.Studies;

namespace Radiomics;

/// <summary>What the paper prints of its own patients and results.</summary>
internal static class HccSbrtResults
{
    public static IReadOnlyList<ExternalCharacteristic> Characteristics { get; } =
    [
        new("age", ["< 50", ">= 50"], [34, 59], [14, 28], 0.87, "The printed training counts add up to 93, not 95."),
        new("sex", ["male", "female"], [82, 13], [38, 4], 0.08, "No usual test of the printed counts gives the printed p value."),
        new("HBsAg", ["negative", "positive"], [16, 79], [2, 40], 0.10),
        new("CTP", ["A", "B"], [62, 33], [24, 18], 0.47),
        new("PS", ["1", "2"], [83, 12], [37, 5], 1.00),
        new("size", ["<= 5 cm", "> 5 cm"], [42, 53], [13, 29], 0.20),
        new("AFP", ["<= 20 ng/mL", "> 20 ng/mL"], [21, 74], [10, 32], 1.00),
        new("MVI", ["no", "yes"], [7, 88], [1, 41], 0.45),
        new("N", ["N0", "N1"], [52, 43], [29, 13], 0.16, "The printed counts give 0.1668, which rounds to 0.17."),
        new("number", ["<= 3", "> 3"], [53, 42], [22, 20], 0.85),
        new("TACE", ["no", "yes"], [14, 81], [7, 35], 0.97),
        new("systemic", ["no", "yes"], [7, 88], [5, 37], 0.59),
    ];

    public static IReadOnlyList<ExternalResult> Printed { get; } =
    [
        new(ExternalResultKind.Patients, "95", "42"),
        new(ExternalResultKind.Median, "10", "9"),
        new(ExternalResultKind.LogRank, "<0.0001", "0.03 or 0.033"),
        new(ExternalResultKind.Concordance, "0.77 (0.72-0.82)", "0.71 (0.61-0.81)", "nomogram"),
        new(ExternalResultKind.Concordance, "0.67 (0.59-0.74)", "0.65 (0.54-0.77) or 0.66 (0.55-0.77)", "signature"),
        new(ExternalResultKind.Concordance, "0.72 (0.66-0.78)", "0.67 (0.57-0.77)", "clinical"),
        Area("nomogram", 6, "0.76", ""), Area("nomogram", 12, "0.79", ""), Area("nomogram", 18, "0.84", ""),
        Area("signature", 6, "0.68", "0.66"), Area("signature", 12, "0.73", "0.72"), Area("signature", 18, "0.77", "0.77"),
        Area("clinical", 6, "0.78", "0.72"), Area("clinical", 12, "0.79", "0.72"), Area("clinical", 18, "0.83", "0.75"),
    ];

    private static ExternalResult Area(string model, double time, string training, string validation) =>
        new(ExternalResultKind.Auc, training, validation, model, time);
}
