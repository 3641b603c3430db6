namespace Survival.Models.Prognosis;

public sealed partial class PrognosticModel
{
    private static Predictor FromTerm(DesignTerm term, DesignMatrix x)
    {
        if (term.IsCategorical)
            return Predictor.Categorical(
                term.Name,
                term.Levels,
                [.. Enumerable.Range(term.FirstColumn, term.ColumnCount).Select(j => x.ColumnNames[j])]
            );
        if (term.IsCurved)
        {
            string[] columns = [.. Enumerable.Range(term.FirstColumn, term.ColumnCount).Select(j => x.ColumnNames[j])];
            var (low, high) = term.Range;
            return term.Kind switch
            {
                TermKind.RestrictedCubic => Predictor.Spline(term.Name, columns, term.Knots, low, high),
                TermKind.Natural => Predictor.NaturalSpline(term.Name, columns, term.Knots, low, high),
                _ => Predictor.FractionalPolynomial(term.Name, columns, term.Powers, term.Shift, term.Scale, low, high),
            };
        }
        double[] values = [.. x.Column(term.FirstColumn).ToArray().Distinct().Order()];
        // As rms: a variable with no more than ten values shows them.
        return values.Length <= NomogramVariable.MostDiscreteValues
            ? Predictor.Discrete(term.Name, values)
            : Predictor.Continuous(term.Name, values[0], values[^1]);
    }

    // The columns of an interaction are named as the fit names them.
    private static PredictorInteraction[] InteractionsOf(IReadOnlyList<DesignTerm> terms, IReadOnlyList<string> columns) =>
        [
            .. terms.Where(t => t.Kind == TermKind.Interaction).Select(t => new PredictorInteraction(
                [.. t.Factors.Select(f => f.Name)],
                [.. Enumerable.Range(t.FirstColumn, t.ColumnCount).Select(j => columns[j])])),
        ];

