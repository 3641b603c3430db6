using Survival.Models.Numerics;

namespace Survival.Models.Penalised;

/// <summary>
/// How a penalised Cox model is fitted. The defaults are those of R's glmnet, except that the fit converges to the optimum
/// (<see cref="Tolerance"/>). Immutable.
/// </summary>
public sealed record CoxNetOptions
{
    /// <summary>The defaults.</summary>
    public static CoxNetOptions Default { get; } = new();

    /// <summary>The share of the L1 penalty, in [0, 1]: 1 is the LASSO, 0 ridge, between them the elastic net (Zou and Hastie,
    /// 2005). The default is 1.</summary>
    public double Alpha { get; init; } = 1;

    /// <summary>The number of lambdas of a sequence that is made here; at least 1. The default is 100.</summary>
    public int LambdaCount { get; init; } = 100;

    /// <summary>The smallest lambda of such a sequence as a share of the largest, inside (0, 1); <see langword="null"/> for 1e-4, or 1e-2
    /// where there are fewer rows than columns.</summary>
    public double? LambdaMinRatio { get; init; }

    /// <summary>Lambdas to use instead, not negative; they are put into falling order. <see langword="null"/> for a sequence that starts
    /// where the first column enters.</summary>
    public IReadOnlyList<double>? Lambdas { get; init; }

    /// <summary>Whether columns are divided by their standard deviation (weighted, divisor the sum of weights) for the fit. Coefficients
    /// are reported on the scale given in either case. The default is <see langword="true"/>.</summary>
    public bool Standardise { get; init; } = true;

    /// <summary>
    /// A factor of the penalty for each column, not negative: 0 leaves a column unpenalised, infinity leaves it out. They are
    /// rescaled to add up to the number of columns, as glmnet does. <see langword="null"/> for 1 each.
    /// </summary>
    public IReadOnlyList<double>? PenaltyFactors { get; init; }

    /// <summary>The least value of each coefficient, or one for all; not positive. <see langword="null"/> for none.</summary>
    public IReadOnlyList<double>? LowerLimits { get; init; }

    /// <summary>The greatest value of each coefficient, or one for all; not negative. <see langword="null"/> for none.</summary>
    public IReadOnlyList<double>? UpperLimits { get; init; }

    /// <summary>Columns, from 0, that may not enter. Their penalty factor counts as 1 in the rescaling. <see langword="null"/> for
    /// none.</summary>
    public IReadOnlyList<int>? Excluded { get; init; }

    /// <summary>A known part of the linear predictor, one value a row; <see langword="null"/> for none.</summary>
    public IReadOnlyList<double>? Offset { get; init; }

    /// <summary>Whether tied events are treated after Efron instead of Breslow. glmnet up to 4.1 has Breslow only. The default is
    /// <see langword="false"/>.</summary>
    public bool EfronTies { get; init; }

    /// <summary>The path ends at the first lambda with more nonzero coefficients than this, which it still holds (glmnet's <c>dfmax</c>).
    /// <see langword="null"/> for no end.</summary>
    public int? MaximumNonzero { get; init; }

    /// <summary>The path ends before the first lambda by which more columns than this have ever had a nonzero coefficient (glmnet's
    /// <c>pmax</c>). <see langword="null"/> for no end.</summary>
    public int? MaximumEverNonzero { get; init; }

    /// <summary>
    /// Whether a sequence that is made here ends early, as glmnet's does for Cox models: from the fifth lambda on, once the last four
    /// steps raised the deviance ratio by less than 100 <see cref="MinimumGain"/> of it, or it exceeds <see cref="MaximumDevianceRatio"/> *
    /// 0.99 / 0.999. The default is <see langword="true"/>.
    /// </summary>
    public bool StopEarly { get; init; } = true;

    /// <summary>glmnet's <c>fdev</c>; not negative. Where a limit of a coefficient is 0 it is not applied, as in glmnet. The default is
    /// 1e-5.</summary>
    public double MinimumGain { get; init; } = 1e-5;

    /// <summary>glmnet's <c>devmax</c>; inside (0, 1]. The default is 0.999.</summary>
    public double MaximumDevianceRatio { get; init; } = 0.999;

    /// <summary>
    /// How far the optimality conditions may be violated, relative to lambda * alpha; inside (0, 0.1]. The default, 1e-13, leaves
    /// rounding errors only. glmnet's own default threshold (1e-7 of the deviance) leaves some 1e-3 of it: <see cref="GlmnetTolerance"/>.
    /// </summary>
    public double Tolerance { get; init; } = 1e-13;

    /// <summary>The number of steps at a lambda after which the fit gives up with a <see cref="ConvergenceException"/>; at least
    /// 10. The default is 1000.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>A <see cref="Tolerance"/> that is about as loose as glmnet's default threshold.</summary>
    public const double GlmnetTolerance = 1e-3;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
