using System.Globalization;
using System.Xml;
using Survival.Models.Persistence;

namespace Survival.Models.Prognosis;

public sealed partial class PrognosticModel
{
    private CoxPmmlContent ToPmmlContent()
    {
        if (Description.Endpoint.IsIncidence)
            throw new IncompleteModelException(
                $"The model predicts the {Description.Endpoint.Risk} among {Description.Endpoint.Competing} (a cumulative incidence). "
                    + "PMML's Cox regression knows a survival and a cumulative hazard alone, under whose names a reader would take the "
                    + "numbers for what they are not. Give model.json, which holds the model whole.");
        if (Baselines.Count > 1 && Baselines.Any(b => b.Source is null))
            throw new IncompleteModelException(
                $"The model has several baselines ({string.Join(", ", Baselines.Select(b => b.Name))}); PMML holds one. Keep one by With."
            );
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
                    var column = NameOf(predictor, 0);
                    inputs.Add(predictor.Name);
                    derived.Add(new CoxPmmlDerived(
                        column, CoxPmmlColumns.Beyond(predictor.Name, predictor.Threshold, predictor.IsThresholdIncluded)));
                    terms.Add(new DesignTerm(column, first, 1, []));
                    break;
                default:
                    if (predictor.Name == Signature?.Name && Signature.Scaler is { } scaler)
                    {
                        inputs.AddRange(Signature.Terms.Select(t => t.Feature));
                        derived.Add(new CoxPmmlDerived(predictor.Name, Score(Signature, scaler)));
                    }
                    else if (IsFirstDerived(predictor))
                    {
                        inputs.Add(predictor.Name);
                    }
                    var columns = Expressions(predictor);
                    for (var k = 0; k < columns.Length; k++)
                    {
                        var name = NameOf(predictor, k);
                        if (k > 0 || IsFirstDerived(predictor))
                            derived.Add(new CoxPmmlDerived(name, columns[k]));
                        terms.Add(new DesignTerm(name, first + k, 1, []));
                    }
                    break;
            }
        }
        foreach (var interaction in Interactions)
        {
            Predictor[] factors = [.. interaction.Predictors.Select(n => Predictors.First(q => q.Name == n))];
            var products = CoxPmmlColumns.Products(factors.Select(Fields));
            for (var k = 0; k < products.Length; k++)
            {
                derived.Add(new CoxPmmlDerived(interaction.Columns[k], products[k]));
                terms.Add(new DesignTerm(interaction.Columns[k], order.Count, 1, []));
                order.Add(_linear.IndexOf(interaction.Columns[k]));
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
            Needed = Interactions.SelectMany(i => i.Predictors).Concat(Predictors.Where(q => q.IsCurved).Select(q => q.Name))
                .ToHashSet(StringComparer.Ordinal),
        };
    }

    // The first column of a restricted spline is the number itself; those of other curves and of a threshold are worked out.
    private static bool IsFirstDerived(Predictor predictor) =>
        predictor.Kind is PredictorKind.NaturalSpline or PredictorKind.FractionalPolynomial or PredictorKind.Threshold;

    // The field of a column: its name, but where the predictor's own field has it.
    private static string NameOf(Predictor predictor, int column) =>
        column == 0 && !IsFirstDerived(predictor) ? predictor.Name
        : predictor.Columns[column] == predictor.Name ? predictor.Name + (predictor.IsCurved ? " curve" : " beyond")
        : predictor.Columns[column];

    private static Action<XmlWriter>[] Expressions(Predictor predictor) => predictor.IsCurved
        ? CoxPmmlColumns.Curve(
            predictor.Name,
            predictor.Kind switch
            {
                PredictorKind.Spline => TermKind.RestrictedCubic,
                PredictorKind.NaturalSpline => TermKind.Natural,
                _ => TermKind.FractionalPolynomial,
            },
            predictor.Knots,
            (predictor.Powers, predictor.Shift, predictor.Scale))
        : [CoxPmml.Field(predictor.Name)];

    // The columns of a predictor where others are made of them: the fields that hold them, of levels their indicators.
    private static Action<XmlWriter>[] Fields(Predictor predictor) => predictor.Kind == PredictorKind.Levels
        ? CoxPmmlColumns.Indicators(predictor.Name, predictor.Levels)
        : [.. predictor.Columns.Select((_, k) => CoxPmml.Field(NameOf(predictor, k)))];

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

    private static Action<XmlWriter> Score(Signature signature, Scaler scaler) => CoxPmmlColumns.Sum(
    [
        .. signature.Terms.Select(t => (Action<XmlWriter>)(x => CoxPmml.Apply(
            x,
            "*",
            y => CoxPmml.Apply(
                y,
                "/",
                z => CoxPmml.Apply(z, "-", CoxPmml.Field(t.Feature), CoxPmml.Constant(scaler.MeanOf(t.Feature))),
                CoxPmml.Constant(scaler.StandardDeviationOf(t.Feature))),
            CoxPmml.Constant(t.Weight)))),
    ]);
}