    /// <summary>The predictors that interact with one, directly or through others, itself among them, in the model's order.</summary>
    private List<Predictor> GroupOf(Predictor predictor)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { predictor.Name };
        for (var before = 0; before < names.Count;)
        {
            before = names.Count;
            foreach (var interaction in Interactions.Where(i => i.Predictors.Any(names.Contains)))
                names.UnionWith(interaction.Predictors);
        }
        return [.. Predictors.Where(p => names.Contains(p.Name))];
    }

    /// <summary>The predictor on whose axes a group's points stand: the first with a line of numbers, else the first.</summary>
    private static Predictor LeadOf(List<Predictor> group) => group.Find(p => p.IsContinuous) ?? group[0];

    /// <summary>Why no nomogram shows the interactions; <see langword="null"/> where one does.</summary>
    internal string? NoNomogram()
    {
        foreach (var group in Predictors.Select(GroupOf).Where(g => g.Count > 1))
        {
            var lead = LeadOf(group);
            if (group.Find(p => p != lead && p.IsContinuous) is { } other)
                return $"'{lead.Name}' and '{other.Name}' interact and both are continuous, so one axis would be needed for every value "
                    + "of the other. Divide one of them into levels.";
            if (group.Find(p => !p.IsOnNomogram || p.NotGiven is not null) is { } absent)
                return $"'{absent.Name}' interacts with others, so it must be given and have its axis.";
        }
        return null;
    }

    // As rms::nomogram: where there are interactions, lines of numbers before the others; of a group one axis of its lead for each
    // combination of the others' values, the first's fastest, with all their effects in it.
    private IEnumerable<NomogramVariable> Axes(List<Predictor> shown)
    {
        if (Interactions.Count > 0)
            shown = [.. shown.OrderBy(p => p.IsContinuous ? 0 : 1)];
        foreach (var predictor in shown)
        {
            var group = GroupOf(predictor);
            if (group.Count == 1)
            {
                yield return predictor.ToVariable(CoefficientsOf(predictor));
                continue;
            }
            if (LeadOf(group) != predictor)
                continue;
            group.Remove(predictor);
            foreach (var (label, columns) in Combinations(group))
                yield return Axis(predictor, $"{predictor.Name} ({label})", columns).In(predictor.Name);
        }
    }

    private static IEnumerable<(string Label, Dictionary<string, double[]> Columns)> Combinations(List<Predictor> others)
    {
        IEnumerable<(string Label, Dictionary<string, double[]> Columns)> combinations = [("", [])];
        foreach (var other in others)
        {
            combinations = other.Settings().SelectMany(s => combinations.Select(c => (
                $"{c.Label}{(c.Label.Length > 0 ? " " : "")}{other.Name}={s.Label}",
                new Dictionary<string, double[]>(c.Columns, StringComparer.Ordinal) { [other.Name] = s.Columns }))).ToList();
        }
        return combinations;
    }

    private NomogramVariable Axis(Predictor lead, string name, Dictionary<string, double[]> others)
    {
        double Of(double[] own)
        {
            var values = new Dictionary<string, double[]>(others, StringComparer.Ordinal) { [lead.Name] = own };
            return values.Sum(v => EffectOf(Predictors.First(p => p.Name == v.Key).Columns, v.Value))
                + Interactions.Where(i => i.Predictors.Contains(lead.Name) || i.Predictors.All(others.ContainsKey))
                    .Sum(i => EffectOf(i.Columns, i.Products(values)));
        }
        if (lead.IsContinuous)
            return NomogramVariable.Continuous(name, x => Of(lead.Encode(x)), lead.Low, lead.High, lead.LowestAllowed);
        return lead.Kind == PredictorKind.Discrete
            ? NomogramVariable.Discrete(name, x => Of(lead.Encode(x)), lead.Values)
            : NomogramVariable.Categorical(name, [.. lead.Settings().Select(s => (s.Label, Of(s.Columns)))]);
    }

    private double EffectOf(IReadOnlyList<string> columns, ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        for (var k = 0; k < values.Length; k++)
            sum += _linear.Coefficients[_linear.IndexOf(columns[k])] * values[k];
        return sum;
    }

    private CoxNomogram? BuildNomogram()
    {
        var shown = Predictors.Where(p => p.IsOnNomogram).ToList();
        if (shown.Count == 0 || !_linear.Coefficients.Any(b => b != 0) || NoNomogram() is not null)
            return null;
        NomogramVariable[] variables = [.. Axes(shown)];
        if (!Array.Exists(variables, v => v.Ticks(NomogramOptions.Default.Intervals).Effects.Any(e => e != 0)))
            return null;
        var functions = new List<NomogramFunction>();
        if (Baselines.Count == 1)
        {
            foreach (var horizon in Horizons.Where(Baselines[0].Reaches))
            {
                var survival = Math.Exp(-HazardAtReference(Baselines[0], horizon));
                if (survival is not (> 0 and < 1))
                    continue;
                functions.Add(Description.Endpoint.IsIncidence
                    ? NomogramFunction.Incidence(RiskName(horizon), 1 - survival)
                    : NomogramFunction.Survival(FunctionName(horizon), survival));
            }
        }
        var range = LinearPredictorRange;
        if (double.IsNaN(range.Low))
        {
            // No data: from the lowest to the highest that the axes reach.
            double[][] effects =
            [
                .. variables.GroupBy(v => v.Group, StringComparer.Ordinal)
                    .Select(g => g.SelectMany(v => v.Ticks(NomogramOptions.Default.Intervals).Effects).ToArray()),
            ];
            range = (effects.Sum(e => e.Min()) - Centre, effects.Sum(e => e.Max()) - Centre);
        }
        return CoxNomogram.Build(variables, Centre, range, functions, null, this);
    }

    /// <summary>What a nomogram's axis of survival at a time is called.</summary>
    internal static string FunctionName(double horizon) => Invariant($"surv_t{horizon}");

    /// <summary>What a nomogram's axis of the cumulative incidence at a time is called.</summary>
    internal static string RiskName(double horizon) => Invariant($"risk_t{horizon}");

    /// <summary>A baseline's cumulative hazard at a time, where the linear predictor is that of <see cref="Reference"/>.</summary>
    private double HazardAtReference(BaselineHazard baseline, double time) =>
        baseline.HazardAt(time) * Math.Exp(Centre - BaselineCentre);
}
