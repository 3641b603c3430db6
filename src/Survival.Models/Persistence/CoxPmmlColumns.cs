using System.Xml;
using Survival.Models.Numerics;

namespace Survival.Models.Persistence;

/// <summary>The columns of curved effects and of interactions as PMML expressions of what is known of a patient.</summary>
internal static class CoxPmmlColumns
{
    /// <summary>The columns of a curved effect.</summary>
    /// <param name="field">The field of the number.</param>
    /// <param name="kind">The kind of curve.</param>
    /// <param name="knots">The knots of a spline.</param>
    /// <param name="powers">The powers of a fractional polynomial, with its shift and scale.</param>
    public static Action<XmlWriter>[] Curve(
        string field, TermKind kind, IReadOnlyList<double> knots, (IReadOnlyList<double> Of, double Shift, double Scale) powers) =>
        kind switch
        {
            TermKind.RestrictedCubic => Restricted(field, knots),
            TermKind.Natural => [.. new NaturalBasis(knots).TruncatedPowers().Select(c => Natural(field, knots, c))],
            _ => Powers(field, powers.Of, powers.Shift, powers.Scale),
        };

    /// <summary>The columns of levels, the reference first: 1 where the field has the level, else 0.</summary>
    public static Action<XmlWriter>[] Indicators(string field, IReadOnlyList<string> levels) =>
        [.. levels.Skip(1).Select(level => If(x => CoxPmml.Apply(x, "equal", CoxPmml.Field(field), CoxPmml.Constant(level))))];

    /// <summary>The one column of a threshold.</summary>
    public static Action<XmlWriter> Beyond(string field, double threshold, bool included) => If(
        x => CoxPmml.Apply(x, included ? "greaterOrEqual" : "greaterThan", CoxPmml.Field(field), CoxPmml.Constant(threshold)));

    /// <summary>Every product of a column of each factor, the first factor's fastest, as <see cref="DesignTerm"/> has them.</summary>
    public static Action<XmlWriter>[] Products(IEnumerable<Action<XmlWriter>[]> factors)
    {
        Action<XmlWriter>[] products = [];
        foreach (var factor in factors)
        {
            products = products.Length == 0
                ? factor
                : [.. factor.SelectMany(v => products.Select(p => (Action<XmlWriter>)(x => CoxPmml.Apply(x, "*", p, v))))];
        }
        return products;
    }

    /// <summary>A sum; PMML's takes two numbers at a time.</summary>
    public static Action<XmlWriter> Sum(IReadOnlyList<Action<XmlWriter>> parts)
    {
        var sum = parts[0];
        foreach (var part in parts.Skip(1))
        {
            var before = sum;
            sum = x => CoxPmml.Apply(x, "+", before, part);
        }
        return sum;
    }

    private static Action<XmlWriter> If(Action<XmlWriter> condition) =>
        xml => CoxPmml.Apply(xml, "if", condition, CoxPmml.Constant(1), CoxPmml.Constant(0));

    // As RestrictedCubicBasis.
    private static Action<XmlWriter>[] Restricted(string field, IReadOnlyList<double> knots)
    {
        var (last, before, scale) = (knots[^1], knots[^2], Math.Pow(knots[^1] - knots[0], 2));
        return
        [
            CoxPmml.Field(field),
            .. knots.SkipLast(2).Select(knot => Sum(
            [
                Cube(field, knot, 1 / scale),
                Cube(field, before, -(last - knot) / (last - before) / scale),
                Cube(field, last, (before - knot) / (last - before) / scale),
            ])),
        ];
    }

    private static Action<XmlWriter> Natural(
        string field, IReadOnlyList<double> knots, (double Value, double Slope, double[] Cubes) column) =>
        Sum(
        [
            CoxPmml.Constant(column.Value),
            x => CoxPmml.Apply(x, "*", CoxPmml.Constant(column.Slope), Less(field, knots[0])),
            .. knots.Select((knot, k) => Cube(field, knot, column.Cubes[k])),
        ]);

    // As FractionalPolynomialBasis.
    private static Action<XmlWriter>[] Powers(string field, IReadOnlyList<double> powers, double shift, double scale)
    {
        var u = CoxPmml.Field(field);
        if (shift != 0)
            u = x => CoxPmml.Apply(x, "+", CoxPmml.Field(field), CoxPmml.Constant(shift));
        if (scale != 1)
        {
            var shifted = u;
            u = x => CoxPmml.Apply(x, "/", shifted, CoxPmml.Constant(scale));
        }
        void Log(XmlWriter x) => CoxPmml.Apply(x, "ln", u);
        var columns = new Action<XmlWriter>[powers.Count];
        for (var j = 0; j < columns.Length; j++)
        {
            var (power, before) = (powers[j], j > 0 ? columns[j - 1] : u);
            columns[j] = j > 0 && power == powers[j - 1] ? x => CoxPmml.Apply(x, "*", before, Log)
                : power == 0 ? Log
                : x => CoxPmml.Apply(x, "pow", u, CoxPmml.Constant(power));
        }
        return columns;
    }

    private static Action<XmlWriter> Less(string field, double knot) =>
        xml => CoxPmml.Apply(xml, "-", CoxPmml.Field(field), CoxPmml.Constant(knot));

    private static Action<XmlWriter> Cube(string field, double knot, double factor) => xml => CoxPmml.Apply(
        xml,
        "*",
        CoxPmml.Constant(factor),
        x => CoxPmml.Apply(x, "pow", y => CoxPmml.Apply(y, "max", CoxPmml.Constant(0), Less(field, knot)), CoxPmml.Constant(3)));
}
