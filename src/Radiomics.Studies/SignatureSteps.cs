using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>The Spearman correlations of the selected features in the training set.</summary>
/// <param name="Matrix">The correlations.</param>
/// <param name="Pairs">The largest of them, and how many pairs are at or above the protocol's limit.</param>
public sealed record StudyRedundancy(CorrelationMatrix Matrix, CorrelationPairs Pairs);

/// <summary>The correlations of the selected features.</summary>
internal static class SpearmanStep
{
    private const int FewestRows = 3;

    public static Outcome<StudyRedundancy> Make(StudyWork work, StudySet training, SignatureTerm[] signature)
    {
        if (signature.Length == 0 || training.Rows.Count < FewestRows)
            return Outcome<StudyRedundancy>.None("");
        var matrix = work.Try(StudyStep.Spearman, "No correlations", () => CorrelationMatrix.Compute(
            work.Input.Features.SelectColumns([.. signature.Select(t => t.Feature)]).SelectRows([.. training.Rows]), CorrelationMethod.Spearman, cancellationToken: work.Cancellation));
        return matrix is null ? Outcome<StudyRedundancy>.None("") : new StudyRedundancy(matrix, CorrelationPairs.Count(matrix, work.Protocol.SpearmanLimit));
    }
}

/// <summary>The score of every patient.</summary>
internal static class ScoreStep
{
    public static SignatureTerm[] Signature(StudyLasso? lasso, FeatureScale? scale)
    {
        if (lasso is null || scale is null)
            return [];
        var terms = new SignatureTerm[lasso.Model.NonzeroCount];
        for (var k = 0; k < terms.Length; k++)
        {
            var j = lasso.Model.Indices[k];
            terms[k] = new SignatureTerm(scale.Features[j], scale.Means[j], scale.StandardDeviations[j], lasso.Model.Values[k]);
        }
        return terms;
    }

    public static Outcome<double[]> Make(StudyWork work, SignatureTerm[] signature)
    {
        if (signature.Length == 0)
            return Outcome<double[]>.None("");
        var features = work.Input.Features;
        var columns = signature.Select(t => features.Column(features.IndexOf(t.Feature)).ToArray()).ToArray();
        var score = new double[work.Count];
        for (var i = 0; i < score.Length; i++)
            score[i] = StudyModel.Score(signature, signature.Select((t, k) => (t.Feature, columns[k][i])).ToDictionary(p => p.Feature, p => p.Item2, StringComparer.Ordinal));
        return score;
    }
}
