
using Plain;
using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

/// <summary>A variable of a Cox model as a nomogram shows it: its ticks, and what each adds to the linear predictor.</summary>
public sealed class NomogramVariable
{
    // datadist keeps the values of a variable that has no more than this many.
    internal const int MostDiscreteValues = 10;
    private readonly Func<double, double>? _effect;
    private readonly double[] _values;
    private readonly double[] _effects;

    private NomogramVariable(
        string name,
        Func<double, double>? effect,
        double low,
        double high,
        double[] values,
        double[] effects,
        string[] levels
    ) => (Name, _effect, Low, High, _values, _effects, Levels) = (name, effect, low, high, values, effects, levels);

    /// <summary>The variable's name.</summary>
    public string Name { get; }

    /// <summary>The smallest value of a continuous variable; NaN of others.</summary>
    public double Low { get; }

    /// <summary>The largest value of a continuous variable; NaN of others.</summary>
    public double High { get; }

    /// <summary>The values of a discrete variable, ascending; empty for others.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>The levels of a categorical variable; empty for others.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>Whose points the axis shows: the variables of an interaction share their points, so their axes are one group.</summary>
    internal string Group { get => field ?? Name; init; }

    /// <summary>What every tick must be above; the axis starts at <see cref="Low"/> where round numbers are not.</summary>
    internal double Above { get; init; } = double.NegativeInfinity;

    /// <summary>A variable with few values and any effect.</summary>
    internal static NomogramVariable Discrete(string name, Func<double, double> effect, IReadOnlyList<double> values) =>
        new(name, effect, double.NaN, double.NaN, [.. values], [.. values.Select(effect)], []);

    /// <summary>A continuous variable that is defined above a number.</summary>
    internal static NomogramVariable Continuous(string name, Func<double, double> effect, double low, double high, double above) =>
        new(name, effect, low, high, [], [], []) { Above = above };

    /// <summary>The same axis in a group.</summary>
    internal NomogramVariable In(string group) =>
        new(Name, _effect, Low, High, _values, _effects, [.. Levels]) { Group = group, Above = Above };

    /// <summary>A continuous variable with a linear effect; its ticks are round numbers that cover its range.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="coefficient">What one unit adds to the linear predictor.</param>
    /// <param name="low">The smallest value in the data.</param>
    /// <param name="high">The largest value in the data.</param>
    /// <exception cref="ArgumentException">An empty name, a coefficient or range that is not finite, or a range that is not
    /// ascending.</exception>
    public static NomogramVariable Continuous(string name, double coefficient, double low, double high)
    {
        CheckFinite(name, coefficient);
        return Continuous(name, x => coefficient * x, low, high);
    }

