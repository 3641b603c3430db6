using System.Globalization;
using Radiomics.Studies;
using Survival.Models.Cox;
using Survival.Models.CutPoints;
using Survival.Models.Prognosis;
using Survival.Models;

namespace Radiomics.Reporting.Calculator;

/// <summary>A fitted nomogram as a calculator.</summary>
internal static class FittedCalculator
{
    private const int TableSteps = 500;
    private const string Disclaimer = "Not a medical device; not for diagnosis or treatment decisions.";

    private static readonly string[] CommonCaveats =
    [
        "A model predicts best on the patients that it was fitted to; its accuracy elsewhere is known only where it has been validated.",
        "Values outside the range of the data extrapolate; the page warns of them.",
    ];

    public static CalculatorModel Build(CoxNomogram nomogram, CoxModel model, CalculatorOptions options) =>
        Build(nomogram, model, options, variable => Columns(variable, model), model.Means.ToArray(), "against the model's means (0 of a 0/1 variable)");

    public static CalculatorModel Build(StudyModel study, CalculatorOptions options)
    {
        var nomogram = study.Nomogram ?? throw new ArgumentException("The study's model has no nomogram (no predictor, or none with an effect), so there is nothing to calculate.", nameof(study));
        var labels = new ColumnLabels(StudyProtocol.Default, options.Labels);
        options = options with { TimeUnit = study.TimeUnit, Horizons = study.Horizons, Labels = study.Predictors.ToDictionary(p => p.Name, p => labels.Of(p.Name), StringComparer.Ordinal) };
        var names = study.Final.ColumnNames.ToList();
        var columns = study.Predictors.ToDictionary(p => p.Name, p => p.Columns.Select(c => names.IndexOf(c)).ToArray(), StringComparer.Ordinal);
        var built = Build(nomogram, study.Final, options, variable => columns[variable.Name], study.Means, "against the means of the training set");
        var place = built.Predictors.ToList().FindIndex(p => p.Name == StudyModel.RadScoreName);
        if (place < 0 || study.Signature.Count == 0)
            return built;
        var predictors = built.Predictors.ToArray();
        predictors[place] = predictors[place] with
        {
            Signature = new CalculatorSignature("Enter each feature's value; it is standardised as in the study's training set.",
                [.. study.Signature.Select(t => new CalculatorTerm(t.Feature, t.Weight, t.Mean, t.StandardDeviation))]),
        };
        var inclusive = study.GroupRule == CutPointRule.AtOrAbove;
        return built with
        {
            Predictors = predictors,
            Rule = study.CutPoint is { } cut
                ? new CalculatorRule(place, cut, inclusive, FormattableString.Invariant($"high {(inclusive ? "from" : "above")} a Rad-score of {cut:0.####}{(inclusive ? " on" : "")}"))
                : null,
        };
    }

    private static CalculatorModel Build(CoxNomogram nomogram, CoxModel model, CalculatorOptions options, Func<NomogramVariable, int[]> columnsOf, IReadOnlyList<double> reference, string referenceName)
    {
        options.Validate();
        var places = nomogram.Variables.Select(columnsOf).ToArray();
        for (var j = 0; j < model.ColumnNames.Count; j++)
        {
            if (!double.IsNaN(model.Coefficients[j]) && !places.Any(p => p.Contains(j)) && !nomogram.Variables.Any(v => IsTable(v, columnsOf(v), model)))
                throw new ArgumentException($"The model's column '{model.ColumnNames[j]}' belongs to no variable of the nomogram, so the page could not predict as the model does.", nameof(nomogram));
        }
        var predictors = nomogram.Variables.Select((v, i) => Predictor(v, places[i], nomogram.Axes[i], model, reference, options)).ToArray();
        var isLinear = predictors.All(p => p.Effect.Kind != "table");
        return new CalculatorModel
        {
            Predictors = predictors,
            Columns = model.ColumnNames.Count,
            Means = model.Means.ToArray(),
            Covariance = isLinear ? model.Covariance.ToArray() : null,
            Center = Center(model, model.Means.ToArray()),
            ReferenceMeans = reference,
            ReferenceCenter = Center(model, reference),
            PointsPerUnit = nomogram.PointsPerUnit,
            PointsEnd = nomogram.TotalPointsTicks[^1],
            Baselines = [.. model.Baselines.Select(b => Baseline(b, model, options))],
            NoBaseline = "",
            Horizons = options.Horizons,
            TimeUnit = options.TimeUnit,
            Reference = referenceName,
            PartsNote = $"Points are the nomogram's. Hazard ratios are {referenceName}" +
                (isLinear ? "; intervals are 95 %, from the model's covariance and, for survival, its baseline's variance." : ". No intervals: a predictor's effect is not linear in one column."),
            Text = new CalculatorText(options.Title, options.Subtitle, Disclaimer, [.. options.Caveats, .. CommonCaveats,
                FormattableString.Invariant($"Cox model of {model.RowCount} patients with {model.EventCount} events.")], options.Citation),
        };
    }

