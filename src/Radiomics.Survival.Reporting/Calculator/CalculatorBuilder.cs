using System.Globalization;
using Survival.Models.Cox;
using Survival.Models.CutPoints;
using Survival.Models.Prognosis;

namespace Radiomics.Reporting.Calculator;

/// <summary>A prognostic model as the numbers and words of a calculator.</summary>
internal static class CalculatorBuilder
{
    private const int TableSteps = 500;

    private static readonly string[] FitCaveats =
    [
        "A model predicts best on the patients that it was fitted to; its accuracy elsewhere is known only where it has been validated.",
        "Values outside the range of the data extrapolate; the page warns of them.",
    ];

    public static CalculatorModel Build(PrognosticModel model)
    {
        // Where two numbers interact there is no nomogram, and the page has no points.
        var nomogram = model.Nomogram;
        if (nomogram is null && model.Interactions.Count == 0)
            throw new ArgumentException(
                "The model has no nomogram (no predictor, or none with an effect), so there is nothing to calculate.",
                nameof(model)
            );
        var (words, fit, reference) = (model.Description, model.Fit, model.Reference.ToArray());
        var means = model.BaselineReference.ToArray();
        var names = model.ColumnNames.ToList();
        var predictors = model.Predictors.Select(p => Predictor(model, p, [.. p.Columns.Select(c => names.IndexOf(c))])).ToArray();
        var score = Array.FindIndex(predictors, p => p.Name == model.Signature?.Name);
        if (model.Signature is { } signature)
            predictors[score] = predictors[score] with { Signature = SignatureOf(signature) };
        var intervals = model.Covariance.Length > 0;
        return new CalculatorModel
        {
            Predictors = predictors,
            Columns = names.Count,
            Means = means,
            Covariance = intervals ? model.Covariance.ToArray() : null,
            Center = Sum(model, means),
            ReferenceMeans = reference,
            ReferenceCenter = model.Centre,
            Interactions = [.. model.Interactions.Select(i => InteractionOf(model, i, names))],
            PointsPerUnit = nomogram?.PointsPerUnit ?? 0,
            PointsEnd = nomogram is null ? 0 : Math.Max(nomogram.TotalPointsTicks[^1], 0),
            Rule = model.Signature is { CutPoint: { } cut } ruled
                ? new CalculatorRule(score, cut, ruled.Rule == CutPointRule.AtOrAbove, ruled.RuleText)
                : null,
            Baselines = [.. model.Baselines.Select(b => Baseline(b, fit))],
            NoBaseline = (words.Endpoint.IsIncidence ? "No absolute risk. " : "No absolute survival and no median. ") + words.NoBaseline,
            Horizons = model.Horizons,
            TimeUnit = words.Endpoint.TimeUnit,
            SurvivalWord = Capital(words.Endpoint.Predicted),
            Incidence = words.Endpoint.IsIncidence,
            Reference = words.Reference,
            PartsNote =
                (nomogram is null ? "" : "Points are the nomogram's. ")
                + $"Hazard ratios are {words.Reference}"
                + (
                    words.IntervalNote.Length > 0 ? ". " + words.IntervalNote
                    : !intervals ? ". No intervals: the covariance of the coefficients is not known."
                    : "; intervals are 95%, from the model's covariance and, for "
                        + $"{(words.Endpoint.IsIncidence ? "risk" : "survival")}, its baseline's variance."
                ),
            Text = new CalculatorText(
                words.Title,
                words.Subtitle,
                words.Disclaimer.Replace("For research use only. ", "", StringComparison.Ordinal),
                fit is null
                    ? [.. words.AllCaveats, .. model.Baselines.Any(b => b.Kind == BaselineKind.Fitted) ? FitCaveats : []]
                    : [.. words.AllCaveats, .. FitCaveats, Invariant(
                        $"Cox model of {fit.RowCount} patients with {fit.EventCount} events."
                    )],
                words.Citation,
                words.IsSimulated ? words.AllCaveats[0] : "",
                Capital(words.Endpoint.IsIncidence ? words.Endpoint.Event : words.Endpoint.EventFree)
            ),
        };
    }

    private static CalculatorInteraction InteractionOf(PrognosticModel model, PredictorInteraction interaction, List<string> names)
    {
        int[] columns = [.. interaction.Columns.Select(c => names.IndexOf(c))];
        Predictor[] predictors = [.. interaction.Predictors.Select(n => model.Predictors.First(p => p.Name == n))];
        return new(
            string.Join(':', interaction.Predictors),
            string.Join(" with ", predictors.Select(p => p.Label)),
            [.. predictors.Select(p => model.Predictors.ToList().IndexOf(p))],
            columns,
            [.. columns.Select(j => model.Coefficients[j])],
            columns.Sum(j => model.Coefficients[j] * model.Reference[j]));
    }

