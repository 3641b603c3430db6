using System.Globalization;
using Survival.Models.Calibration;
using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

/// <summary>How a predictor's value becomes columns of the model.</summary>
public enum PredictorKind
{
    /// <summary>A number, linear in one column.</summary>
    Continuous,

    /// <summary>A number with few values, linear in one column; other values are refused where it is 0 or 1.</summary>
    Discrete,

    /// <summary>A number that counts as 1 beyond a threshold, else 0.</summary>
    Threshold,

    /// <summary>A level; a 0/1 column for each but the first.</summary>
    Levels,

    /// <summary>A number with a restricted cubic spline: its own column, and one for each knot but two.</summary>
    Spline,

    /// <summary>A number with a natural cubic spline in the basis of <c>splines::ns</c>: a column for each knot but one.</summary>
    NaturalSpline,

    /// <summary>A number with a fractional polynomial: a column for each power.</summary>
    FractionalPolynomial,
}

/// <summary>
/// A predictor of a model: what a patient's value may be, how it is called, and which columns of the model it fills. Made by one of the
/// factories; what it is
/// called and what else it takes is set by <c>with</c>.
/// </summary>
public sealed record Predictor
{
    private Predictor(string name, PredictorKind kind, IReadOnlyList<string> columns) =>
        (Name, Kind, Columns, Label) = (name, kind, columns, name);

    /// <summary>The predictor, as inputs name it.</summary>
    public string Name { get; }

    /// <summary>How its value becomes columns.</summary>
    public PredictorKind Kind { get; }

    /// <summary>Its columns in the model.</summary>
    public IReadOnlyList<string> Columns { get; init; }

    /// <summary>What it is called in print.</summary>
    public string Label { get; init; }

    /// <summary>Its unit; may be empty.</summary>
    public string Unit { get; init; } = "";

    /// <summary>A line of explanation; may be empty.</summary>
    public string Hint { get; init; } = "";

    /// <summary>The start of its axis, usually the smallest value in the data; NaN of levels.</summary>
    public double Low { get; private init; } = double.NaN;

    /// <summary>The end of its axis; NaN of levels.</summary>
    public double High { get; private init; } = double.NaN;

    /// <summary>The values of a discrete number, ascending; else empty.</summary>
    public IReadOnlyList<double> Values { get; private init; } = [];

    /// <summary>The levels, the reference first; else empty.</summary>
    public IReadOnlyList<string> Levels { get; private init; } = [];

    /// <summary>What the levels, or the two sides of a threshold, are called in print; empty for their own names.</summary>
    public IReadOnlyList<string> LevelLabels { get; init; } = [];

    /// <summary>The threshold; NaN of other kinds.</summary>
    public double Threshold { get; private init; } = double.NaN;

    /// <summary>Whether the threshold itself counts as beyond.</summary>
    public bool IsThresholdIncluded { get; private init; }

    /// <summary>The knots of a spline, ascending; of a natural one with its boundary first and last. Else empty.</summary>
    public IReadOnlyList<double> Knots { get; private init; } = [];

    /// <summary>The powers of a fractional polynomial; else empty.</summary>
    public IReadOnlyList<double> Powers { get; private init; } = [];

    /// <summary>What a fractional polynomial adds to a value before it is raised.</summary>
    public double Shift { get; private init; }

    /// <summary>What it then divides by.</summary>
    public double Scale { get; private init; } = 1;

    /// <summary>The numbers taken; <see langword="null"/> for every finite number.</summary>
    public InputRange? Allowed { get; init; }

    /// <summary>The numbers of which nobody is warned; the axis where <see langword="null"/>, with a warning that a value lies outside the
    /// data.</summary>
    public InputRange? Usual { get; init; }

    /// <summary>The warning for a number outside <see cref="Usual"/>; <c>{value}</c> stands for the value.</summary>
    public string UnusualWarning { get; init; } = "";

    /// <summary>What is assumed of a patient of whom it is not known, a sentence; <see langword="null"/> where it must be known. Its
    /// columns are then 0.</summary>
    public string? NotGiven { get; init; }

    /// <summary>A warning where an optional predictor is given; may be empty.</summary>
    public string GivenWarning { get; init; } = "";