    /// <summary>A continuous variable with any effect, such as a spline's.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="effect">What a value adds to the linear predictor; finite over the ticks.</param>
    /// <param name="low">The smallest value in the data.</param>
    /// <param name="high">The largest value in the data.</param>
    /// <exception cref="ArgumentException">An empty name, or a range that is not finite and ascending.</exception>
    public static NomogramVariable Continuous(string name, Func<double, double> effect, double low, double high)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(effect);
        CheckFinite(name, low, high);
        return low <= high
            ? new NomogramVariable(name, effect, low, high, [], [], [])
            : throw new ArgumentException(Invariant($"The range of '{name}', {low} to {high}, must ascend."), nameof(high));
    }

    /// <summary>A variable with a linear effect and few values, which are its ticks.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="coefficient">What one unit adds to the linear predictor.</param>
    /// <param name="values">The values; at least two, ascending.</param>
    /// <exception cref="ArgumentException">An empty name, or values that are not finite and ascending.</exception>
    public static NomogramVariable Discrete(string name, double coefficient, params IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        CheckFinite(name, [coefficient, .. values]);
        if (values.Count < 2 || values.Zip(values.Skip(1)).Any(p => !(p.First < p.Second)))
            throw new ArgumentException($"'{name}' needs at least two values in ascending order.", nameof(values));
        return new NomogramVariable(
            name,
            x => coefficient * x,
            double.NaN,
            double.NaN,
            [.. values],
            [.. values.Select(v => coefficient * v)],
            []
        );
    }

    /// <summary>A categorical variable: what each level adds to the linear predictor, 0 for the reference.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="levels">Each level and its effect; at least two levels, no level twice.</param>
    /// <exception cref="ArgumentException">An empty name, fewer than two levels, a level twice, or an effect that is not
    /// finite.</exception>
    public static NomogramVariable Categorical(string name, params IReadOnlyList<(string Level, double Effect)> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        CheckFinite(name, [.. levels.Select(l => l.Effect)]);
        if (levels.Count < 2 || levels.Select(l => l.Level).Distinct(StringComparer.Ordinal).Count() != levels.Count)
            throw new ArgumentException($"'{name}' needs at least two different levels.", nameof(levels));
        return new NomogramVariable(
            name,
            null,
            double.NaN,
            double.NaN,
            [],
            [.. levels.Select(l => l.Effect)],
            [.. levels.Select(l => l.Level)]
        );
    }

    /// <summary>A number that counts by its side of a threshold: two ticks.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="coefficient">What it adds to the linear predictor beyond the threshold.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="included">Whether the threshold itself is beyond.</param>
    /// <param name="labels">What stands beside the two ticks.</param>
    /// <exception cref="ArgumentException">An empty name, or a coefficient or threshold that is not finite.</exception>
    public static NomogramVariable Threshold(
        string name,
        double coefficient,
        double threshold,
        bool included,
        (string Within, string Beyond) labels
    )
    {
        CheckFinite(name, coefficient, threshold);
        return new NomogramVariable(
            name,
            x => (included ? x >= threshold : x > threshold) ? coefficient : 0,
            double.NaN,
            double.NaN,
            [],
            [0, coefficient],
            [labels.Within, labels.Beyond]
        );
    }

    /// <summary>
    /// The variables of a model with one linear effect a column: a categorical term has its levels, the first of them without effect; a
    /// column with at most
    /// ten values is discrete, others are continuous.
    /// </summary>
    /// <param name="covariates">The data the model was fitted to.</param>
    /// <param name="coefficients">The model's coefficients, in the columns' order.</param>
    /// <exception cref="ArgumentException">Another number of coefficients than columns, or a column that is an interaction (its name, with
    /// ':' or '*', is in the message).</exception>
    /// <exception cref="InvalidSurvivalDataException">A column is constant.</exception>
    public static IReadOnlyList<NomogramVariable> FromData(DesignMatrix covariates, IReadOnlyList<double> coefficients)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        ArgumentNullException.ThrowIfNull(coefficients);
        if (coefficients.Count != covariates.ColumnCount)
            throw new ArgumentException(
                Invariant($"There are {covariates.ColumnCount} columns but {coefficients.Count} coefficients."),
                nameof(coefficients)
            );
        var variables = new List<NomogramVariable>();
        foreach (var term in covariates.Terms)
        {
            var (name, j) = (term.Name, term.FirstColumn);
            if (IsInteraction(name))
                throw new ArgumentException(InteractionMessage(name), nameof(covariates));
            if (term.IsCategorical)
            {
                variables.Add(Categorical(name, [.. term.Levels.Select((level, k) => (level, k == 0 ? 0 : coefficients[j + k - 1]))]));
                continue;
            }
            double[] values = [.. covariates.Column(j).ToArray().Distinct().Order()];
            if (values.Length < 2)
                throw new InvalidSurvivalDataException($"The column '{name}' is constant, so it has no axis.", column: name);
            variables.Add(
                values.Length <= MostDiscreteValues
                    ? Discrete(name, coefficients[j], values)
                    : Continuous(name, coefficients[j], values[0], values[^1])
            );
        }
        return new Numerics.ResultList<NomogramVariable>(variables);
    }

    /// <summary>What a value adds to the linear predictor.</summary>
    /// <param name="value">A value of a continuous or discrete variable.</param>
    /// <exception cref="ArgumentException">The variable is categorical.</exception>
    public double Effect(double value) =>
        _effect is not null
            ? _effect(value)
            : throw new ArgumentException($"'{Name}' is categorical; its levels are: {PlainWords.List(Levels)}.", nameof(value));

    /// <summary>What a level adds to the linear predictor.</summary>
    /// <param name="level">A level of a categorical variable.</param>
    /// <exception cref="ArgumentException">There is no such level; the message lists those there are.</exception>
    public double Effect(string level)
    {
        for (var k = 0; k < Levels.Count; k++)
        {
            if (Levels[k] == level)
                return _effects[k];
        }
        throw new ArgumentException($"'{Name}' has no level '{level}'. Its levels are: {PlainWords.List(Levels)}.", nameof(level));
    }

    /// <summary>The ticks' values (places from 0 for levels), labels and effects.</summary>
    internal (double[] Values, string[] Labels, double[] Effects) Ticks(int count)
    {
        if (Levels.Count > 0)
            return ([.. Enumerable.Range(0, Levels.Count).Select(k => (double)k)], [.. Levels], _effects);
        var values = _values.Length > 0 ? _values : PrettyTicks.Cover(Low, High, count);
        if (values[0] <= Above)
            values = [Low, .. values.Where(v => v > Low)];
        return (values, [.. values.Select(Label)], [.. values.Select(_effect!)]);
    }

    /// <summary>A tick's label, without the rounding error of a sum of steps.</summary>
    internal static string Label(double value) => value.ToString("G12", System.Globalization.CultureInfo.InvariantCulture);

    internal static bool IsInteraction(string name) =>
        name.Contains(':', StringComparison.Ordinal) || name.Contains('*', StringComparison.Ordinal);

    internal static string InteractionMessage(string name) =>
        $"'{name}' is an interaction; points of its variables depend on each other, so no nomogram with one axis each can show them. "
            + $"Build one nomogram for each level, or leave the interaction out.";

    private static void CheckFinite(string name, params ReadOnlySpan<double> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        foreach (var v in values)
        {
            if (!double.IsFinite(v))
                throw new ArgumentException(Invariant(
                    $"'{name}' has the coefficient, effect, value or end {v}; it must be finite."
                ), nameof(values));
        }
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
