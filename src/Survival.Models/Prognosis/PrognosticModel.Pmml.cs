using System.Globalization;
using System.Xml;
using Survival.Models.Persistence;

namespace Survival.Models.Prognosis;

public sealed partial class PrognosticModel
{
    private CoxPmmlContent ToPmmlContent()
    {
        if (Baselines.Count > 1 && Baselines.Any(b => b.Source is null))
            throw new IncompleteModelException(
                $"The model has several baselines ({string.Join(", ", Baselines.Select(b => b.Name))}); PMML holds one. Keep one by With."
            );
        if (Interactions.Count > 0)
            throw new NotSupportedException(
                $"The interaction '{Interactions[0].Name}' has no place in this PMML. Save the model as JSON (Save), which holds it.");
        if (Predictors.FirstOrDefault(p => p.Kind is PredictorKind.NaturalSpline or PredictorKind.FractionalPolynomial) is { } curved)
            throw new NotSupportedException(
                $"The curve of '{curved.Name}' has no place in this PMML, which holds restricted cubic splines. Save the model as JSON "
                    + "(Save).");
        var (terms, derived, inputs) = (new List<DesignTerm>(), new List<CoxPmmlDerived>(), new List<string>());
        // The content's columns are those of its terms, one after the other.
        var order = new List<int>();
        foreach (var predictor in Predictors)
        {
            var first = order.Count;
            order.AddRange(predictor.Columns.Select(_linear.IndexOf));
            switch (predictor.Kind)
            {
                case PredictorKind.Levels:
                    terms.Add(new DesignTerm(predictor.Name, first, predictor.Columns.Count, predictor.Levels));
                    break;
                case PredictorKind.Threshold:
                    var (at, test) = (predictor.Threshold, predictor.IsThresholdIncluded ? "greaterOrEqual" : "greaterThan");
                    var column = predictor.Columns[0] == predictor.Name ? predictor.Name + " beyond" : predictor.Columns[0];
                    inputs.Add(predictor.Name);
                    derived.Add(
                        new CoxPmmlDerived(
                            column,
                            xml =>
                                CoxPmml.Apply(
                                    xml,
                                    "if",
                                    x => CoxPmml.Apply(x, test, CoxPmml.Field(predictor.Name), CoxPmml.Constant(at)),
                                    CoxPmml.Constant(1),
                                    CoxPmml.Constant(0)
                                )
                        )
                    );
                    terms.Add(new DesignTerm(column, first, 1, []));
                    break;
                default:
                    terms.Add(new DesignTerm(predictor.Name, first, 1, []));
                    if (predictor.Name == Signature?.Name && Signature.Scaler is { } scaler)
                    {
                        inputs.AddRange(Signature.Terms.Select(t => t.Feature));
                        derived.Add(new CoxPmmlDerived(predictor.Name, xml => Score(xml, Signature, scaler)));
                    }
                    for (var k = 1; k < predictor.Columns.Count; k++)
                    {
                        var place = k - 1;
                        derived.Add(new CoxPmmlDerived(predictor.Columns[k], xml => Curve(xml, predictor, place)));
                        terms.Add(new DesignTerm(predictor.Columns[k], first + k, 1, []));
                    }
                    break;
            }
        }
        var p = order.Count;
        double[]? covariance = null;
        if (_linear.Covariance.Length > 0)
        {
            covariance = new double[p * p];
            for (var j = 0; j < p * p; j++)
                covariance[j] = _linear.Covariance[(order[j / p] * ColumnNames.Count) + order[j % p]];
        }
        double[] coefficients =
        [
            .. order.Select(j => Fit is not null && double.IsNaN(Fit.Coefficients[j]) ? double.NaN : _linear.Coefficients[j]),
        ];
        return new CoxPmmlContent(
            [.. order.Select(j => ColumnNames[j])],
            terms,
            coefficients,
            [.. order.Select(j => _linear.Means[j])],
            covariance,
            Fit?.IsRobust ?? false,
            [.. Baselines.Select(ToPmml)]
        )
        {
            Description = string.Join(
                ' ',
                (
                    (string[])
                        [
                            Description.IsSimulated ? ModelDescription.SimulatedCaveat : "",
                            Description.Title + ".",
                            Description.Citation,
                            Description.Disclaimer,
                            .. Baselines.Count == 1
                                ? [$"Baseline: {Baselines[0].Name}.", .. Baselines[0].Assumptions]
                                : Array.Empty<string>(),
                        ]
                ).Where(s => s.Length > 0)
            ),
            Inputs = inputs,
            Derived = derived,
        };
    }