    private static CalculatorPredictor Predictor(PrognosticModel model, Predictor p, int[] columns)
    {
        double Effect(double value) => p.Encode(value).Select((x, k) => x * model.Coefficients[columns[k]]).Sum();
        var bare = new CalculatorPredictor
        {
            Name = p.Name,
            Label = p.Label,
            Hint = p.Hint.Length > 0 ? p.Hint : null,
            Start = 0,
            Columns = columns,
            Effect = new CalculatorEffect("levels"),
            Lowest = model.LowestEffect(p.Name),
            Axis = model.Nomogram is not null && model.Interactions.Any(i => i.Predictors.Contains(p.Name))
                ? model.Predictors.Select(q => q.Name).ToList().IndexOf(model.AxisOf(p.Name))
                : null,
            Center = columns.Sum(j => model.Coefficients[j] * model.Reference[j]),
        };
        if (p.NotGiven is not null && p.Kind == PredictorKind.Threshold)
        {
            // One that may be left out: not used, or one of the two sides.
            var beyond = model.Coefficients[columns[0]];
            return bare with
            {
                Levels = ["not used", .. p.ValueLabels],
                Keys = ["", Text(p.Threshold), Text(p.Threshold + 1)],
                Effect = new CalculatorEffect("levels", Values: [0, 0, beyond]),
                Design = [[0], [0], [1]],
                Warnings = p.GivenWarning.Length > 0 ? [new CalculatorWarning(p.GivenWarning, Levels: [1, 2])] : [],
            };
        }
        if (p.Kind is PredictorKind.Levels or PredictorKind.Discrete)
        {
            double[] values =
                p.Kind == PredictorKind.Levels ? [.. Enumerable.Range(0, p.Levels.Count).Select(k => (double)k)] : [.. p.Values];
            return bare with
            {
                Levels = p.ValueLabels,
                Keys = p.Kind == PredictorKind.Levels ? p.Levels : [.. values.Select(Text)],
                Effect = new CalculatorEffect("levels", Values: [.. values.Select(Effect)]),
                Design = [.. values.Select(v => (IReadOnlyList<double>)p.Encode(v))],
            };
        }
        var (low, high) = (p.Low, p.High);
        var step = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(high - low, 1e-12))) - 2);
        var digits = Math.Clamp((int)-Math.Floor(Math.Log10(step)) + 1, 0, 12);
        // A round number near the middle to start with: divided by a whole power of ten, so that 10.2 is the double nearest to it, and
        // never -0.
        var (parts, whole) = step < 1 ? (Math.Round(1 / step), 1.0) : (1.0, step);
        var start = Math.Clamp(Math.Round((low + high) / 2 / whole * parts) / parts * whole, low, high) + 0.0;
        var numeric = bare with
        {
            Start = start,
            Digits = digits,
            Allowed = p.Allowed is { } allowed
                ? new CalculatorRange(allowed.Low, allowed.High, low, high, step, p.Unit)
                {
                    Open = allowed.LowExcluded,
                    Whole = allowed.IsWhole,
                }
                : new CalculatorRange(low - 10 * (high - low), high + 10 * (high - low), low, high, step, p.Unit) { Free = true },
            Warnings = Warnings(p, low, high),
            Course = p.Course is { } course ? CourseOf(course) : null,
        };
        if (p.Kind == PredictorKind.Threshold)
            return numeric with
            {
                Effect = new CalculatorEffect("threshold", model.Coefficients[columns[0]], p.Threshold, p.IsThresholdIncluded),
            };
        if (p.Kind == PredictorKind.Continuous)
            return numeric with { Effect = new CalculatorEffect("linear", model.Coefficients[columns[0]]) };
        var grid = (high - low) / TableSteps;
        double[] places = [.. Enumerable.Range(0, TableSteps + 1).Select(k => low + k * grid)];
        return numeric with
        {
            Start = places[TableSteps / 2],
            Allowed = new CalculatorRange(low, high, low, high, grid, p.Unit) { Grid = grid },
            Effect = new CalculatorEffect("table", Values: [.. places.Select(Effect)], From: low, Step: grid),
            Design = [.. places.Select(v => (IReadOnlyList<double>)p.Encode(v))],
        };
    }

    private static CalculatorWarning[] Warnings(Predictor p, double low, double high)
    {
        if (p.Usual is { } usual)
            return [new CalculatorWarning(p.UnusualWarning, new CalculatorSpan(usual.Low, usual.High))];
        if (p.Kind == PredictorKind.Threshold)
            return [];
        var text =
            p.UnusualWarning.Length > 0
                ? p.UnusualWarning
                : (Invariant($"{p.Label} is {{value}}, outside the training data's {low:G6} to {high:G6} ") + p.Unit).TrimEnd() + ".";
        return [new CalculatorWarning(text, new CalculatorSpan(low, high))];
    }

    private static CalculatorCourse CourseOf(FractionatedDose course) =>
        new(
            course.AlphaBeta,
            "BED",
            "Dose and fractions",
            new CalculatorRange(course.Dose.Low, course.Dose.High, course.UsualDose.Low - 5, course.UsualDose.High + 10, 0.5, "Gy")
            {
                Open = course.Dose.LowExcluded,
                Start = Math.Round((course.UsualDose.Low + course.UsualDose.High) / 2),
                Usual = new CalculatorSpan(course.UsualDose.Low, course.UsualDose.High),
            },
            new CalculatorRange(course.Fractions.Low, course.Fractions.High, course.Fractions.Low, course.UsualFractions.High + 7, 1)
            {
                Whole = true,
                Start = course.UsualFractions.Low,
                Usual = new CalculatorSpan(course.UsualFractions.Low, course.UsualFractions.High),
            },
            string.Create(CultureInfo.InvariantCulture,
                $"what the study gave ({course.UsualDose.Low} to {course.UsualDose.High} Gy in {course.UsualFractions.Low} to "
                    + $"{course.UsualFractions.High})"
            )
        );

    private static CalculatorSignature SignatureOf(Signature signature) =>
        new(
            signature.Batches is { } batches
                    ? $"Enter each feature's z-score: features were harmonised over '{batches.Column}', and each batch has means and "
                        + $"standard deviations of its own, which model.json holds and 'predict' applies."
                : signature.Scaler is not { } scaler
                    ? "Enter each feature's z-score: the means and standard deviations that make them are not published, or not known to "
                        + "this page."
                : scaler.IsRaw
                    ? "Enter each feature's value. It is not standardised: neither the score nor its group can then be compared with the "
                        + "model's."
                : $"Enter each feature's value; it is standardised by: {scaler.Source}.",
            [
                .. signature.Terms.Select(t => new CalculatorTerm(
                    t.Feature,
                    t.Weight,
                    signature.Scaler?.MeanOf(t.Feature) ?? 0,
                    signature.Scaler?.StandardDeviationOf(t.Feature) ?? 1
                )),
            ]
        );

    private static CalculatorBaseline Baseline(BaselineHazard baseline, CoxModel? fit)
    {
        var bare = new CalculatorBaseline
        {
            Name = baseline.Name,
            Note = baseline.Kind switch
            {
                BaselineKind.Fitted => "The baseline is the fitted model's.",
                BaselineKind.Reconstructed => "This baseline is made up from published summaries, not measured. Assumptions:",
                BaselineKind.Recalibrated => "This baseline was estimated on a cohort. Assumptions:",
                _ => "This baseline was supplied by whoever made this page. Assumptions:",
            },
            Assumptions = baseline.HasVariance
                ? baseline.Assumptions
                :
                [
                    .. baseline.Assumptions,
                    "Intervals carry the uncertainty of the hazard ratios, not the baseline's: for the reference patient they have no "
                        + "width.",
                ],
            IsMeasured = baseline.IsMeasured,
            Form = baseline.Form switch { BaselineForm.Steps => "steps", BaselineForm.Linear => "linear", _ => "weibull" },
            Times = baseline.Times,
            Hazards = baseline.CumulativeHazards,
            Shape = baseline.Shape,
            Last = baseline.LastTime,
            Tolerance = baseline.TimeTolerance,
            Variance = baseline.HazardVariances.Count > 0 ? baseline.HazardVariances : null,
            Gradient = baseline.HazardGradients.Count > 0 ? baseline.HazardGradients : null,
        };
        return baseline.Stratum is { } stratum ? Fitted(bare, fit!.Baseline(stratum), fit.ColumnNames.Count) : bare;
    }

    private static CalculatorBaseline Fitted(CalculatorBaseline bare, CoxBaseline baseline, int columns)
    {
        // Steps happen at events; the last time says how far the curve is known.
        var last = baseline.Time.Length - 1;
        var (times, hazards, variances, gradients) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var k = 0; k <= last; k++)
        {
            if (!(baseline.Events[k] > 0 || k == last))
                continue;
            times.Add(baseline.Time[k]);
            hazards.Add(baseline.CumulativeHazard[k]);
            variances.Add(baseline.HazardVariance[k]);
            gradients.AddRange(baseline.MeanSum.Slice(k * columns, columns));
        }
        return bare with { Times = times, Hazards = hazards, Variance = variances, Gradient = gradients };
    }

    private static double Sum(PrognosticModel model, double[] x)
    {
        var sum = 0.0;
        for (var j = 0; j < x.Length; j++)
            sum += model.Coefficients[j] * x[j];
        return sum;
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
