using Survival.Models.Prognosis;
using Survival.Models.Selection;
using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>The correlations of the selected features.</summary>
internal static class SpearmanStep
{
    private const int FewestRows = 3;

    public static Outcome<CorrelationMatrix> Make(StudyWork work, StudySet training, Signature? signature)
    {
        if (signature is null || training.Rows.Count < FewestRows)
            return Outcome<CorrelationMatrix>.None("");
        var matrix = work.Try(
            StudyStep.Spearman,
            "No correlations",
            () =>
                CorrelationMatrix.Estimate(
                    work.Features.SelectColumns([.. signature.Terms.Select(t => t.Feature)]).SelectRows([.. training.Rows]),
                    CorrelationMethod.Spearman,
                    cancellationToken: work.Cancellation
                )
        );
        return matrix is null ? Outcome<CorrelationMatrix>.None("") : matrix;
    }
}

/// <summary>The score of every patient.</summary>
internal static class ScoreStep
{
    /// <summary>
    /// The selected features with their weights and the training set's scale; <see langword="null"/> where none was selected.
    /// </summary>
    public static Signature? Signature(
        StudyLasso? lasso, FeatureSelection? selection, Scaler? scale, StudyHarmonisation? harmonised)
    {
        SignatureTerm[] terms = selection is not null
            ? [.. selection.Features.Zip(selection.Weights, (f, w) => new SignatureTerm(f, w))]
            : lasso is null || scale is null ? []
            : [.. Enumerable.Range(0, lasso.Model.NonzeroCount)
                .Select(k => new SignatureTerm(scale.Features[lasso.Model.Indices[k]], lasso.Model.Values[k]))];
        if (scale is null || terms.Length == 0)
            return null;
        var scales = new Dictionary<string, (double, double)>(StringComparer.Ordinal);
        foreach (var (feature, _) in terms)
        {
            if (!scale.Has(feature))
                throw new StudyInputException($"The selector chose '{feature}', which is not among the features that it was given.");
            scales[feature] = (scale.MeanOf(feature), scale.StandardDeviationOf(feature));
        }
        var scaler = Scaler.Create(scale.Source, scales);
        return new Signature
        {
            Name = ModelStep.ScoreName,
            Terms = terms,
            Scaler = harmonised is null ? scaler : null,
            Batches = harmonised is null ? null : BatchScalers.From(harmonised.Column, harmonised.Model, scaler),
        };
    }

    /// <summary>The scores; the saved model scores by the same sum, so that a patient on the cut stays on it.</summary>
    public static Outcome<double[]> Make(StudyWork work, Signature? signature, StudyHarmonisation? harmonised)
    {
        if (signature is null)
            return Outcome<double[]>.None("");
        var features = work.Input.Features;
        var columns = signature.Terms.Select(t => features.Column(features.IndexOf(t.Feature)).ToArray()).ToArray();
        var score = new double[work.Count];
        for (var i = 0; i < score.Length; i++)
            score[i] = (harmonised is null ? signature : signature.ForBatch(harmonised.Batches[i])).Score(
                signature
                    .Terms.Select((t, k) => (t.Feature, columns[k][i]))
                    .ToDictionary(p => p.Feature, p => p.Item2, StringComparer.Ordinal)
            );
        return score;
    }
}
