using System.Diagnostics;
using System.Globalization;
using System.Text;
using Survival.Models.Cox;
using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

/// <summary>A column of a model that was not fitted here, such as a published one.</summary>
/// <param name="Name">The column.</param>
/// <param name="Coefficient">Its log hazard ratio.</param>
/// <param name="StandardError">The standard error of it; NaN where it is not known.</param>
public sealed record ModelColumn(string Name, double Coefficient, double StandardError = double.NaN)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>
/// A prognostic model: what a study fits, what a published nomogram is, what the calculator shows, and what <c>model.json</c> holds. A
/// signature (weights and
/// scaler), predictors with their columns, coefficients with their covariance, a baseline hazard or none, times, points, and words: the
/// outcome, caveats, where
/// it comes from, whether its patients exist. It holds no patient's data. Immutable. For research use only.
/// </summary>
[DebuggerDisplay("{Description.Name}: {Predictors.Count} predictors")]
public sealed partial class PrognosticModel
{
    private readonly LinearPart _linear;
    private readonly Lazy<CoxNomogram?> _nomogram;

    private PrognosticModel(
        ModelDescription description,
        Signature? signature,
        IReadOnlyList<Predictor> predictors,
        LinearPart linear,
        IReadOnlyList<BaselineHazard> baselines,
        IReadOnlyList<double> horizons,
        (double Low, double High) range,
        CoxModel? fit
    )
    {
        (Description, Signature, Predictors, _linear, Baselines, Horizons, LinearPredictorRange, Fit) = (
            description,
            signature,
            predictors,
            linear,
            baselines,
            horizons,
            range,
            fit
        );
        _nomogram = new Lazy<CoxNomogram?>(BuildNomogram);
    }

    /// <summary>The model in words.</summary>
    public ModelDescription Description { get; }

    /// <summary>The signature whose score is one of the predictors; <see langword="null"/> for none.</summary>
    public Signature? Signature { get; }

    /// <summary>The predictors, in the order of the nomogram's axes.</summary>
    public IReadOnlyList<Predictor> Predictors { get; }

    /// <summary>The interactions of predictors, whose columns are the products of theirs.</summary>
    public IReadOnlyList<PredictorInteraction> Interactions { get; private init; } = [];

    /// <summary>The columns that the predictors and their interactions fill.</summary>
    public IReadOnlyList<string> ColumnNames => _linear.Names;

    /// <summary>The log hazard ratio of each column.</summary>
    public ReadOnlySpan<double> Coefficients => _linear.Coefficients;

    /// <summary>The covariance of the coefficients, row-major; empty where it is not known.</summary>
    public ReadOnlySpan<double> Covariance => _linear.Covariance;

    /// <summary>The columns' values of whom the relative hazard is relative to: the training means of a fit, 0 of a published
    /// model.</summary>
    public ReadOnlySpan<double> Reference => _linear.Reference;

    /// <summary>The columns' values where the <see cref="Baselines"/> hold: of a Cox fit <see cref="CoxModel.Means"/>, of a Fine-Gray model
    /// its columns' means, 0 of a published model.</summary>
    public ReadOnlySpan<double> BaselineReference => _linear.Means;

    /// <summary>The linear predictor, not centred, where the baselines hold.</summary>
    internal double BaselineCentre => _linear.Sum(_linear.Means);

    /// <summary>The linear predictor, not centred, at <see cref="Reference"/>.</summary>
    public double Centre => _linear.Sum(_linear.Reference);

    /// <summary>The smallest and the largest linear predictor of the data, less <see cref="Centre"/>.</summary>
    public (double Low, double High) LinearPredictorRange { get; }

    /// <summary>The baselines: none of a model that publishes none, one of a fit, several of one with strata.</summary>
    public IReadOnlyList<BaselineHazard> Baselines { get; }

    /// <summary>The times at which predictions are told, ascending.</summary>
    public IReadOnlyList<double> Horizons { get; }

    /// <summary>The fit that the model is; <see langword="null"/> of a published one.</summary>
    public CoxModel? Fit { get; }

    /// <summary>The nomogram; <see langword="null"/> where none can be drawn: no predictor, or none with an effect.</summary>
    public CoxNomogram? Nomogram => _nomogram.Value;

