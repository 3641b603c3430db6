using System.Globalization;
using Survival.Models;
using Survival.Models.Calibration;
using Survival.Models.Prognosis;

namespace Reference.Survival;

/// <summary>Points, total points and axes of nomograms against R's rms.</summary>
public sealed class NomogramSection : IConformanceSection
{
    private const string Interaction = "gbsg_interaction";

    /// <inheritdoc/>
    public int Order => 77;

    /// <inheritdoc/>
    public string Title => "Nomograms";

    /// <inheritdoc/>
    public string Introduction =>
        "Axes, points and total points against `rms::nomogram`, to 8 significant digits. Interactions are refused by name.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <summary>The cases without interactions.</summary>
    public static IReadOnlyList<string> CaseIds => [.. SurvivalReference.CaseIds("nomogram").Where(id => id != Interaction)];

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => CaseIds.Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var @case = SurvivalReference.Case("nomogram", id);
        var (result, values, table) = (new Comparison(id), @case.Values, @case.Table);
        var (variables, lp) = Model(@case);
        var functions = values
            .GetProperty("baseline_surv")
            .EnumerateObject()
            .Select(s => NomogramFunction.Survival(s.Name, s.Value.Number(), @case.Options.Numbers("fun_at")));
        var ours = CoxNomogram.Build(
            variables, values.Number("center"), (lp.Min(), lp.Max()), [.. functions], @case.Options.Number("maxscale"),
            (int)@case.Options.Number("nint"), @case.Options.Has("lp_at") ? @case.Options.Numbers("lp_at") : null);
        result.Add("sc", values.GetProperty("info").Number("sc"), ours.PointsPerUnit);
        result.Add("Intercept", values.GetProperty("info").Number("Intercept"), ours.LinearPredictorAtZero);
        foreach (var axis in ours.Axes)
        {
            var expected = values.GetProperty("axes").GetProperty(axis.Name);
            if (expected.Texts("values").All(t => double.TryParse(t, CultureInfo.InvariantCulture, out _)))
                result.Add(axis.Name + " values", expected.Numbers("values"), [.. axis.Ticks.Select(t => t.Value)]);
            result.Add(axis.Name + " xbeta", expected.Numbers("xbeta"), [.. axis.Ticks.Select(t => t.Effect)]);
            result.Add(axis.Name + " points", expected.Numbers("points"), [.. axis.Ticks.Select(t => t.Points)]);
        }
        var other = values.GetProperty("other");
        result.Add("total points", other.Numbers("total_points_axis"), ours.TotalPointsTicks);
        result.Add("lp", other.GetProperty("lp_axis").Numbers("lp"), [.. ours.LinearPredictor.Ticks.Select(t => t.Value)]);
        result.Add(
            "lp points",
            other.GetProperty("lp_axis").Numbers("total_points"),
            [.. ours.LinearPredictor.Ticks.Select(t => t.Points)]
        );
        foreach (var axis in ours.Functions)
        {
            var expected = values.GetProperty("fun_axes").GetProperty(axis.Name);
            result.Add(axis.Name + " x", expected.Numbers("x_real"), [.. axis.Ticks.Select(t => t.Value)]);
            result.Add(axis.Name + " points", expected.Numbers("total_points"), [.. axis.Ticks.Select(t => t.Points)]);
        }
        var subjects = values.Numbers("subject_total_points_first20");
        for (var i = 0; i < subjects.Length; i++)
        {
            result.Add($"subject {i}", subjects[i], ours.TotalPoints(lp[i]));
            result.Add($"subject {i}, sum", subjects[i], Sum(ours, variables, table, i));
        }
        return result.ToRow();
    }

    private static double Sum(CoxNomogram nomogram, IReadOnlyList<NomogramVariable> variables, DataTable table, int row) =>
        variables.Sum(v =>
            v.Levels.Count > 0 ? nomogram.Points(v.Name, table.Texts(v.Name)[row]) : nomogram.Points(v.Name, table.Numbers(v.Name)[row])
        );

    private static (IReadOnlyList<NomogramVariable> Variables, double[] Lp) Model(SurvivalCase @case)
    {
        var (table, coefficients) = (@case.Table, @case.Values.GetProperty("coef"));
        var (variables, lp) = (new List<NomogramVariable>(), new double[@case.Table.RowCount]);
        Array.Fill(lp, -@case.Values.Number("center"));
        foreach (var term in @case.Option("terms")!.Split(" + "))
        {
            NomogramVariable variable;
            if (@case.Options.Has("factors") && @case.Options.GetProperty("factors").Has(term))
            {
                var levels = @case.Options.GetProperty("factors").Texts(term);
                variable = NomogramVariable.Categorical(
                    term,
                    [.. levels.Select((l, k) => (l, k == 0 ? 0 : coefficients.Number($"{term}={l}")))]
                );
            }
            else if (term.StartsWith("rcs(", StringComparison.Ordinal))
            {
                var name = term[4..term.IndexOf(',', StringComparison.Ordinal)];
                var x = table.Numbers(name);
                var knots = RestrictedCubicSpline.Knots(x, 4);
                double[] b = [coefficients.Number(name), coefficients.Number(name + "'"), coefficients.Number(name + "''")];
                variable = NomogramVariable.Continuous(
                    name,
                    v => RestrictedCubicSpline.Basis([v], knots).Select((t, k) => b[k] * t[0]).Sum(),
                    x.Min(),
                    x.Max()
                );
            }
            else
            {
                variable = NomogramVariable.FromData(DesignMatrix.FromColumns((term, table.Numbers(term))), [coefficients.Number(term)])[0];
            }
            variables.Add(variable);
            var texts = table.Texts(variable.Name);
            for (var i = 0; i < lp.Length; i++)
                lp[i] +=
                    variable.Levels.Count > 0
                        ? variable.Effect(texts[i])
                        : variable.Effect(double.Parse(texts[i], CultureInfo.InvariantCulture));
        }
        return (variables, lp);
    }
}