    private CoxPmmlBaseline ToPmml(BaselineHazard baseline)
    {
        var stratum = baseline.Source is { } source
            ? source.Name.Length > 0
                ? source.Name
                : source.Stratum.ToString(CultureInfo.InvariantCulture)
            : baseline.Name;
        if (baseline.Form == BaselineForm.Steps)
            return new CoxPmmlBaseline(stratum, baseline.LastTime, [.. baseline.Times.Zip(baseline.CumulativeHazards)]);
        // A table of steps can only follow a curve: at every whole unit of time (a hundredth of the range where that is less), every known
        // time and every horizon.
        var step = baseline.LastTime >= 10 && baseline.LastTime <= 10_000 ? 1 : baseline.LastTime / 100;
        var times = Enumerable
            .Range(1, (int)Math.Floor(baseline.LastTime / step))
            .Select(k => k * step)
            .Concat(baseline.Times)
            .Concat(Horizons)
            .Where(t => t > 0 && baseline.Reaches(t))
            .Distinct()
            .Order();
        return new CoxPmmlBaseline(stratum, baseline.LastTime, [.. times.Select(t => (t, baseline.HazardAt(t)))]);
    }

    private static void Score(XmlWriter xml, Signature signature, Scaler scaler) =>
        Sum(
            xml,
            [
                .. signature.Terms.Select(t =>
                    (Action<XmlWriter>)(
                        x =>
                            CoxPmml.Apply(
                                x,
                                "*",
                                y =>
                                    CoxPmml.Apply(
                                        y,
                                        "/",
                                        z => CoxPmml.Apply(z, "-", CoxPmml.Field(t.Feature), CoxPmml.Constant(scaler.MeanOf(t.Feature))),
                                        CoxPmml.Constant(scaler.StandardDeviationOf(t.Feature))
                                    ),
                                CoxPmml.Constant(t.Weight)
                            )
                    )
                ),
            ]
        );

    // A term of the spline's basis, as RestrictedCubicSpline.Basis has it.
    private static void Curve(XmlWriter xml, Predictor predictor, int place)
    {
        var knots = predictor.Knots;
        var (last, before, scale) = (knots[^1], knots[^2], Math.Pow(knots[^1] - knots[0], 2));
        Sum(xml,
        [
            Cube(predictor.Name, knots[place], 1 / scale),
            Cube(predictor.Name, before, -(last - knots[place]) / (last - before) / scale),
            Cube(predictor.Name, last, (before - knots[place]) / (last - before) / scale),
        ]);
    }

    private static Action<XmlWriter> Cube(string field, double knot, double factor) =>
        xml =>
            CoxPmml.Apply(
                xml,
                "*",
                CoxPmml.Constant(factor),
                y =>
                    CoxPmml.Apply(
                        y,
                        "pow",
                        z =>
                            CoxPmml.Apply(
                                z,
                                "max",
                                CoxPmml.Constant(0),
                                w => CoxPmml.Apply(w, "-", CoxPmml.Field(field), CoxPmml.Constant(knot))
                            ),
                        CoxPmml.Constant(3)
                    )
            );

    // PMML's sum takes two numbers at a time.
    private static void Sum(XmlWriter xml, Action<XmlWriter>[] parts)
    {
        var sum = parts[0];
        foreach (var part in parts.Skip(1))
        {
            var before = sum;
            sum = x => CoxPmml.Apply(x, "+", before, part);
        }
        sum(xml);
    }
}