    private static CalculatorPredictor Predictor(NomogramVariable variable, int[] columns, NomogramAxis axis, CoxModel model, IReadOnlyList<double> reference, CalculatorOptions options)
    {
        var label = options.Labels.GetValueOrDefault(variable.Name, variable.Name);
        var unit = options.Units.GetValueOrDefault(variable.Name, "");
        var bare = new CalculatorPredictor
        {
            Name = variable.Name,
            Label = label,
            Start = 0,
            Columns = columns,
            Effect = new CalculatorEffect("levels"),
            Lowest = axis.Ticks.Min(t => t.Effect),
            Center = columns.Sum(j => model.Coefficients[j] * reference[j]),
        };
        if (variable.Levels.Count > 0)
        {
            CheckEffects(variable, variable.Levels.Select((level, k) => (variable.Effect(level), k == 0 ? 0 : model.Coefficients[columns[k - 1]])));
            return bare with
            {
                Levels = variable.Levels,
                Effect = new CalculatorEffect("levels", Values: [.. variable.Levels.Select(variable.Effect)]),
                Design = [.. variable.Levels.Select((_, k) => (IReadOnlyList<double>)[.. columns.Select((_, c) => c == k - 1 ? 1.0 : 0.0)])],
            };
        }
        if (variable.Values.Count > 0)
        {
            CheckEffects(variable, variable.Values.Select(v => (variable.Effect(v), model.Coefficients[columns[0]] * v)));
            return bare with
            {
                Levels = variable.Values is [0, 1]
                    ? ["no (0)", "yes (1)"]
                    : [.. variable.Values.Select(v => v.ToString("G12", CultureInfo.InvariantCulture) + (unit.Length > 0 ? " " + unit : ""))],
                Keys = [.. variable.Values.Select(v => v.ToString("R", CultureInfo.InvariantCulture))],
                Effect = new CalculatorEffect("levels", Values: [.. variable.Values.Select(variable.Effect)]),
                Design = [.. variable.Values.Select(v => (IReadOnlyList<double>)[v])],
            };
        }
        var (low, high) = (variable.Low, variable.High);
        var step = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(high - low, 1e-12))) - 2);
        var digits = Math.Clamp((int)-Math.Floor(Math.Log10(step)) + 1, 0, 12);
        CalculatorWarning[] warnings = [new(FormattableString.Invariant($"{label} is {{value}}, outside the data's {low:G6} to {high:G6}."), new CalculatorSpan(low, high))];
        // A round number near the middle to start with.
        var start = Math.Clamp(Math.Round((low + high) / 2 / step) * step, low, high);
        if (!IsTable(variable, columns, model))
        {
            return bare with
            {
                Start = start,
                Digits = digits,
                Allowed = new CalculatorRange(low - 10 * (high - low), high + 10 * (high - low), low, high, step, unit),
                Effect = new CalculatorEffect("linear", model.Coefficients[columns[0]]),
                Warnings = warnings,
            };
        }
        var grid = (high - low) / TableSteps;
        return bare with
        {
            Start = low + TableSteps / 2 * grid,
            Digits = digits,
            Allowed = new CalculatorRange(low, high, low, high, grid, unit) { Grid = grid },
            Effect = new CalculatorEffect("table", Values: [.. Enumerable.Range(0, TableSteps + 1).Select(k => variable.Effect(low + k * grid))], From: low, Step: grid),
            Columns = [],
            Center = 0,
        };
    }

    private static double Center(CoxModel model, IReadOnlyList<double> means)
    {
        var sum = 0.0;
        for (var j = 0; j < means.Count; j++)
            sum += double.IsNaN(model.Coefficients[j]) ? 0 : model.Coefficients[j] * means[j];
        return sum;
    }

    /// <summary>Whether a variable's effect is something else than its column's coefficient times its value.</summary>
    private static bool IsTable(NomogramVariable variable, int[] columns, CoxModel model) =>
        variable.Levels.Count == 0 && variable.Values.Count == 0
        && (columns.Length != 1 || !Array.TrueForAll([variable.Low, (variable.Low + variable.High) / 2, variable.High], x => IsClose(variable.Effect(x), model.Coefficients[columns[0]] * x)));

    private static void CheckEffects(NomogramVariable variable, IEnumerable<(double Nomogram, double Model)> effects)
    {
        foreach (var (shown, fitted) in effects)
        {
            if (!IsClose(shown, fitted))
                throw new ArgumentException(FormattableString.Invariant($"The nomogram's '{variable.Name}' adds {shown} where the model's adds {fitted}: they are not of one fit."), nameof(variable));
        }
    }

    private static bool IsClose(double a, double b) => Math.Abs(a - b) <= 1e-12 * Math.Max(1, Math.Abs(b));

    private static int[] Columns(NomogramVariable variable, CoxModel model)
    {
        var names = model.ColumnNames.ToList();
        var term = model.Terms.FirstOrDefault(t => t.Name == variable.Name && t.IsCategorical);
        if (variable.Levels.Count > 0)
        {
            if (term is not null && term.Levels.SequenceEqual(variable.Levels))
                return [.. Enumerable.Range(term.FirstColumn, term.ColumnCount)];
            return [.. variable.Levels.Skip(1).Select(level => Find(variable.Name + level))];
        }
        if (names.IndexOf(variable.Name) is var j and >= 0)
            return [j];
        return variable.Values.Count > 0 ? [Find(variable.Name)] : [];

        int Find(string column) => names.IndexOf(column) is var k and >= 0
            ? k
            : throw new ArgumentException($"The nomogram's '{variable.Name}' needs the model's column '{column}'; the model has {string.Join(", ", names)}.", nameof(model));
    }

    private static CalculatorBaseline Baseline(CoxBaseline baseline, CoxModel model, CalculatorOptions options)
    {
        var p = model.ColumnNames.Count;
        var n = baseline.Time.Length;
        // Steps happen at events; the last time says how far the curve is known.
        var kept = new List<int>();
        for (var k = 0; k < n; k++)
        {
            if (baseline.Events[k] > 0 || k == n - 1)
                kept.Add(k);
        }
        var (times, hazards, variances, gradients) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        foreach (var k in kept)
        {
            times.Add(baseline.Time[k]);
            hazards.Add(baseline.CumulativeHazard[k]);
            variances.Add(baseline.HazardVariance[k]);
            for (var j = 0; j < p; j++)
                gradients.Add(baseline.MeanSum[k * p + j]);
        }
        return new CalculatorBaseline
        {
            Name = baseline.Name.Length > 0 ? baseline.Name : model.Baselines.Count > 1 ? FormattableString.Invariant($"stratum {baseline.Stratum}") : "the model's own",
            Note = "The baseline is the fitted model's.",
            Assumptions = [FormattableString.Invariant($"{(model.Ties == TieMethod.Efron ? "Efron's" : "Breslow's")} estimate on the {model.RowCount} patients that the model was fitted to, followed up to {baseline.Time[^1]:0.##} {options.TimeUnit}.")],
            IsMeasured = true,
            Form = "steps",
            Times = times,
            Hazards = hazards,
            Last = baseline.Time[^1],
            Variance = variances,
            Gradient = gradients,
        };
    }
}
