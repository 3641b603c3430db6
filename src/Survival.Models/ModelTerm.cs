namespace Survival.Models;

/// <summary>A term that a model is to have, before the data say where its knots and levels are. Made by one of the factories; the words of
/// <see cref="ModelFormula"/> make the same.</summary>
public sealed class ModelTerm
{
    private ModelTerm(string name, TermKind kind) => (Name, Kind) = (name, kind);

    /// <summary>The variable; of an interaction the names of its variables with colons between them.</summary>
    public string Name { get; }

    /// <summary>How it enters. A variable that is linear here is categorical where its column is.</summary>
    public TermKind Kind { get; }

    /// <summary>The number of knots of a restricted cubic spline, or the columns of a natural one, where the data say where they lie; else
    /// 0.</summary>
    public int Count { get; private init; }

    /// <summary>The knots that were named; empty where the data say.</summary>
    public IReadOnlyList<double> Knots { get; private init; } = [];

    /// <summary>The powers of a fractional polynomial.</summary>
    public IReadOnlyList<double> Powers { get; private init; } = [];

    /// <summary>What a fractional polynomial adds to a value before it is raised.</summary>
    public double Shift { get; private init; }

    /// <summary>What it then divides by.</summary>
    public double Scale { get; private init; } = 1;

    /// <summary>The variables of an interaction; else empty.</summary>
    public IReadOnlyList<string> Factors { get; private init; } = [];

    /// <summary>A variable as it is: a number with a straight effect, or levels.</summary>
    /// <param name="name">The variable.</param>
    public static ModelTerm Linear(string name) => new(Named(name), TermKind.Linear);

    /// <summary>A variable as levels, whatever its cells are.</summary>
    /// <param name="name">The variable.</param>
    public static ModelTerm Categorical(string name) => new(Named(name), TermKind.Categorical);

    /// <summary>A restricted cubic spline with knots at Harrell's quantiles of the data, as <c>rms::rcs</c>.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="knots">The number of knots, 3 to 10.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number of knots.</exception>
    public static ModelTerm RestrictedCubic(string name, int knots = 5) => knots is >= 3 and <= 10
        ? new(Named(name), TermKind.RestrictedCubic) { Count = knots }
        : throw new ArgumentOutOfRangeException(nameof(knots), knots, "A restricted cubic spline has 3 to 10 knots.");

    /// <summary>A restricted cubic spline with named knots.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="knots">The knots, ascending; at least three.</param>
    /// <exception cref="ArgumentException">Fewer, or knots that do not ascend.</exception>
    public static ModelTerm RestrictedCubic(string name, IReadOnlyList<double> knots)
    {
        Ascending(knots, 3);
        return new(Named(name), TermKind.RestrictedCubic) { Knots = [.. knots] };
    }

    /// <summary>A natural cubic spline with its inner knots at equal quantiles of the data and its boundary at the smallest and the largest
    /// value, as <c>splines::ns(df = )</c>.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="degreesOfFreedom">The number of columns, 1 to 10.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number.</exception>
    public static ModelTerm Natural(string name, int degreesOfFreedom = 3) => degreesOfFreedom is >= 1 and <= 10
        ? new(Named(name), TermKind.Natural) { Count = degreesOfFreedom }
        : throw new ArgumentOutOfRangeException(
            nameof(degreesOfFreedom), degreesOfFreedom, "A natural spline has 1 to 10 degrees of freedom.");

    /// <summary>A natural cubic spline with named knots.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="knots">The lower boundary, the inner knots and the upper boundary, ascending; at least two.</param>
    /// <exception cref="ArgumentException">Fewer, or knots that do not ascend.</exception>
    public static ModelTerm Natural(string name, IReadOnlyList<double> knots)
    {
        Ascending(knots, 2);
        return new(Named(name), TermKind.Natural) { Knots = [.. knots] };
    }

    /// <summary>A fractional polynomial (Royston and Altman, doi:10.2307/2986270): powers of (x + shift) / scale, which must be
    /// positive.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="powers">One or more powers, from -3 to 3, ascending; 0 is the logarithm, and a power that stands twice is times the
    /// logarithm the second time.</param>
    /// <param name="shift">What is added first.</param>
    /// <param name="scale">What is divided by then; positive.</param>
    /// <exception cref="ArgumentException">No power, one outside the range, powers that descend, or a shift or scale that is not
    /// allowed.</exception>
    public static ModelTerm FractionalPolynomial(string name, IReadOnlyList<double> powers, double shift = 0, double scale = 1)
    {
        ArgumentNullException.ThrowIfNull(powers);
        if (powers.Count == 0 || powers.Any(p => !(p is >= -3 and <= 3)) || powers.Zip(powers.Skip(1)).Any(p => p.First > p.Second))
            throw new ArgumentException(
                Invariant(
                    $"The powers of '{name}' are {Numbers(powers)}; one or more from -3 to 3, ascending, are needed."),
                nameof(powers));
        if (!double.IsFinite(shift) || !(scale > 0) || !double.IsFinite(scale))
            throw new ArgumentException(
                Invariant($"'{name}' has the shift {shift} and the scale {scale}; both must be finite, the scale positive."),
                nameof(scale));
        return new(Named(name), TermKind.FractionalPolynomial) { Powers = [.. powers], Shift = shift, Scale = scale };
    }

    /// <summary>The interaction of variables: the products of their terms' columns. Each of them, and each interaction of fewer of them,
    /// must be a term of the model too.</summary>
    /// <param name="variables">The variables; at least two, none twice.</param>
    /// <exception cref="ArgumentException">Fewer, or one twice.</exception>
    public static ModelTerm Interaction(params IReadOnlyList<string> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        if (variables.Count < 2 || variables.Distinct(StringComparer.Ordinal).Count() != variables.Count)
            throw new ArgumentException(
                $"The interaction of {string.Join(", ", variables)} needs at least two variables, none twice.", nameof(variables));
        return new(string.Join(':', variables.Select(Named)), TermKind.Interaction) { Factors = [.. variables] };
    }

    /// <summary>The term as a formula writes it.</summary>
    public override string ToString() => Kind switch
    {
        TermKind.Categorical => $"factor({Quoted})",
        TermKind.RestrictedCubic => Invariant($"rcs({Quoted}, {(Knots.Count > 0 ? $"[{Numbers(Knots)}]" : Count)})"),
        TermKind.Natural => Invariant($"ns({Quoted}, {(Knots.Count > 0 ? $"[{Numbers(Knots)}]" : Count)})"),
        TermKind.FractionalPolynomial => $"fp({Quoted}, {Numbers(Powers)})",
        TermKind.Interaction => string.Join(':', Factors.Select(ModelFormula.Quote)),
        _ => Quoted,
    };

    private string Quoted => ModelFormula.Quote(Name);

    internal static string Numbers(IEnumerable<double> values) =>
        string.Join(", ", values.Select(NumberText.Plain));

    private static string Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return name;
    }

    private static void Ascending(IReadOnlyList<double> knots, int fewest)
    {
        ArgumentNullException.ThrowIfNull(knots);
        if (knots.Count < fewest || knots.Any(k => !double.IsFinite(k)) || knots.Zip(knots.Skip(1)).Any(p => !(p.First < p.Second)))
            throw new ArgumentException(
                Invariant($"The knots are {Numbers(knots)}; at least {fewest} finite ones, ascending, are needed."), nameof(knots));
    }
}
