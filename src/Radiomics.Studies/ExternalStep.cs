using Survival.Models.CutPoints;
using Survival.Models.Discrimination;
using Survival.Models.Prognosis;
using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>An external signature and model in one set.</summary>
/// <param name="High">How many patients are of high risk by its cut-off.</param>
/// <param name="Groups">Low against high by its cut-off; <see langword="null"/> where one group is empty.</param>
/// <param name="Score">The concordance of its score; <see langword="null"/> where it is not defined.</param>
/// <param name="LinearPredictor">The concordance of its linear predictor; <see langword="null"/> where its predictors are not in the
/// files.</param>
public sealed record ExternalSet(int High, GroupSurvival? Groups, Concordance? Score, Concordance? LinearPredictor);

/// <summary>An external signature and model on this cohort, standardised by its training set.</summary>
/// <param name="Model">The external model.</param>
/// <param name="Scale">The training means and standard deviations of its features.</param>
/// <param name="Score">The score of every row of the input.</param>
/// <param name="High">Who is of high risk by its cut-off.</param>
/// <param name="LinearPredictor">Its linear predictor; NaN where a predictor is missing; empty where they are not in the files.</param>
/// <param name="Sets">Separation and concordance by set.</param>
/// <param name="Hazards">Its cumulative hazard, recalibrated on the training set with the linear predictor as offset, at the horizons
/// within the follow-up; empty without it.</param>
public sealed record StudyExternal(
    ExternalModel Model,
    Scaler Scale,
    IReadOnlyList<double> Score,
    IReadOnlyList<bool> High,
    IReadOnlyList<double> LinearPredictor,
    BySet<ExternalSet> Sets,
    IReadOnlyList<(double Time, double CumulativeHazard)> Hazards);

/// <summary>Measures a model of another study on this cohort.</summary>
internal static class ExternalStep
{
    public static Outcome<StudyExternal> Make(StudyWork work, BySet<StudySet> sets)
    {
        if (work.Protocol.ExternalModel is not { } model)
            return Outcome<StudyExternal>.None("");
        var features = work.Input.Features;
        var known = features.ColumnNames.ToHashSet(StringComparer.Ordinal);
        string[] names = [.. model.Signature.Select(t => t.Feature)];
        if (Array.Find(names, n => !known.Contains(n)) is { } absent)
            return Outcome<StudyExternal>.None($"{Capital(model.Name)} was not applied: '{absent}' is not among the features.");
        var scales = ColumnScale.Estimate(features.SelectColumns(names).SelectRows([.. sets.Training.Rows]));
        if (scales.FirstOrDefault(s => s.IsConstant) is { IsConstant: true } constant)
            return Outcome<StudyExternal>.None(
                $"{Capital(model.Name)} was not applied: '{constant.Name}' does not vary in the training set, so it cannot be standardised."
            );
        var score = new double[work.Count];
        for (var k = 0; k < names.Length; k++)
        {
            var column = features.Column(features.IndexOf(names[k]));
            for (var i = 0; i < score.Length; i++)
                score[i] += model.Signature[k].Weight * ((column[i] - scales[k].Mean) / scales[k].StandardDeviation);
        }
        bool[] high = [.. score.Select(s => IsHigh(s, model.CutPoint, model.GroupRule))];
        var lp = LinearPredictor(work, model, score);
        return new StudyExternal(
            model,
            ScaleStep.Of(scales),
            score,
            high,
            lp,
            sets.Map(set => OfSet(work, set, score, high, lp)),
            Hazards(work, sets.Training, lp));
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static bool IsHigh(double value, double cut, CutPointRule rule) => rule == CutPointRule.AtOrAbove ? value >= cut : value > cut;

    /// <summary>The linear predictor; empty where a predictor is not in the clinical file, NaN where it is missing for a patient.</summary>
    private static double[] LinearPredictor(StudyWork work, ExternalModel model, double[] score)
    {
        double[] lp = [.. score.Select(s => s * model.ScoreCoefficient)];
        foreach (var predictor in model.Predictors)
        {
            if (Indicator(work, predictor) is not { } values)
            {
                var needed = model.Predictors.Select(p => p.NumberColumn is null ? p.Column : $"{p.Column} or {p.NumberColumn}");
                work.Note(
                    StudyStep.External,
                    $"The linear predictor of {model.Name} was not applied: it needs "
                        + $"{string.Join(", ", needed)} among the clinical columns."
                );
                return [];
            }
            for (var i = 0; i < lp.Length; i++)
                lp[i] += values[i] * predictor.Coefficient;
        }
        return lp;
    }

    /// <summary>0 or 1 from a column that holds it, or from the one of numbers.</summary>
    private static double[]? Indicator(StudyWork work, ExternalPredictor predictor)
    {
        var input = work.Input;
        double[]? Column(string? name) =>
            name is not null && input.FactorColumns.Contains(name, StringComparer.Ordinal) && input.Clinical.IsNumeric(name)
                ? input.Clinical.Numbers(name)
                : null;
        if (Column(predictor.Column) is { } coded && coded.All(v => double.IsNaN(v) || v is 0 or 1))
            return coded;
        return Column(predictor.NumberColumn) is { } values
            ?
            [
                .. values.Select(v =>
                    double.IsNaN(v) ? double.NaN
                    : IsHigh(v, predictor.Threshold, predictor.Rule) ? 1
                    : 0
                ),
            ]
            : null;
    }

    private static ExternalSet OfSet(StudyWork work, StudySet set, double[] score, bool[] high, double[] lp)
    {
        int[] places = Known(set, lp);
        return new ExternalSet(
            set.Take(high).Count(h => h),
            SurvivalStep.Groups(work, StudyStep.External, set, high),
            work.Try(StudyStep.External, $"{set.Name}: no concordance", () => Concordance.Estimate(set.FollowUp, set.Take(score))),
            places.Length == 0
                ? null
                : work.Try(
                    StudyStep.External,
                    $"{set.Name}: no concordance",
                    () => Concordance.Estimate(set.FollowUp.Select(places), [.. places.Select(i => lp[set.Rows[i]])])
                )
        );
    }

    private static List<(double, double)> Hazards(StudyWork work, StudySet training, double[] lp)
    {
        int[] places = Known(training, lp);
        if (places.Length == 0)
            return [];
        var baseline = work.Try(
            StudyStep.External,
            "Its baseline was not recalibrated",
            () =>
                BaselineHazard.Recalibrate(
                    "the training set",
                    training.FollowUp.Select(places),
                    [.. places.Select(i => lp[training.Rows[i]])]
                )
        );
        return baseline is null
            ? []
            : [.. work.Protocol.Horizons.Where(baseline.Reaches).Select(h => (h, baseline.HazardAt(h)))];
    }

    private static int[] Known(StudySet set, double[] lp) =>
        lp.Length == 0 ? [] : [.. Enumerable.Range(0, set.Rows.Count).Where(i => !double.IsNaN(lp[set.Rows[i]]))];
}