    /// <summary>A model of a fit just made: axes, means and the range of the linear predictor are those of its data.</summary>
    /// <param name="fit">The fit; one that was loaded from a file has no data, so a model of it must have been saved whole.</param>
    /// <param name="horizons">The times at which predictions are told; positive, ascending.</param>
    /// <param name="description">The model in words.</param>
    /// <param name="signature">The signature, whose name is that of one of the fit's columns; <see langword="null"/> for none.</param>
    /// <param name="predictors">The predictors, which fill all the fit's columns; <see langword="null"/> for one a term, with the values of
    /// the data.</param>
    /// <exception cref="ArgumentException">Horizons that are not positive and ascending, or predictors that do not fill the columns; the
    /// message says which.</exception>
    /// <exception cref="IncompleteModelException">The fit was loaded from a file.</exception>
    public static PrognosticModel From(
        CoxModel fit,
        IReadOnlyList<double> horizons,
        ModelDescription? description = null,
        Signature? signature = null,
        IReadOnlyList<Predictor>? predictors = null
    )
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(horizons);
        var x =
            fit.Covariates
            ?? throw new IncompleteModelException(
                "The fit was loaded from a file, which holds no data: the axes of its predictors are not known. Fit it anew, or load the "
                    + "PrognosticModel that was saved of it."
            );
        if (predictors is null
            && x.Terms.FirstOrDefault(t => t.Kind != TermKind.Interaction && NomogramVariable.IsInteraction(t.Name)) is { } interaction)
            throw new ArgumentException(NomogramVariable.InteractionMessage(interaction.Name), nameof(fit));
        var p = x.ColumnCount;
        var means = new double[p];
        for (var j = 0; j < p; j++)
        {
            var sum = 0.0;
            foreach (var value in x.Column(j))
                sum += value;
            means[j] = sum / x.RowCount;
        }
        var linear = LinearPart.Of(fit, means);
        var lp = fit.LinearPredictor(x, centred: false);
        var center = linear.Sum(means);
        description ??= new ModelDescription();
        return Checked(
            new PrognosticModel(
                description,
                signature,
                predictors ?? [.. x.Terms.Where(t => t.Kind != TermKind.Interaction).Select(t => FromTerm(t, x))],
                linear,
                [.. fit.Baselines.Select(b => BaselineHazard.Of(fit, b, description.Endpoint.TimeUnit))],
                [.. horizons],
                (lp.Min() - center, lp.Max() - center),
                fit
            )
            {
                Interactions = InteractionsOf(fit.Terms, fit.ColumnNames),
            }
        );
    }

    /// <summary>A model of a fit without its data, such as one that was loaded: what the data would say of the predictors is
    /// given.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="predictors">The predictors with their axes, which fill all the fit's columns.</param>
    /// <param name="means">Whom the relative hazard is relative to: a value for each of the fit's columns, usually its mean.</param>
    /// <param name="range">The smallest and the largest linear predictor of the data, less that at <paramref name="means"/>.</param>
    /// <param name="horizons">The times at which predictions are told; positive, ascending.</param>
    /// <param name="description">The model in words.</param>
    /// <param name="signature">The signature, whose name is that of one of the predictors; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">A part is not allowed, or does not fit another; the message says which.</exception>
    public static PrognosticModel From(
        CoxModel fit,
        IReadOnlyList<Predictor> predictors,
        IReadOnlyList<double> means,
        (double Low, double High) range,
        IReadOnlyList<double> horizons,
        ModelDescription? description = null,
        Signature? signature = null
    )
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(predictors);
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(horizons);
        description ??= new ModelDescription();
        return Checked(new PrognosticModel(
            description, signature, [.. predictors], LinearPart.Of(fit, [.. means]),
            [.. fit.Baselines.Select(b => BaselineHazard.Of(fit, b, description.Endpoint.TimeUnit))], [.. horizons], range, fit)
        {
            Interactions = InteractionsOf(fit.Terms, fit.ColumnNames),
        });
    }

    /// <summary>A model that was not fitted here, such as a published one. Its linear predictor is 0 where all columns are 0; covariances
    /// of the coefficients are taken as 0.</summary>
    /// <param name="description">The model in words.</param>
    /// <param name="columns">The columns with their coefficients.</param>
    /// <param name="predictors">The predictors, which fill all the columns.</param>
    /// <param name="horizons">The times at which predictions are told; positive, ascending.</param>
    /// <param name="signature">The signature, whose name is that of one of the predictors; <see langword="null"/> for none.</param>
    /// <param name="baselines">The baselines; none where the model publishes none.</param>
    /// <exception cref="ArgumentException">A part is not allowed, or does not fit another; the message says which.</exception>
    public static PrognosticModel Create(
        ModelDescription description,
        IReadOnlyList<ModelColumn> columns,
        IReadOnlyList<Predictor> predictors,
        IReadOnlyList<double> horizons,
        Signature? signature = null,
        params IReadOnlyList<BaselineHazard> baselines
    )
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(predictors);
        ArgumentNullException.ThrowIfNull(horizons);
        ArgumentNullException.ThrowIfNull(baselines);
        return Checked(
            new PrognosticModel(
                description,
                signature,
                [.. predictors],
                LinearPart.Of(columns),
                [.. baselines],
                [.. horizons],
                (double.NaN, double.NaN),
                null
            )
        );
    }

    /// <summary>The same model in other words.</summary>
    /// <param name="description">The words.</param>
    /// <exception cref="ArgumentException">They name competing events where the model's do not, or the other way round: that is another
    /// quantity and not another word.</exception>
    public PrognosticModel With(ModelDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        if (description.Endpoint.IsIncidence != Description.Endpoint.IsIncidence)
            throw new ArgumentException(
                Description.Endpoint.IsIncidence
                    ? $"The model predicts a cumulative incidence among {Description.Endpoint.Competing}; the new words name no competing "
                        + $"events. Change the old ones: model.Description with {{ ... }}."
                    : "The model predicts a survival; words alone do not make a cumulative incidence of it.",
                nameof(description));
        return Checked(new PrognosticModel(description, Signature, Predictors, _linear, Baselines, Horizons, LinearPredictorRange, Fit)
        {
            Interactions = Interactions,
        });
    }

    /// <summary>The same model with other baselines, such as one of your clinic's.</summary>
    /// <param name="baselines">The baselines; of different names. One that was supplied holds where the model's own does
    /// (<see cref="BaselineReference"/>); one that was recalibrated is brought there.</param>
    /// <exception cref="ArgumentException">Two baselines of one name, or one of a survival for a model of a cumulative incidence, or the
    /// other way round.</exception>
    public PrognosticModel With(params IReadOnlyList<BaselineHazard> baselines)
    {
        ArgumentNullException.ThrowIfNull(baselines);
        return Checked(
            new PrognosticModel(
                Description, Signature, Predictors, _linear, [.. baselines.Select(b => b.AtMeans(BaselineCentre))], Horizons,
                LinearPredictorRange, Fit)
            {
                Interactions = Interactions,
            }
        );
    }

    /// <summary>The same model with another standardisation of its signature's features.</summary>
    /// <param name="scaler">The standardisation; it must have all of the signature's features.</param>
    /// <exception cref="ArgumentException">The model has no signature, or the scaler lacks a feature.</exception>
    public PrognosticModel With(Scaler scaler)
    {
        ArgumentNullException.ThrowIfNull(scaler);
        if (Signature is not { } signature)
            throw new ArgumentException("The model has no signature to standardise.", nameof(scaler));
        return Checked(
            new PrognosticModel(
                Description,
                signature with
                {
                    Scaler = scaler,
                    Batches = null,
                },
                Predictors,
                _linear,
                Baselines,
                Horizons,
                LinearPredictorRange,
                Fit
            )
            {
                Interactions = Interactions,
            }
        );
    }

    /// <summary>The predictors that a patient's clinical values must have: all but the signature's score and those that may be left
    /// out.</summary>
    public IEnumerable<Predictor> Required => Predictors.Where(p => p.NotGiven is null && p.Name != Signature?.Name);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var caveat in Description.IsSimulated ? [ModelDescription.SimulatedCaveat] : Array.Empty<string>())
            text.AppendLine(caveat);
        var words = Description.Endpoint;
        var predicted = words.IsIncidence ? $"{words.Risk} (cumulative incidence; competing: {words.Competing})" : words.Survival;
        text.AppendLine(Invariant($"{Description.Title} ({Description.Name}): {predicted}"));
        if (Fit is { } fit)
            text.AppendLine(Invariant($"Cox model of {fit.RowCount} patients with {fit.EventCount} events"));
        if (Signature is { } signature)
        {
            var standardisation = signature.Batches is { } batches
                ? $"by '{batches.Column}' ({string.Join(", ", batches.Batches)})"
                : signature.Scaler?.Source ?? "not known";
            text.AppendLine(
                string.Create(CultureInfo.InvariantCulture,
                    $"{signature.Name}: {signature.Terms.Count} features, "
                        + $"{(signature.CutPoint is null ? "no cut-point" : signature.RuleText)}; standardisation: {standardisation}"
                )
            );
            foreach (var term in signature.Terms)
                text.AppendLine(Invariant($"  {term.Weight,10:0.0000}  {term.Feature}"));
        }
        text.AppendLine(Invariant($"{"",-32}{"coef",10}{"exp(coef)",12}{"se(coef)",10}"));
        for (var j = 0; j < ColumnNames.Count; j++)
            text.AppendLine(
                string.Create(CultureInfo.InvariantCulture,
                    $"{ColumnNames[j],-32}{Coefficients[j],10:0.0000}{Math.Exp(Coefficients[j]),12:0.0000}"
                        + $"{_linear.StandardError(j),10:0.0000}"
                )
            );
        text.AppendLine(Baselines.Count == 0 ? "Baseline: none" : $"Baseline: {string.Join("; ", Baselines.Select(b => b.Name))}");
        text.AppendLine($"Times: {string.Join(", ", Horizons.Select(h => Description.Endpoint.Time(h)))}");
        foreach (var caveat in Description.Caveats)
            text.AppendLine($"* {caveat}");
        return text.Append(Description.Disclaimer).ToString();
    }

    private double[] CoefficientsOf(Predictor predictor) => [.. predictor.Columns.Select(c => _linear.Coefficients[_linear.IndexOf(c)])];
}
