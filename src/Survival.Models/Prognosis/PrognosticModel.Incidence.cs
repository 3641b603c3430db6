using Survival.Models.CompetingRisks;

namespace Survival.Models.Prognosis;

// Models of the cumulative incidence of an event among those that compete with it.
public sealed partial class PrognosticModel
{
    /// <summary>What compete where a caller does not say it.</summary>
    private const string CompetingEvents = "competing events";

    /// <summary>A model of the absolute risk where events compete, of a Fine-Gray fit just made: axes, means and the range of the linear
    /// predictor are those of its data. It predicts the cumulative incidence of the event, 1 - exp(-H0(t) exp(lp)) of the subdistribution
    /// hazard, as <c>cmprsk::predict.crr</c> and <c>riskRegression::predictRisk</c> of <c>FGR</c> do.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="x">The covariates that it was fitted to.</param>
    /// <param name="horizons">The times at which predictions are told; positive, ascending.</param>
    /// <param name="description">The model in words. Its outcome names what competes (<see cref="Endpoint.Competing"/>); where it does not,
    /// "competing events" is written there.</param>
    /// <param name="signature">The signature, whose name is that of one of the fit's columns; <see langword="null"/> for none.</param>
    /// <param name="predictors">The predictors, which fill all the fit's columns; <see langword="null"/> for one a term, with the values of
    /// the data.</param>
    /// <exception cref="ArgumentException">Horizons that are not positive and ascending, covariates of other columns or rows than the
    /// fit's,
    /// or predictors that do not fill the columns; the message says which.</exception>
    public static PrognosticModel From(
        FineGrayModel fit, DesignMatrix x, IReadOnlyList<double> horizons, ModelDescription? description = null,
        Signature? signature = null, IReadOnlyList<Predictor>? predictors = null)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(x);
        if (x.RowCount != fit.RowCount || !x.ColumnNames.SequenceEqual(fit.ColumnNames, StringComparer.Ordinal))
            throw new ArgumentException(
                Invariant($"The covariates have {x.RowCount} rows and the columns {string.Join(", ", x.ColumnNames)}; the fit is of ")
                    + Invariant($"{fit.RowCount} rows and the columns {string.Join(", ", fit.ColumnNames)}. Give those it was fitted to."),
                nameof(x));
        if (predictors is null
            && x.Terms.FirstOrDefault(t => t.Kind != TermKind.Interaction && NomogramVariable.IsInteraction(t.Name)) is { } interaction)
            throw new ArgumentException(NomogramVariable.InteractionMessage(interaction.Name), nameof(fit));
        var lp = fit.LinearPredictor(x);
        var centre = LinearPart.Of(fit, fit.Means).Sum(fit.Means);
        return From(
            fit, predictors ?? [.. x.Terms.Where(t => t.Kind != TermKind.Interaction).Select(t => FromTerm(t, x))], fit.Means,
            (lp.Min() - centre, lp.Max() - centre), horizons, description, signature);
    }

    /// <summary>The same of a fit without its data: what the data would say of the predictors is given.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="predictors">The predictors with their axes, which fill all the fit's columns.</param>
    /// <param name="means">Whom the relative hazard is relative to: a value for each of the fit's columns, usually its mean.</param>
    /// <param name="range">The smallest and the largest linear predictor of the data, less that at <paramref name="means"/>.</param>
    /// <param name="horizons">The times at which predictions are told; positive, ascending.</param>
    /// <param name="description">The model in words, as for the other overload.</param>
    /// <param name="signature">The signature, whose name is that of one of the predictors; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">A part is not allowed, or does not fit another; the message says which.</exception>
    public static PrognosticModel From(
        FineGrayModel fit, IReadOnlyList<Predictor> predictors, IReadOnlyList<double> means, (double Low, double High) range,
        IReadOnlyList<double> horizons, ModelDescription? description = null, Signature? signature = null)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(predictors);
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(horizons);
        description ??= new ModelDescription { Title = "Competing-risk nomogram" };
        if (!description.Endpoint.IsIncidence)
            description = description with { Endpoint = description.Endpoint with { Competing = CompetingEvents } };
        return Checked(new PrognosticModel(
            description, signature, [.. predictors], LinearPart.Of(fit, [.. means]),
            [.. fit.Strata.Select((_, s) => BaselineHazard.Of(fit, s, description.Endpoint.TimeUnit))], [.. horizons], range, null)
        {
            Interactions = InteractionsOf(fit.Terms, fit.ColumnNames),
        });
    }
}
