using Nomogram.HccSbrt;
using Survival.Models.Discrimination;
using PublishedRadScore = Nomogram.HccSbrt.RadScore;

namespace Radiomics.Studies;

/// <summary>The published signature and model on this cohort.</summary>
internal sealed partial class StudyRun
{
    private StudyPublished? Published(BySet<StudySet> sets)
    {
        var names = PublishedModel.RadScoreTerms.Select(t => t.Feature).ToList();
        var known = input.Features.ColumnNames.ToHashSet(StringComparer.Ordinal);
        if (names.Find(n => !known.Contains(n)) is { } absent)
        {
            Note("published_signature", $"The published signature was not applied: '{absent}' is not among the features.");
            return null;
        }
        var columns = names.ToDictionary(n => n, n => input.Features.Column(input.Features.IndexOf(n)).ToArray(), StringComparer.Ordinal);
        Dictionary<string, double>[] patients = [.. Enumerable.Range(0, Count).Select(i => columns.ToDictionary(c => c.Key, c => c.Value[i], StringComparer.Ordinal))];
        var scale = Try("published_signature", "The published signature was not applied", () => FeatureStandardization.FromCohort("the study's training set", sets.Training.Take(patients)));
        if (scale is null)
            return null;
        double[] score = [.. patients.Select(p => PublishedRadScore.Compute(p, scale).Value)];
        bool[] high = [.. score.Select(s => s >= PublishedModel.CutOff)];
        var lp = PublishedPredictor(score);
        return new StudyPublished(scale, score, high, lp, Both(sets, set => OfSet(set, score, high, lp)), PublishedBaseline(sets.Training, lp));
    }

    /// <summary>The five-variable linear predictor; empty where a predictor is not in the clinical file, NaN where it is missing for a patient.</summary>
    private double[] PublishedPredictor(double[] score)
    {
        var size = Indicator("size_gt5", "tumour_cm", v => v > 5);
        var dose = Indicator("bed_ge70", "bed", v => v >= 70);
        var number = Indicator("ntum_gt3", "n_tumours", v => v > 3);
        var liver = Indicator("ctp_b", null, v => v == 1);
        if (size is null || dose is null || number is null || liver is null)
        {
            Note("published_signature", "The published nomogram was not applied: it needs size_gt5 or tumour_cm, bed_ge70 or bed, ntum_gt3 or n_tumours, and ctp_b among the clinical columns.");
            return [];
        }
        return [.. score.Select((s, i) => (s * PublishedModel.RadScore.Coefficient) + (size[i] * PublishedModel.LargeTumour.Coefficient) + (dose[i] * PublishedModel.HighDose.Coefficient)
            + (number[i] * PublishedModel.ManyTumours.Coefficient) + (liver[i] * PublishedModel.ChildPughB.Coefficient))];
    }

    /// <summary>0 or 1 from a column that holds it, or from the raw one.</summary>
    private double[]? Indicator(string column, string? raw, Func<double, bool> rule)
    {
        double[]? Column(string? name) => name is not null && input.FactorColumns.Contains(name, StringComparer.Ordinal) && input.Clinical.IsNumeric(name) ? input.Clinical.Numbers(name) : null;
        if (Column(column) is { } coded && coded.All(v => double.IsNaN(v) || v is 0 or 1))
            return coded;
        return Column(raw) is { } values ? [.. values.Select(v => double.IsNaN(v) ? double.NaN : rule(v) ? 1 : 0)] : null;
    }

    private PublishedSet OfSet(StudySet set, double[] score, bool[] high, double[] lp)
    {
        int[] places = lp.Length == 0 ? [] : [.. Enumerable.Range(0, set.Rows.Count).Where(i => !double.IsNaN(lp[set.Rows[i]]))];
        return new PublishedSet(
            Groups(set, high, "published_signature"),
            Try("published_signature", $"{set.Name}: no concordance", () => Concordance.Estimate(set.FollowUp, set.Take(score))),
            places.Length == 0 ? null : Try("published_signature", $"{set.Name}: no concordance", () => Concordance.Estimate(set.FollowUp.Select(places), [.. places.Select(i => lp[set.Rows[i]])])));
    }

    private BaselineSurvival? PublishedBaseline(StudySet training, double[] lp)
    {
        int[] places = lp.Length == 0 ? [] : [.. Enumerable.Range(0, training.Rows.Count).Where(i => !double.IsNaN(lp[training.Rows[i]]))];
        if (places.Length == 0)
            return null;
        var follow = training.FollowUp.Select(places);
        return Try("published_signature", "The published nomogram was not recalibrated", () =>
            BaselineSurvival.Recalibrate("the study's training set", follow.Time, follow.Event, [.. places.Select(i => lp[training.Rows[i]])]));
    }
}
