using Survival.Models.Numerics;

namespace Survival.Models.Cox;

public static partial class UnivariableCox
{
    /// <summary>Screens a cohort's variables, each by itself: a categorical one with all its levels in one model, as R's
    /// <c>coxph(Surv(time, event) ~ factor)</c> has them.</summary>
    /// <param name="cohort">The cohort, without an offset.</param>
    /// <param name="covariates">The columns, in this order; <see langword="null"/> for all.</param>
    /// <param name="options">How; Efron's ties, one thread by default.</param>
    /// <param name="progress">Told the number of columns done.</param>
    /// <param name="cancellationToken">Stops between columns.</param>
    /// <returns>
    /// A result for each number, and one for each level of a categorical column but its first, to which the level's hazard ratio and Wald
    /// test compare it; likelihood ratio, score and concordance are those of the whole column.
    /// </returns>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, the cohort has an offset, or there are no events.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<UnivariableCoxResult> Screen(
        Cohort cohort,
        IReadOnlyList<string>? covariates = null,
        UnivariableCoxOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var (data, x) = (cohort.WithoutOffset("the screen"), cohort.Covariates(covariates));
        options ??= UnivariableCoxOptions.Default;
        var results = Screen(data, x, options, progress, cancellationToken).ToArray();
        var whole = x.Terms.Where(t => t.ColumnCount > 1).ToArray();
        foreach (var term in whole)
            Together(data, x, term, options, cancellationToken).CopyTo(results, term.FirstColumn);
        return whole.Length == 0 ? results : Adjusted(results, options);
    }

    // The levels of a factor are one variable: alone, a level would be compared with all the others, its reference among them.
    private static UnivariableCoxResult[] Together(
        SurvivalData data, DesignMatrix x, DesignTerm term, UnivariableCoxOptions options, CancellationToken cancellationToken)
    {
        int[] columns = [.. Enumerable.Range(term.FirstColumn, term.ColumnCount)];
        var z = Confidence.Critical(options.ConfidenceLevel);
        try
        {
            var chosen = x.SelectColumns([.. columns.Select(j => x.ColumnNames[j])]);
            var how = new CoxOptions { Ties = options.Ties, Robust = false };
            var fit = CoxModel.Fit(data, chosen, how, cancellationToken: cancellationToken);
            double[] lp = fit.LinearPredictor(chosen);
            var concordance = options.WithConcordance ? Discrimination.Concordance.Estimate(data, lp) : null;
            return
            [
                .. columns.Select((column, j) =>
                {
                    var (b, error) = (fit.Coefficients[j], Math.Sqrt(fit.Covariance[(j * columns.Length) + j]));
                    return new UnivariableCoxResult(
                        x.ColumnNames[column], b, error, Math.Exp(b), Math.Exp(b - (z * error)), Math.Exp(b + (z * error)),
                        Tails.NormalTwoSided(b / error), fit.LikelihoodRatioTest.PValue, fit.ScoreTest.PValue, double.NaN,
                        concordance?.Index ?? double.NaN, concordance?.StandardError ?? double.NaN, null);
                }),
            ];
        }
        catch (ConvergenceException refusal)
        {
            return [.. columns.Select(column => Failed(x.ColumnNames[column], refusal.Message))];
        }
    }
}
