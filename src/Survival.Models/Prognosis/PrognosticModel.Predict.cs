using System.Globalization;
using Plain;

namespace Survival.Models.Prognosis;

public sealed partial class PrognosticModel
{
    private const double Z = 1.959963984540054;

    /// <summary>Predicts for a patient.</summary>
    /// <param name="features">Features by name; those of the signature must be there and finite. May be empty for a model without a
    /// signature, or where its score is among <paramref name="clinical"/>.</param>
    /// <param name="clinical">The other predictors by name, as text: a number with a point, or a level. Under the signature's name a score
    /// that was computed elsewhere, on z-scored features.</param>
    /// <param name="baseline">One of <see cref="Baselines"/> or another; may be left out where there is one or none.</param>
    /// <exception cref="PatientInputException">A value is missing, not a number, not finite, or not allowed; the message names it and what
    /// is.</exception>
    /// <exception cref="IncompleteModelException">The signature has no scaler, or the model has several baselines and none was
    /// chosen.</exception>
    public Prediction Predict(
        IReadOnlyDictionary<string, double> features,
        IReadOnlyDictionary<string, string> clinical,
        BaselineHazard? baseline = null
    )
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(clinical);
        var scored = Scored(features, clinical);
        var warnings = new List<string>(scored.Warnings);
        var assumptions = new List<string>(Description.AllCaveats);
        assumptions.AddRange(scored.Assumptions);
        var x = new double[ColumnNames.Count];
        var parts = new List<PredictorContribution>(Predictors.Count);
        var encoded = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var predictor in Predictors)
        {
            var text = predictor.Name == Signature?.Name ? scored.Text : Cell(clinical, predictor);
            if (text is null)
            {
                assumptions.Add(predictor.NotGiven!);
                encoded[predictor.Name] = new double[predictor.Columns.Count];
                continue;
            }
            var value = predictor.Read(text);
            var own = encoded[predictor.Name] = new double[predictor.Columns.Count];
            predictor.Fill(value, own);
            parts.Add(Part(predictor.Name, predictor.Label, predictor.Text(value), predictor.Columns, own, x));
            if (predictor.NotGiven is not null && predictor.GivenWarning.Length > 0)
                warnings.Add(predictor.GivenWarning);
            if (predictor.Warning(value) is { } warning)
                warnings.Add(warning);
            if (
                predictor.Course is { } course
                && CourseOf(clinical, predictor) is { } given
                && CourseWarning(course, given.Dose, given.Fractions) is { } unusual
            )
                warnings.Add(unusual);
        }
        foreach (var interaction in Interactions)
            parts.Add(Part(interaction.Name, interaction.Name, "", interaction.Columns, interaction.Products(encoded), x));
        return Predict(x, scored, WithPoints(parts), warnings, assumptions, baseline ?? TheBaseline());
    }

    /// <summary>Why a prediction is what it is: what each feature and predictor adds against the model's reference, the widest
    /// first.</summary>
    /// <param name="features">Features by name, as for
    /// <see cref="Predict(IReadOnlyDictionary{string, double}, IReadOnlyDictionary{string, string}, BaselineHazard?)"/>.</param>
    /// <param name="clinical">The other predictors by name, as text.</param>
    /// <exception cref="PatientInputException">As for the prediction.</exception>
    /// <exception cref="IncompleteModelException">As for the prediction.</exception>
    public Explanation Explain(IReadOnlyDictionary<string, double> features, IReadOnlyDictionary<string, string> clinical) =>
        new(
            Predict(features, clinical, Baselines.Count > 0 ? Baselines[0] : null),
            Predictors.FirstOrDefault(p => p.Name == Signature?.Name) is { IsCurved: false } score
                ? CoefficientsOf(score)[0]
                : null
        );

    /// <summary>The linear predictor, not centred, of columns that the caller filled.</summary>
    /// <param name="x">A value for each of <see cref="ColumnNames"/>, in that order.</param>
    /// <exception cref="ArgumentException">Another number of values than columns.</exception>
    public double LinearPredictor(ReadOnlySpan<double> x) =>
        x.Length == ColumnNames.Count
            ? _linear.Sum(x)
            : throw new ArgumentException($"The model has {ColumnNames.Count} columns; {x.Length} values were given.", nameof(x));

    private sealed record ScoredPatient(
        double? Score,
        string? Text,
        IReadOnlyList<FeatureContribution> Parts,
        IReadOnlyList<string> Warnings,
        IReadOnlyList<string> Assumptions
    );

    private ScoredPatient Scored(IReadOnlyDictionary<string, double> features, IReadOnlyDictionary<string, string> clinical)
    {
        if (Signature is not { } signature)
            return new ScoredPatient(null, null, [], [], []);
        var given = clinical.TryGetValue(signature.Name, out var cell) && !string.IsNullOrWhiteSpace(cell) ? cell.Trim() : null;
        if (given is not null)
        {
            if (signature.Terms.Any(t => features.ContainsKey(t.Feature)))
                throw new PatientInputException($"Both '{signature.Name}' and features of it are given; give one of them.");
            var score = Predictors.First(p => p.Name == signature.Name).Read(given);
            return new ScoredPatient(
                score,
                given,
                [],
                [],
                [
                    $"The {Predictors.First(p => p.Name == signature.Name).Label} was given as a number: it is taken to be that of "
                        + $"z-scored features.",
                ]
            );
        }
        if (signature.Batches is { } batches)
        {
            signature =
                clinical.TryGetValue(batches.Column, out var batch) && !string.IsNullOrWhiteSpace(batch)
                    ? signature.ForBatch(batch.Trim())
                    : throw new PatientInputException(
                        $"The batch '{batches.Column}' is missing, over which the features were harmonised; one of "
                            + $"{PlainWords.List(batches.Batches)} is needed."
                    );
        }
        var parts = signature.Contributions(features);
        var sum = 0.0;
        foreach (var part in parts)
            sum += part.Contribution;
        return new ScoredPatient(
            sum,
            sum.ToString("R", CultureInfo.InvariantCulture),
            parts,
            [.. signature.Warnings(parts)],
            [
                $"The features of the {Predictors.First(p => p.Name == signature.Name).Label} were standardised by: "
                    + $"{signature.Scaler!.Source}.",
            ]
        );
    }

    private PredictorContribution Part(
        string name, string label, string value, IReadOnlyList<string> columns, double[] own, double[] x)
    {
        var (effect, reference) = (0.0, 0.0);
        for (var k = 0; k < own.Length; k++)
        {
            var j = _linear.IndexOf(columns[k]);
            x[j] = own[k];
            effect += _linear.Coefficients[j] * own[k];
            reference += _linear.Coefficients[j] * _linear.Reference[j];
        }
        return new PredictorContribution(name, label, value, effect, Math.Exp(effect - reference), double.NaN);
    }

    // Predictors that interact share their points, which stand on the axis of one of them.
    private List<PredictorContribution> WithPoints(List<PredictorContribution> parts)
    {
        if (Nomogram is not { } nomogram)
            return parts;
        return parts.ConvertAll(part =>
        {
            if (Predictors.FirstOrDefault(p => p.Name == part.Name) is not { } predictor)
                return part;
            var group = GroupOf(predictor);
            if (group.Count > 1 && LeadOf(group) != predictor)
                return part;
            var names = group.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
            names.UnionWith(Interactions.Where(i => i.Predictors.All(names.Contains)).Select(i => i.Name));
            var effect = group.Count == 1 ? part.Effect : parts.Where(p => names.Contains(p.Name)).Sum(p => p.Effect);
            return part with { Points = (effect - LowestEffect(predictor)) * nomogram.PointsPerUnit };
        });
    }

    /// <summary>What a predictor adds to the linear predictor at no points: the lowest of the nomogram's axis, or of the values that a
    /// predictor outside it can take; with predictors that it interacts with, what all of them add.</summary>
    /// <param name="predictor">The predictor's name.</param>
    /// <exception cref="ArgumentException">There is no such predictor.</exception>
    public double LowestEffect(string predictor) => LowestEffect(Named(predictor));

    /// <summary>The predictor on whose axes of the nomogram a predictor's points stand: its own, but of predictors that interact the first
    /// with a line of numbers, else the first.</summary>
    /// <param name="predictor">The predictor's name.</param>
    /// <exception cref="ArgumentException">There is no such predictor.</exception>
    public string AxisOf(string predictor) => LeadOf(GroupOf(Named(predictor))).Name;

    private Predictor Named(string predictor) => Predictors.FirstOrDefault(p => p.Name == predictor) ?? throw new ArgumentException(
        $"No predictor '{predictor}'; the model has {PlainWords.List(Predictors.Select(p => p.Name))}.", nameof(predictor));

    private double LowestEffect(Predictor predictor) =>
        predictor.IsOnNomogram && Nomogram is { } nomogram
            ? nomogram.LowestEffect(LeadOf(GroupOf(predictor)).Name)
            : predictor.ToVariable(CoefficientsOf(predictor)).Ticks(NomogramOptions.Default.Intervals).Effects.Min();

    private Prediction Predict(
        double[] x,
        ScoredPatient scored,
        List<PredictorContribution> parts,
        List<string> warnings,
        List<string> assumptions,
        BaselineHazard? baseline
    )
    {
        var lp = _linear.Sum(x);
        var (relative, error) = (lp - Centre, _linear.Error(x, _linear.Reference));
        baseline = baseline?.AtMeans(BaselineCentre);
        if (baseline?.IsOfIncidence == !Description.Endpoint.IsIncidence)
            throw new ArgumentException(
                $"The baseline '{baseline!.Name}' is of {(Description.Endpoint.IsIncidence ? "a survival" : "a cumulative incidence")}, "
                    + $"and the model predicts the {Description.Endpoint.Predicted}.", nameof(baseline));
        if (baseline is not null)
            assumptions.AddRange([$"Baseline: {baseline.Name}.", .. baseline.Assumptions]);
        if (Description.IntervalNote.Length > 0)
            assumptions.Add(Description.IntervalNote);
        var curve = baseline?.Source is { } source && Fit is { } fit
            ? new Lazy<NonParametric.SurvivalCurve>(() => fit.Survival(x, source.Stratum))
            : null;
        return new Prediction(this, baseline, x, curve, Math.Exp(lp - BaselineCentre), _linear.Error(x, _linear.Means))
        {
            HazardError = (hazard, gradient) => HazardErrorOf(x, hazard, gradient),
            Score = scored.Score,
            IsHighScore = scored.Score is { } score ? Signature!.IsHigh(score) : null,
            Features = scored.Parts,
            Predictors = parts,
            LinearPredictor = lp,
            StandardError = error,
            RelativeHazard = new Interval(Math.Exp(relative), Math.Exp(relative - (Z * error)), Math.Exp(relative + (Z * error))),
            TotalPoints = Nomogram is null ? double.NaN : parts.Where(p => !double.IsNaN(p.Points)).Sum(p => p.Points),
            Warnings = warnings,
            Assumptions = assumptions,
        };
    }

    // The coefficients' share of the variance of a cumulative hazard, as survfit.coxph has it.
    private double HazardErrorOf(double[] x, double hazard, ReadOnlySpan<double> gradient)
    {
        var d = new double[x.Length];
        for (var j = 0; j < d.Length; j++)
            d[j] = (hazard * (x[j] - _linear.Means[j])) - gradient[j];
        return _linear.Covariance.Length == 0 ? double.NaN : Cox.CoxModel.Quadratic(_linear.Covariance, d);
    }

    private BaselineHazard? TheBaseline() =>
        Baselines.Count switch
        {
            0 => null,
            1 => Baselines[0],
            _ => throw new IncompleteModelException(
                $"The model has several baselines ({PlainWords.List(Baselines.Select(b => b.Name))}); name the patient's."
            ),
        };

    // The text of a predictor: its own, or that of the course from which it follows; null where it may be, and is, left out.
    private static string? Cell(IReadOnlyDictionary<string, string> clinical, Predictor predictor)
    {
        if (clinical.TryGetValue(predictor.Name, out var cell) && !string.IsNullOrWhiteSpace(cell))
            return cell.Trim();
        if (CourseOf(clinical, predictor) is { } course)
            return (course.Dose * (1 + (course.Dose / course.Fractions / predictor.Course!.AlphaBeta))).ToString(
                "R",
                CultureInfo.InvariantCulture
            );
        return predictor.NotGiven is not null
            ? null
            : throw new PatientInputException($"The predictor '{predictor.Name}' is missing; {predictor.AllowedText} is needed.");
    }

    /// <summary>The dose of a course of radiotherapy among a patient's values.</summary>
    public const string CourseDose = "dose";

    /// <summary>The number of its fractions.</summary>
    public const string CourseFractions = "fractions";

    private static (double Dose, double Fractions)? CourseOf(IReadOnlyDictionary<string, string> clinical, Predictor predictor)
    {
        if (predictor.Course is not { } course || (clinical.TryGetValue(predictor.Name, out var own) && !string.IsNullOrWhiteSpace(own)))
            return null;
        if (
            !clinical.TryGetValue(CourseDose, out var dose)
            || !clinical.TryGetValue(CourseFractions, out var fractions)
            || string.IsNullOrWhiteSpace(dose)
            || string.IsNullOrWhiteSpace(fractions)
        )
            return null;
        return (Number(dose, CourseDose, course.Dose), Number(fractions, CourseFractions, course.Fractions));
    }

    private static double Number(string text, string name, InputRange range) =>
        double.TryParse(
            text.Trim(),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var value
        ) && range.Contains(value)
            ? value
            : throw new PatientInputException($"The {name} is '{text}'; {range} is needed.");

    private static string? CourseWarning(FractionatedDose course, double dose, double fractions) =>
        course.UsualDose.Contains(dose) && course.UsualFractions.Contains(fractions)
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{dose:0.##} Gy in {fractions} fractions lies outside what the study gave ({course.UsualDose.Low} to "
                    + $"{course.UsualDose.High} Gy in {course.UsualFractions.Low} to {course.UsualFractions.High})."
            );
}
