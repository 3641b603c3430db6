using Survival.Models.CutPoints;
using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>The choices of a study. The defaults are the paper's (docs/study.md). Immutable.</summary>
public sealed record StudyOptions
{
    /// <summary>The paper's choices.</summary>
    public static StudyOptions Default { get; } = new();

    /// <summary>The intraclass correlation; ICC(A,1) by default.</summary>
    public IccOptions Icc { get; init; } = IccOptions.Default;

    /// <summary>A feature is kept where its intraclass correlation is above this.</summary>
    public double IccThreshold { get; init; } = 0.75;

    /// <summary>The share of patients that a split made here trains on, inside (0, 1); 95 of 137 by default.</summary>
    public double TrainingShare { get; init; } = 95.0 / 137;

    /// <summary>Whether all patients train and nobody validates, whatever the split column says.</summary>
    public bool TrainOnAll { get; init; }

    /// <summary>The seed of everything that is drawn: split, folds, bootstrap.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The number of folds drawn here; at least 3. Fewer are drawn where there are fewer events.</summary>
    public int FoldCount { get; init; } = 10;

    /// <summary>Which lambda gives the signature.</summary>
    public LambdaRule Lambda { get; init; } = LambdaRule.Minimum;

    /// <summary>The number of lambdas of the whole sequence, from the largest to <see cref="LambdaMinimumRatio"/> of it.</summary>
    public int LambdaCount { get; init; } = 100;

    /// <summary>How many of them, the largest first, are fitted: deep in the path the model is saturated.</summary>
    public int LambdasFitted { get; init; } = 40;

    /// <summary>The smallest lambda of the sequence as a share of the largest.</summary>
    public double LambdaMinimumRatio { get; init; } = 0.01;

    /// <summary>Pairs of selected features correlated at least this much (Spearman, absolute) are counted as redundant.</summary>
    public double SpearmanLimit { get; init; } = 0.75;

    /// <summary>The least share of patients in either group of the cut-point search.</summary>
    public double MinimumGroupShare { get; init; } = 0.1;

    /// <summary>On which side of the cut-point a score equal to it lies; high, as the paper says.</summary>
    public CutPointRule GroupRule { get; init; } = CutPointRule.AtOrAbove;

    /// <summary>The clinical factors to screen, in this order; <see langword="null"/> for the default choice (docs/study.md).</summary>
    public IReadOnlyList<string>? Factors { get; init; }

    /// <summary>The p value below which a clinical factor passes the univariable screen, and is kept in the multivariable model.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>The times of the predictions, ascending, in the unit of the follow-up.</summary>
    public IReadOnlyList<double> Horizons { get; init; } = [6, 12, 18];

    /// <summary>The unit of the follow-up, for titles.</summary>
    public string TimeUnit { get; init; } = "months";

    /// <summary>The time of calibration and decision curves; <see langword="null"/> for the middle one of the horizons within the training follow-up (12 by default).</summary>
    public double? CalibrationHorizon { get; init; }

    /// <summary>The number of groups of the calibration.</summary>
    public int CalibrationGroups { get; init; } = 3;

    /// <summary>The number of bootstrap resamples that correct the calibration for optimism; 0 for none.</summary>
    public int Bootstraps { get; init; } = 200;

    /// <summary>The threshold probabilities of the decision curves; 0.05 to 0.80 by 0.01.</summary>
    public IReadOnlyList<double> DecisionThresholds { get; init; } = [.. Enumerable.Range(5, 76).Select(k => k / 100.0)];

    /// <summary>The largest number of threads; -1 for no limit. Results do not depend on it.</summary>
    public int Parallelism { get; init; } = -1;

    /// <summary>The time of calibration and decision curves: <see cref="CalibrationHorizon"/>, or the middle horizon. A <see cref="StudyResult"/>'s options have the former set.</summary>
    public double EffectiveCalibrationHorizon => CalibrationHorizon ?? Horizons[Horizons.Count / 2];

    internal void Validate()
    {
        Share(IccThreshold is > -1 and < 1, nameof(IccThreshold), IccThreshold, "between -1 and 1");
        Share(TrainingShare is > 0 and < 1, nameof(TrainingShare), TrainingShare, "between 0 and 1");
        Share(MinimumGroupShare is > 0 and < 0.5, nameof(MinimumGroupShare), MinimumGroupShare, "between 0 and 0.5");
        Share(Alpha is > 0 and < 1, nameof(Alpha), Alpha, "between 0 and 1");
        Share(LambdaMinimumRatio is > 0 and < 1, nameof(LambdaMinimumRatio), LambdaMinimumRatio, "between 0 and 1");
        Share(FoldCount >= 3, nameof(FoldCount), FoldCount, "3 or more");
        Share(LambdaCount >= 2, nameof(LambdaCount), LambdaCount, "2 or more");
        Share(LambdasFitted >= 1 && LambdasFitted <= LambdaCount, nameof(LambdasFitted), LambdasFitted, "from 1 to LambdaCount");
        Share(CalibrationGroups >= 2, nameof(CalibrationGroups), CalibrationGroups, "2 or more");
        Share(Bootstraps >= 0, nameof(Bootstraps), Bootstraps, "0 or more");
        Share(Parallelism is -1 or > 0, nameof(Parallelism), Parallelism, "1 or more, or -1");
        if (Horizons is null || Horizons.Count == 0 || Horizons.Any(h => !(h > 0 && double.IsFinite(h))) || Horizons.Zip(Horizons.Skip(1)).Any(p => !(p.First < p.Second)))
            throw new ArgumentException($"The horizons are {string.Join(", ", Horizons ?? [])}; give one or more positive times, ascending.", nameof(Horizons));
        if (CalibrationHorizon is { } at && !(at > 0 && double.IsFinite(at)))
            throw new ArgumentException($"The calibration horizon is {at}; it must be a positive time.", nameof(CalibrationHorizon));
        if (DecisionThresholds is null || DecisionThresholds.Count == 0 || DecisionThresholds.Any(t => !(t > 0 && t < 1)))
            throw new ArgumentException("The decision thresholds must be one or more probabilities between 0 and 1.", nameof(DecisionThresholds));

        static void Share(bool holds, string name, double value, string allowed)
        {
            if (!holds)
                throw new ArgumentOutOfRangeException(name, value, $"It must be {allowed}.");
        }
    }
}