    /// <summary>Whether the nomogram has an axis for it.</summary>
    public bool IsOnNomogram { get; init; } = true;

    /// <summary>How the value may be given as a course of radiotherapy; <see langword="null"/> where it may not.</summary>
    public FractionatedDose? Course { get; init; }

    /// <summary>A number with a linear effect.</summary>
    /// <param name="name">The predictor, and its column.</param>
    /// <param name="low">The smallest value in the data.</param>
    /// <param name="high">The largest.</param>
    public static Predictor Continuous(string name, double low, double high) =>
        new(name, PredictorKind.Continuous, [name]) { Low = low, High = high };

    /// <summary>A number with a linear effect and few values.</summary>
    /// <param name="name">The predictor, and its column.</param>
    /// <param name="values">The values, ascending; at least one.</param>
    public static Predictor Discrete(string name, params IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new(name, PredictorKind.Discrete, [name])
        {
            Values = [.. values],
            Low = values.Count > 0 ? values[0] : double.NaN,
            High = values.Count > 0 ? values[^1] : double.NaN,
        };
    }

    /// <summary>A number that counts by its side of a threshold.</summary>
    /// <param name="name">The predictor.</param>
    /// <param name="column">Its column: 1 beyond the threshold, else 0.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="included">Whether the threshold itself is beyond.</param>
    /// <param name="low">The start of the range that a form shows.</param>
    /// <param name="high">The end of it.</param>
    public static Predictor AtThreshold(string name, string column, double threshold, bool included, double low, double high) =>
        new(name, PredictorKind.Threshold, [column]) { Threshold = threshold, IsThresholdIncluded = included, Low = low, High = high };

