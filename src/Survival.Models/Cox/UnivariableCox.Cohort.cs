using Survival.Models.Numerics;

namespace Survival.Models.Cox;

public sealed partial record UnivariableCox
{
    /// <summary>Screens a cohort's variables, each by itself: a categorical one with all its levels in one model, as R's
    /// <c>coxph(Surv(time, event) ~ factor)</c> has them.</summary>
    /// <param name="cohort">The cohort, without an offset.</param>
    /// <param name="covariates">The columns, in this order; <see langword="null"/> for all.</param>
    /// <param name="options">How; Efron's ties, one thread by default.</param>
    /// <param name="progress">Told the number of columns done.</param>
    /// <param name="cancellationToken">Stops between columns.</param>
    /// <remarks>As in R, the patients without a value in a column are left out of its models, and of no other's
    /// (<see cref="UnivariableCox.LeftOut"/>).</remarks>
    /// <returns>
    /// A result for each number, and one for each level of a categorical column but its first, to which the level's hazard ratio and Wald
    /// test compare it; likelihood ratio, score and concordance are those of the whole column.
    /// </returns>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">The cohort has an offset, or there are no events.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<UnivariableCox> Screen(
        Cohort cohort,
        IReadOnlyList<string>? covariates = null,
        UnivariableCoxOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        options ??= UnivariableCoxOptions.Default;
        var data = cohort.WithoutOffset("the screen");
        string[] names = [.. covariates ?? cohort.ColumnNames];
        bool Misses(string name) => Enumerable.Range(0, cohort.Count).Any(cohort.Table.Column(name).IsMissing);
        if (data.EventCount == 0 || !Array.Exists(names, Misses))
            return new ResultList<UnivariableCox>(Complete(data, cohort.Covariates(names), options, progress, cancellationToken));
        var (all, done) = (new List<UnivariableCox>(), 0);
        foreach (var name in names)
        {
            all.AddRange(WithValue(cohort, name, options, cancellationToken));
            progress?.Report(++done);
        }
        return new ResultList<UnivariableCox>(Adjusted([.. all], options));
    }

    private static UnivariableCox[] WithValue(
        Cohort cohort, string name, UnivariableCoxOptions options, CancellationToken cancellationToken)
    {
        var column = cohort.Table.Column(name);
        int[] known = [.. Enumerable.Range(0, cohort.Count).Where(i => !column.IsMissing(i))];
        if (!known.Any(i => cohort.FollowUp.Event[i]))
            return [Failed(name, known.Length == 0 ? "Every row is empty." : "Nobody with a value had the event.") with
            {
                LeftOut = cohort.Count - known.Length,
            }];
        var part = known.Length == cohort.Count ? cohort : cohort.Select(known);
        var results = Complete(part.FollowUp, part.Covariates([name]), options, null, cancellationToken);
        return [.. results.Select(r => r with { LeftOut = cohort.Count - known.Length })];
    }

    private static UnivariableCox[] Complete(
        SurvivalData data, DesignMatrix x, UnivariableCoxOptions options, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var results = Screen(data, x, options, progress, cancellationToken).ToArray();
        var whole = x.Terms.Where(t => t.ColumnCount > 1).ToArray();
        foreach (var term in whole)
            Together(data, x, term, options, cancellationToken).CopyTo(results, term.FirstColumn);
        return whole.Length == 0 ? results : Adjusted(results, options);
    }

    // The levels of a factor are one variable: alone, a level would be compared with all the others, its reference among them.
    private static UnivariableCox[] Together(
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
                    return new UnivariableCox(
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
