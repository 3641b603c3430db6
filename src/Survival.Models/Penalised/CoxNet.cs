namespace Survival.Models.Penalised;

/// <summary>
/// Cox models with an elastic-net penalty over a path of lambdas: the coefficients maximise
/// loglik / sum(w) - lambda * sum v_j (alpha |b_j| + (1 - alpha)/2 b_j^2) on standardised columns (Simon, Friedman, Hastie and
/// Tibshirani, "Regularization paths for Cox's proportional hazards model via coordinate descent", J. Stat. Softw. 39(5), 2011,
/// doi:10.18637/jss.v039.i05). Weights, strata and left truncation come with the follow-up.
/// </summary>
public static partial class CoxNet
{
    /// <summary>Fits a path.</summary>
    /// <param name="data">The follow-up; its clusters are not used.</param>
    /// <param name="x">The covariates, in the same row order; more columns than rows are allowed. Constant columns do not enter.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Is told the share of the lambdas that is done.</param>
    /// <param name="cancellationToken">Ends the fit.</param>
    /// <exception cref="ArgumentException">A setting outside its range, or of the wrong length.</exception>
    /// <exception cref="InvalidSurvivalDataException">No events of positive weight, or no column that may enter and varies.</exception>
    /// <exception cref="ConvergenceException">No optimum was found, such as for unpenalised columns that are collinear or separate the
    /// events.</exception>
    public static CoxNetPath Fit(
        SurvivalData data, DesignMatrix x, CoxNetOptions? options = null, IProgress<double>? progress = null,
            CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(data);
        return PathFit.Fit(data, x, rows: null, options ?? CoxNetOptions.Default, progress, cancellationToken).Path;
    }

    /// <summary>
    /// Penalty factors of the adaptive LASSO (Zou, J. Am. Stat. Assoc. 101, 2006; for Cox models Zhang and Lu, Biometrika 94, 2007):
    /// 1 / |initial coefficient|^gamma, infinity (left out) where it is 0.
    /// </summary>
    /// <param name="initial">A first estimate, such as a ridge fit at its best lambda: the model's coefficients on the scale of the
    /// columns.</param>
    /// <param name="gamma">The exponent; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The exponent is not positive.</exception>
    public static double[] AdaptivePenaltyFactors(CoxNetModel initial, double gamma = 1)
    {
        ArgumentNullException.ThrowIfNull(initial);
        if (!(gamma > 0 && double.IsFinite(gamma)))
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "The exponent must be positive.");
        return [.. initial.ToDense().Select(b => b == 0 ? double.PositiveInfinity : Math.Pow(Math.Abs(b), -gamma))];
    }
}
