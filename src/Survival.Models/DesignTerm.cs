using Survival.Models.Numerics;

namespace Survival.Models;

/// <summary>How a variable enters a design.</summary>
public enum TermKind
{
    /// <summary>A number as it is.</summary>
    Linear,

    /// <summary>Levels: an indicator column for each but the first.</summary>
    Categorical,

    /// <summary>A restricted cubic spline: <c>rms::rcs</c>.</summary>
    RestrictedCubic,

    /// <summary>A natural cubic spline: <c>splines::ns</c>.</summary>
    Natural,

    /// <summary>A fractional polynomial.</summary>
    FractionalPolynomial,

    /// <summary>The products of the columns of other terms.</summary>
    Interaction,
}

/// <summary>A term of a design: one numeric column, the indicator columns of a categorical variable, the columns of a curved effect, or the
/// products of an interaction. It holds all that codes new patients as those of the fit.</summary>
/// <param name="Name">The variable; of an interaction the names of its factors with colons between them.</param>
/// <param name="FirstColumn">Its first column.</param>
/// <param name="ColumnCount">How many columns it has.</param>
/// <param name="Levels">The levels of a categorical variable, the reference level (which has no column) first; empty for a numeric
/// one.</param>
public sealed record DesignTerm(string Name, int FirstColumn, int ColumnCount, IReadOnlyList<string> Levels)
{
    private readonly TermKind _kind;

    /// <summary>Whether the variable is categorical.</summary>
    public bool IsCategorical => Levels.Count > 0;

    /// <summary>How the variable enters.</summary>
    public TermKind Kind
    {
        get => IsCategorical ? TermKind.Categorical : _kind;
        init => _kind = value;
    }

    /// <summary>The knots of a spline, ascending; of a natural one with the boundary knots first and last. Else empty.</summary>
    public IReadOnlyList<double> Knots { get; init; } = [];

    /// <summary>The powers of a fractional polynomial; else empty.</summary>
    public IReadOnlyList<double> Powers { get; init; } = [];

    /// <summary>What a fractional polynomial adds to the value before it is raised.</summary>
    public double Shift { get; init; }

    /// <summary>What it then divides by.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The terms whose columns an interaction multiplies; else empty.</summary>
    public IReadOnlyList<DesignTerm> Factors { get; init; } = [];

    /// <summary>Whether its effect is curved: a spline or a fractional polynomial.</summary>
    public bool IsCurved => Kind is TermKind.RestrictedCubic or TermKind.Natural or TermKind.FractionalPolynomial;

    /// <summary>The smallest and the largest value in the data of a curved term; NaN where it is not known.</summary>
    internal (double Low, double High) Range { get; init; } = (double.NaN, double.NaN);

    /// <summary>The variables that it needs.</summary>
    internal IEnumerable<string> Variables => Kind == TermKind.Interaction ? Factors.Select(f => f.Name) : [Name];

    /// <summary>The directions of its coefficients in which the effect of a variable is straight: of a spline one, of levels all, of an
    /// interaction the products of those of its factors; <see langword="null"/> of a fractional polynomial without the first power, which
    /// has none.</summary>
    /// <param name="variable">The variable, of which alone the curve counts; <see langword="null"/> for all.</param>
    internal double[][]? StraightDirections(string? variable)
    {
        double[][] all = [.. Enumerable.Range(0, ColumnCount).Select(k => Unit(ColumnCount, k))];
        if (Kind != TermKind.Interaction && variable is not null && variable != Name)
            return all;
        switch (Kind)
        {
            case TermKind.RestrictedCubic:
                return [all[0]];
            case TermKind.Natural:
                return [new NaturalBasis(Knots).StraightLine()];
            case TermKind.FractionalPolynomial:
                return Powers.ToList().IndexOf(1) is var one and >= 0 ? [all[one]] : null;
            case TermKind.Interaction:
                double[][] directions = [[1]];
                foreach (var factor in Factors)
                {
                    if (factor.StraightDirections(variable) is not { } own)
                        return null;
                    directions = [.. own.SelectMany(v => directions.Select(d => Products([d, v])))];
                }
                return directions;
            default:
                return all;
        }
    }

    /// <summary>The names of its columns.</summary>
    internal string[] ColumnNames() => Kind switch
    {
        TermKind.Categorical => [.. Levels.Skip(1).Select(l => Name + l)],
        TermKind.RestrictedCubic => [.. Enumerable.Range(0, ColumnCount).Select(k => Name + new string('\'', k))],
        TermKind.Natural => [.. Enumerable.Range(1, ColumnCount).Select(k => FormattableString.Invariant($"ns({Name}){k}"))],
        TermKind.FractionalPolynomial => [.. Enumerable.Range(1, ColumnCount).Select(k => FormattableString.Invariant($"fp({Name}){k}"))],
        TermKind.Interaction => ProductNames(),
        _ => [Name],
    };

    /// <summary>The basis of a curved term.</summary>
    internal CurveBasis Basis() => Kind switch
    {
        TermKind.RestrictedCubic => new RestrictedCubicBasis(Knots),
        TermKind.Natural => new NaturalBasis(Knots),
        _ => new FractionalPolynomialBasis(Powers, Shift, Scale),
    };

    /// <summary>The columns of a value, or of the place of a level; not of an interaction.</summary>
    internal double[] Encode(double value)
    {
        if (IsCurved)
            TermCoding.CheckDomain(this, [value]);
        else if (!double.IsFinite(value))
            throw new InvalidSurvivalDataException(
                FormattableString.Invariant($"'{Name}' is {value}; covariates must be finite."), column: Name);
        var columns = new double[ColumnCount];
        if (IsCurved)
            Basis().Fill(value, columns);
        else if (!IsCategorical)
            columns[0] = value;
        else if (value > 0)
            columns[(int)value - 1] = 1;
        return columns;
    }

    /// <summary>The columns of an interaction: every product of a column of each factor, the first factor's fastest, as R's.</summary>
    internal static double[] Products(IReadOnlyList<double[]> factors)
    {
        double[] products = [1];
        foreach (var factor in factors)
            products = [.. factor.SelectMany(v => products.Select(p => p * v))];
        return products;
    }

    private string[] ProductNames()
    {
        string[] names = [""];
        foreach (var factor in Factors)
            names = [.. factor.ColumnNames().SelectMany(n => names.Select(p => p.Length == 0 ? n : p + ":" + n))];
        return names;
    }

    private static double[] Unit(int length, int place)
    {
        var unit = new double[length];
        unit[place] = 1;
        return unit;
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
