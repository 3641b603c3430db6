using Radiomics.Reporting.Drawing;
using Radiomics.Studies;

namespace Radiomics.Reporting;

/// <summary>The options of a study as text. A test holds this list against the record's properties, so that none is forgotten.</summary>
internal static class OptionList
{
    public static IReadOnlyList<(string Name, string Value)> Of(StudyOptions o) =>
    [
        (nameof(o.Icc), $"{o.Icc.Model}, {o.Icc.Type}, {o.Icc.Unit}, null value {Number(o.Icc.NullValue)}, level {Number(o.Icc.ConfidenceLevel)}"),
        (nameof(o.IccThreshold), Number(o.IccThreshold)),
        (nameof(o.TrainingShare), Number(o.TrainingShare)),
        (nameof(o.TrainOnAll), o.TrainOnAll ? "yes" : "no"),
        (nameof(o.Seed), o.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        (nameof(o.FoldCount), Number(o.FoldCount)),
        (nameof(o.Lambda), o.Lambda.ToString()),
        (nameof(o.LambdaCount), Number(o.LambdaCount)),
        (nameof(o.LambdasFitted), Number(o.LambdasFitted)),
        (nameof(o.LambdaMinimumRatio), Number(o.LambdaMinimumRatio)),
        (nameof(o.SpearmanLimit), Number(o.SpearmanLimit)),
        (nameof(o.MinimumGroupShare), Number(o.MinimumGroupShare)),
        (nameof(o.GroupRule), o.GroupRule.ToString()),
        (nameof(o.Factors), o.Factors is null ? "the default choice" : string.Join(", ", o.Factors)),
        (nameof(o.Alpha), Number(o.Alpha)),
        (nameof(o.Horizons), string.Join(", ", o.Horizons.Select(Number))),
        (nameof(o.TimeUnit), o.TimeUnit),
        (nameof(o.EffectiveCalibrationHorizon), Number(o.EffectiveCalibrationHorizon)),
        (nameof(o.CalibrationGroups), Number(o.CalibrationGroups)),
        (nameof(o.Bootstraps), Number(o.Bootstraps)),
        (nameof(o.DecisionThresholds), $"{Number(o.DecisionThresholds[0])} to {Number(o.DecisionThresholds[^1])}, {o.DecisionThresholds.Count} values"),
    ];

    private static string Number(double value) => NumberText.Exact(value);
}
