using Survival.Models.Numerics;

namespace Survival.Models.Calibration;

/// <summary>Predictions divided at quantiles of those of a training set (type 7, R's default): a group is at or above its lower
/// cut.</summary>
public sealed class PredictionGroups
{
    private readonly double[] _cuts;

    private PredictionGroups(double[] cuts) => _cuts = cuts;

    /// <summary>The cuts between the groups, ascending.</summary>
    public IReadOnlyList<double> Cuts => _cuts;

    /// <summary>Cuts between groups of equal size.</summary>
    /// <param name="training">The predictions of the training set; finite, at least one.</param>
    /// <param name="groups">The number of groups, at least 2.</param>
    /// <exception cref="ArgumentException">No predictions, or fewer than two groups.</exception>
    public static PredictionGroups ByQuantiles(ReadOnlySpan<double> training, int groups)
    {
        if (training.IsEmpty)
            throw new ArgumentException("There are no predictions.", nameof(training));
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 2);
        var sorted = training.ToArray();
        Array.Sort(sorted);
        var cuts = new double[groups - 1];
        for (var k = 1; k < groups; k++)
            cuts[k - 1] = SampleQuantile.OfSorted(sorted, (double)k / groups);
        return new PredictionGroups(cuts);
    }

    /// <summary>The group of each prediction, from 0.</summary>
    /// <param name="predictions">The predictions.</param>
    public int[] GroupOf(ReadOnlySpan<double> predictions)
    {
        var groups = new int[predictions.Length];
        for (var i = 0; i < groups.Length; i++)
        {
            foreach (var cut in _cuts)
                groups[i] += predictions[i] >= cut ? 1 : 0;
        }
        return groups;
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