    /// <summary>A level.</summary>
    /// <param name="name">The predictor.</param>
    /// <param name="levels">The levels, the reference first.</param>
    /// <param name="columns">The columns of the other levels; the predictor's name with the level's where <see langword="null"/>.</param>
    public static Predictor Categorical(string name, IReadOnlyList<string> levels, IReadOnlyList<string>? columns = null)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return new(name, PredictorKind.Levels, columns ?? [.. levels.Skip(1).Select(l => name + l)]) { Levels = [.. levels] };
    }

    /// <summary>A number with a restricted cubic spline (<see cref="RestrictedCubicSpline.Basis"/>).</summary>
    /// <param name="name">The predictor.</param>
    /// <param name="columns">Its columns: the linear one, and one for each knot but two.</param>
    /// <param name="knots">The knots, ascending; at least three.</param>
    /// <param name="low">The smallest value in the data.</param>
    /// <param name="high">The largest.</param>
    public static Predictor Spline(string name, IReadOnlyList<string> columns, IReadOnlyList<double> knots, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(knots);
        return new(name, PredictorKind.Spline, columns) { Knots = [.. knots], Low = low, High = high };
    }

    /// <summary>A number with a natural cubic spline (<see cref="ModelTerm.Natural(string, IReadOnlyList{double})"/>).</summary>
    /// <param name="name">The predictor.</param>
    /// <param name="columns">Its columns: one for each knot but one.</param>
    /// <param name="knots">The lower boundary, the inner knots, the upper boundary; ascending.</param>
    /// <param name="low">The smallest value in the data.</param>
    /// <param name="high">The largest.</param>
    public static Predictor NaturalSpline(
        string name, IReadOnlyList<string> columns, IReadOnlyList<double> knots, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(knots);
        return new(name, PredictorKind.NaturalSpline, columns) { Knots = [.. knots], Low = low, High = high };
    }

    /// <summary>A number with a fractional polynomial (<see cref="ModelTerm.FractionalPolynomial"/>).</summary>
    /// <param name="name">The predictor.</param>
    /// <param name="columns">Its columns: one for each power.</param>
    /// <param name="powers">The powers, ascending; 0 is the logarithm.</param>
    /// <param name="shift">What is added to a value first.</param>
    /// <param name="scale">What is divided by then.</param>
    /// <param name="low">The smallest value in the data.</param>
    /// <param name="high">The largest.</param>
    public static Predictor FractionalPolynomial(
        string name, IReadOnlyList<string> columns, IReadOnlyList<double> powers, double shift, double scale, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(powers);
        return new(name, PredictorKind.FractionalPolynomial, columns)
        {
            Powers = [.. powers],
            Shift = shift,
            Scale = scale,
            Low = low,
            High = high,
            // Of a number that is not positive after its shift there is no power.
            Allowed = new InputRange(-shift, double.MaxValue, LowExcluded: true),
        };
    }

    /// <summary>Whether its value is a number.</summary>
    public bool IsNumber => Kind != PredictorKind.Levels;

    /// <summary>What is allowed, in words.</summary>
    public string AllowedText => Kind == PredictorKind.Levels ? $"one of {string.Join(", ", Levels)}"
        : Values is [0, 1] ? "0 or 1"
        : Allowed is { } range ? $"{range}{(Unit.Length > 0 ? " " + Unit : "")}{(range.High < double.MaxValue ? "" : Observed)}"
        : "a number" + Observed;

    private string Observed => string.Create(CultureInfo.InvariantCulture, $" (in the training data: {Low:G6} to {High:G6})");

    /// <summary>What its values are called in print: the levels, the values of a discrete number, the two sides of a threshold; empty of
    /// other numbers.</summary>
    public IReadOnlyList<string> ValueLabels =>
        Kind switch
        {
            PredictorKind.Levels => LevelLabels.Count == Levels.Count ? LevelLabels : Levels,
            PredictorKind.Threshold => [SideLabels().Within, SideLabels().Beyond],
            PredictorKind.Discrete when Values is [0, 1] => LevelLabels.Count == 2 ? LevelLabels : ["no (0)", "yes (1)"],
            PredictorKind.Discrete => LevelLabels.Count == Values.Count
                ? LevelLabels
                : [.. Values.Select(v => (v.ToString("G12", CultureInfo.InvariantCulture) + " " + Unit).TrimEnd())],
            _ => [],
        };

    /// <summary>Its columns at a value.</summary>
    /// <param name="value">The number, or the place of the level from 0.</param>
    public double[] Encode(double value)
    {
        if (Kind == PredictorKind.Levels && !(value >= 0 && value < Levels.Count && value == Math.Floor(value)))
            throw new ArgumentOutOfRangeException(nameof(value), value, Invariant($"'{Name}' has levels 0 to {Levels.Count - 1}."));
        var columns = new double[Columns.Count];
        Fill(value, columns);
        return columns;
    }

    /// <summary>Reads a patient's value: a number, or the place of a level.</summary>
    /// <exception cref="PatientInputException">It is not allowed.</exception>
    internal double Read(string text)
    {
        if (Kind == PredictorKind.Levels)
        {
            for (var k = 0; k < Levels.Count; k++)
            {
                if (Levels[k] == text)
                    return k;
            }
            throw Refused(text);
        }
        return
            double.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out var value
            ) && IsAllowed(value)
            ? value
            : throw Refused(text);
    }

    /// <summary>Its columns at a value (the place of a level).</summary>
    internal void Fill(double value, Span<double> columns)
    {
        columns.Clear();
        switch (Kind)
        {
            case PredictorKind.Levels:
                if (value > 0)
                    columns[(int)value - 1] = 1;
                break;
            case PredictorKind.Threshold:
                columns[0] = IsBeyond(value) ? 1 : 0;
                break;
            case PredictorKind.Spline:
                new RestrictedCubicBasis(Knots).Fill(value, columns);
                break;
            case PredictorKind.NaturalSpline:
                new NaturalBasis(Knots).Fill(value, columns);
                break;
            case PredictorKind.FractionalPolynomial:
                new FractionalPolynomialBasis(Powers, Shift, Scale).Fill(value, columns);
                break;
            default:
                columns[0] = value;
                break;
        }
    }

    /// <summary>What it adds to the linear predictor at a value.</summary>
    internal double Effect(double value, ReadOnlySpan<double> coefficients)
    {
        Span<double> columns = stackalloc double[coefficients.Length];
        Fill(value, columns);
        var sum = 0.0;
        for (var k = 0; k < columns.Length; k++)
            sum += coefficients[k] * columns[k];
        return sum;
    }

    /// <summary>Its axis.</summary>
    internal NomogramVariable ToVariable(double[] coefficients) =>
        Kind switch
        {
            PredictorKind.Levels => NomogramVariable.Categorical(
                Name,
                [.. Levels.Select((level, k) => (level, k == 0 ? 0 : coefficients[k - 1]))]
            ),
            PredictorKind.Discrete when Values.Count > 1 => NomogramVariable.Discrete(Name, coefficients[0], Values),
            PredictorKind.Threshold => NomogramVariable.Threshold(Name, coefficients[0], Threshold, IsThresholdIncluded, SideLabels()),
            _ when IsCurved => NomogramVariable.Continuous(Name, x => Effect(x, coefficients), Low, High, LowestAllowed),
            _ => NomogramVariable.Continuous(Name, coefficients[0], Low, High),
        };

    internal bool IsCurved => Kind is PredictorKind.Spline or PredictorKind.NaturalSpline or PredictorKind.FractionalPolynomial;

    /// <summary>What its values must be above for its curve to be defined.</summary>
    internal double LowestAllowed => Kind == PredictorKind.FractionalPolynomial ? -Shift : double.NegativeInfinity;

    /// <summary>Whether its nomogram's axis is a line of numbers, not a few values.</summary>
    internal bool IsContinuous => IsCurved || Kind == PredictorKind.Continuous || (Kind == PredictorKind.Discrete && Values.Count < 2);

    /// <summary>The few values of one that is not continuous, each with what it is called: places of levels, values, the sides of a
    /// threshold (NaN and the threshold's own encoding).</summary>
    internal IReadOnlyList<(string Label, double[] Columns)> Settings() => Kind switch
    {
        PredictorKind.Levels => [.. Levels.Select((l, k) => (l, Encode(k)))],
        PredictorKind.Threshold => [(SideLabels().Within, [0]), (SideLabels().Beyond, [1])],
        _ => [.. Values.Select(v => (NomogramVariable.Label(v), Encode(v)))],
    };

    internal bool IsBeyond(double value) => IsThresholdIncluded ? value >= Threshold : value > Threshold;

    /// <summary>The two sides of a threshold in words.</summary>
    internal (string Within, string Beyond) SideLabels()
    {
        if (LevelLabels.Count == 2)
            return (LevelLabels[0], LevelLabels[1]);
        var text = (Threshold.ToString("G12", CultureInfo.InvariantCulture) + " " + Unit).TrimEnd();
        return IsThresholdIncluded ? ($"< {text}", $">= {text}") : ($"<= {text}", $"> {text}");
    }

    internal string Text(double value) =>
        Kind == PredictorKind.Levels ? Levels[(int)value] : (value.ToString("0.####", CultureInfo.InvariantCulture) + " " + Unit).TrimEnd();

    internal string? Warning(double value)
    {
        if (Kind == PredictorKind.Levels)
            return null;
        if (Usual is { } usual)
            return usual.Contains(value) ? null : UnusualWarning.Replace("{value}", Text(value), StringComparison.Ordinal);
        return Kind == PredictorKind.Threshold || (value >= Low && value <= High) ? null
            : UnusualWarning.Length > 0 ? UnusualWarning.Replace("{value}", Text(value), StringComparison.Ordinal)
            : (string.Create(CultureInfo.InvariantCulture,
                $"{Label} is {Beside(value)}, outside the training data's {Low:G6} to {High:G6} ") + Unit).TrimEnd() + ".";
    }

    // With as many digits as the limits, and more where it would then look to lie on one of them.
    private string Beside(double value)
    {
        var limit = (value < Low ? Low : High).ToString("G6", CultureInfo.InvariantCulture);
        for (var digits = 6; digits < 17; digits++)
        {
            var format = Invariant($"G{digits}");
            if (value.ToString(format, CultureInfo.InvariantCulture) is var text && text != limit)
                return text;
        }
        return value.ToString("R", CultureInfo.InvariantCulture);
    }

    private bool IsAllowed(double value) =>
        double.IsFinite(value) && (Values is not [0, 1] || value is 0 or 1) && (Allowed is null || Allowed.Contains(value));

    private PatientInputException Refused(string text) => new($"The predictor '{Name}' is '{text}'; {AllowedText} is needed.");

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
