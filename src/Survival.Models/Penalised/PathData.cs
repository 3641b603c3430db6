using Survival.Models.RiskSets;

namespace Survival.Models.Penalised;

/// <summary>The follow-up of a penalised fit: its risk sets, and weights that add up to 1.</summary>
internal sealed class PathData
{
    private PathData(SortedFollowUp sorted)
    {
        Sorted = sorted;
        Share = new double[sorted.RowCount];
        for (var i = 0; i < Share.Length; i++)
            TotalWeight += sorted.WeightAt(i);
        for (var i = 0; i < Share.Length; i++)
            Share[i] = sorted.WeightAt(i) / TotalWeight;
        EventWeight = sorted.GroupWeight.Sum();
    }

    public SortedFollowUp Sorted { get; }

    public int RowCount => Share.Length;

    /// <summary>The weight of each position; they add up to 1.</summary>
    public double[] Share { get; }

    /// <summary>The sum of the weights as given.</summary>
    public double TotalWeight { get; }

    /// <summary>The sum of the events' weights as given.</summary>
    public double EventWeight { get; }

    /// <summary>Whether there are neither entry times nor several strata.</summary>
    public bool IsPlain => Sorted.Entry is null && Sorted.StratumCount == 1;

    /// <summary>Some of the rows, or all.</summary>
    /// <exception cref="InvalidSurvivalDataException">There is no event of positive weight among them.</exception>
    public static PathData Of(SurvivalData data, int[]? rows)
    {
        var sorted = SortedFollowUp.Of(rows is null ? data : data.Select(rows));
        if (sorted.GroupCount > 0)
            return new PathData(sorted);
        throw new InvalidSurvivalDataException(
            Invariant($"There is no event (of positive weight) in the {sorted.RowCount} ")
            + $"rows{(rows is null ? "" : " of a fold's or resample's training set")}; a Cox model needs at least one. Stratify folds by "
            + "event.");
    }

    /// <summary>The partial likelihood, with the weights that add up to 1.</summary>
    public PartialLikelihood Likelihood(bool efron) => new(Sorted, efron ? TieMethod.Efron : TieMethod.Breslow, 1 / TotalWeight);

    /// <summary>A log likelihood on the scale of the weights as given.</summary>
    public double OnGivenScale(double value) => (value * TotalWeight) - (EventWeight * Math.Log(TotalWeight));

    /// <summary>The deviance of a linear predictor as cross-validation counts it: weights are rescaled to add up to the number of
    /// rows.</summary>
    /// <param name="likelihood">The likelihood of this data.</param>
    /// <param name="saturated">Its <see cref="Saturated"/>.</param>
    /// <param name="eta">The linear predictor by position.</param>
    public double Deviance(PartialLikelihood likelihood, double saturated, double[] eta)
    {
        double n = RowCount, scale = n / TotalWeight;
        return 2 * (saturated - ((likelihood.Evaluate(eta) * n) - (EventWeight * scale * Math.Log(n))));
    }

    /// <summary>The log likelihood of the saturated model for <see cref="Deviance"/>.</summary>
    public double Saturated(PartialLikelihood likelihood) => likelihood.Saturated(RowCount / TotalWeight);
}
