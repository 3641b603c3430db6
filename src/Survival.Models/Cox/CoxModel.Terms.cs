using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>What a test of a model's terms asks.</summary>
public enum TermTestKind
{
    /// <summary>Has the term any effect, by itself or in an interaction? (<c>rms::anova</c>: factor and higher-order factors.)</summary>
    Effect,

    /// <summary>Does it take part in an interaction at all?</summary>
    Interactions,

    /// <summary>Is its effect, with that of its interactions, curved?</summary>
    Nonlinear,
}

/// <summary>A test of a term.</summary>
/// <param name="Term">The term; <c>TOTAL</c> for all of the model.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="Test">Wald's test, by the model's covariance.</param>
public sealed record TermTest(string Term, TermTestKind Kind, TestResult Test)
{
    /// <summary>The term and its test.</summary>
    public override string ToString() => $"{Title}: {Test}";

    internal string Title => Term + Kind switch
    {
        TermTestKind.Interactions => " (its interactions)",
        TermTestKind.Nonlinear => " (nonlinear)",
        _ => "",
    };

    /// <summary>Tests as a table, a row each.</summary>
    internal static string Print(IEnumerable<TermTest> tests)
    {
        var table = new TextTable("Wald tests of terms", "chisq", "df", "p");
        foreach (var t in tests)
            table.Row(
                t.Title,
                TextTable.Number(t.Test.Statistic),
                TextTable.Count(t.Test.DegreesOfFreedom ?? double.NaN),
                PValue.Significant(t.Test.PValue));
        return table.ToString();
    }
}

public sealed partial class CoxModel
{
    /// <summary>
    /// Wald tests of the terms, as <c>rms::anova</c> prints them: of each term its effect with that of the interactions it is in, those
    /// interactions alone, and whether the effect is curved; the same of the whole model under <c>TOTAL</c>. Of a natural spline it is
    /// tested whether its coefficients leave the direction of a straight line; a fractional polynomial without the first power holds no
    /// straight line and has no such test.
    /// </summary>
    public IReadOnlyList<TermTest> TestTerms()
    {
        var tests = new List<TermTest>();
        foreach (var term in Terms)
        {
            string[] own = [.. term.Variables];
            DesignTerm[] higher = [.. Terms.Where(t => t != term && t.Kind == TermKind.Interaction && own.All(t.Variables.Contains))];
            DesignTerm[] all = [term, .. higher];
            Add(term.Name, TermTestKind.Effect, Whole(all));
            if (higher.Length > 0)
                Add(term.Name, TermTestKind.Interactions, Whole(higher));
            // Of an interaction every curve in it counts; of a variable only its own.
            Add(term.Name, TermTestKind.Nonlinear, Curved(all, term.Kind == TermKind.Interaction ? null : term.Name));
        }
        Add("TOTAL", TermTestKind.Nonlinear, Curved(Terms, null));
        Add("TOTAL", TermTestKind.Interactions, Whole([.. Terms.Where(t => t.Kind == TermKind.Interaction)]));
        Add("TOTAL", TermTestKind.Effect, Whole(Terms));
        return new ResultList<TermTest>(tests, t => TermTest.Print(t).TrimEnd());

        void Add(string name, TermTestKind kind, List<double[]> hypotheses)
        {
            if (hypotheses.Count > 0)
                tests.Add(new TermTest(name, kind, Wald(hypotheses)));
        }
    }

    private List<double[]> Whole(IEnumerable<DesignTerm> terms) =>
        [.. terms.SelectMany(t => Enumerable.Range(t.FirstColumn, t.ColumnCount)).Where(j => !double.IsNaN(_state.Coefficients[j])).Select(
            j =>
        {
            var row = new double[_beta.Length];
            row[j] = 1;
            return row;
        })];

    // What is left of the coefficients' space beside the directions of straight effects.
    private List<double[]> Curved(IEnumerable<DesignTerm> terms, string? variable)
    {
        var hypotheses = new List<double[]>();
        foreach (var term in terms)
        {
            if (term.StraightDirections(variable) is not { } straight)
                continue;
            List<double[]> basis = [];
            foreach (var direction in straight)
                Extend(basis, direction);
            var first = basis.Count;
            for (var k = 0; k < term.ColumnCount; k++)
            {
                var unit = new double[term.ColumnCount];
                unit[k] = 1;
                Extend(basis, unit);
            }
            foreach (var direction in basis.Skip(first))
            {
                var row = new double[_beta.Length];
                direction.CopyTo(row, term.FirstColumn);
                hypotheses.Add(row);
            }
        }
        return hypotheses;
    }

    // Gram and Schmidt, twice.
    private static void Extend(List<double[]> basis, double[] direction)
    {
        const double Dependent = 1e-8;
        var v = (double[])direction.Clone();
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var b in basis)
            {
                var dot = b.Zip(v, (x, y) => x * y).Sum();
                for (var k = 0; k < v.Length; k++)
                    v[k] -= dot * b[k];
            }
        }
        var (norm, size) = (Math.Sqrt(v.Sum(x => x * x)), Math.Sqrt(direction.Sum(x => x * x)));
        if (norm > Dependent * size)
            basis.Add([.. v.Select(x => x / norm)]);
    }

    private TestResult Wald(List<double[]> hypotheses)
    {
        var q = hypotheses.Count;
        var (value, v) = (new double[q], new double[q * q]);
        for (var a = 0; a < q; a++)
        {
            for (var j = 0; j < _beta.Length; j++)
                value[a] += hypotheses[a][j] * _beta[j];
            var image = new double[_beta.Length];
            for (var j = 0; j < _beta.Length; j++)
            {
                for (var k = 0; k < _beta.Length && hypotheses[a][j] != 0; k++)
                    image[k] += hypotheses[a][j] * _state.Covariance[(j * _beta.Length) + k];
            }
            for (var b = 0; b < q; b++)
                v[(a * q) + b] = image.Zip(hypotheses[b], (x, y) => x * y).Sum();
        }
        return Wald(value, v);
    }

    private static TestResult Wald(double[] value, double[] v)
    {
        var q = value.Length;
        var cholesky = new LowerCholesky(q);
        cholesky.Factor(Normalised(v, q, out var scale), q);
        var rhs = value.Select((b, a) => b / scale[a]).ToArray();
        var solution = (double[])rhs.Clone();
        cholesky.Solve(solution);
        return TestResult.ChiSquared(rhs.Zip(solution, (a, b) => a * b).Sum(), cholesky.Rank, "Wald test");
    }
}
