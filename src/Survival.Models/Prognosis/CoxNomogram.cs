using Notebooks;
using Plain;
using Survival.Models.Cox;

namespace Survival.Models.Prognosis;

/// <summary>
/// A nomogram of a Cox model: an axis of points for each variable, their total, and what is read off it. The scales are those of R's
/// <c>rms::nomogram</c> (F. Harrell, Regression Modeling Strategies, 2nd ed., 5.3).
/// </summary>
[TypeFormatterSource(typeof(Formatters))]
public sealed partial class CoxNomogram
{
    private const int InterpolationPoints = 1000;
    private readonly NomogramVariable[] _variables;
    private readonly double[] _lowest;

    private CoxNomogram(NomogramVariable[] variables, double[] lowest, double pointsPerUnit, double centre)
    {
        (_variables, _lowest, PointsPerUnit) = (variables, lowest, pointsPerUnit);
        LinearPredictorAtZero = lowest.Where((_, j) => Array.FindIndex(variables, v => v.Group == variables[j].Group) == j).Sum() - centre;
        (Axes, TotalPointsTicks, LinearPredictor, Functions) = ([], [], new NomogramAxis("", []), []);
    }

    /// <summary>The variables, in the order of <see cref="Axes"/>.</summary>
    public IReadOnlyList<NomogramVariable> Variables => _variables;

    /// <summary>The variables' axes.</summary>
    public IReadOnlyList<NomogramAxis> Axes { get; private init; }

    /// <summary>The ticks of the axis of total points.</summary>
    public IReadOnlyList<double> TotalPointsTicks { get; private init; }

    /// <summary>The (centred) linear predictor beside total points.</summary>
    public NomogramAxis LinearPredictor { get; private init; }

    /// <summary>The functions beside total points; only ticks that the linear predictor's axis reaches.</summary>
    public IReadOnlyList<NomogramAxis> Functions { get; private init; }

    /// <summary>Points for one unit of the linear predictor.</summary>
    public double PointsPerUnit { get; }

    /// <summary>The (centred) linear predictor at no points.</summary>
    public double LinearPredictorAtZero { get; }

    /// <summary>The model that it draws; <see langword="null"/> of one built of its variables alone, which knows no baseline and no
    /// covariance.</summary>
    public PrognosticModel? Model { get; private init; }

    /// <summary>
    /// The nomogram of a fit just made, as <c>rms::nomogram</c> draws it: axes over the values of its data, the linear predictor less that
    /// of the data's means,
    /// and survival at each time (<c>surv_t12</c>) where the fit has one stratum.
    /// </summary>
    /// <param name="fit">The fit; with data, not loaded from a file.</param>
    /// <param name="horizons">The times of the survival axes; positive, ascending.</param>
    /// <param name="description">Title, outcome, unit of time and caveats, which the calculator shows.</param>
    /// <exception cref="ArgumentException">Horizons that are not positive and ascending, an interaction of two continuous variables or one
    /// that is no term, or no column with an effect.</exception>
    /// <exception cref="IncompleteModelException">The fit was loaded from a file.</exception>
    public static CoxNomogram From(CoxModel fit, IReadOnlyList<double> horizons, ModelDescription? description = null)
    {
        ArgumentNullException.ThrowIfNull(fit);
        var model = PrognosticModel.From(fit, horizons, description);
        if (model.Baselines is [var only] && horizons.Any(h => !only.Reaches(h)))
            throw new ArgumentException(
                Invariant($"Survival is not known at {horizons.First(h => !only.Reaches(h))}: the follow-up ends at {only.LastTime}. ")
                    + "Leave that horizon out, or give it in the unit of the follow-up.",
                nameof(horizons));
        return model.Nomogram ?? throw new ArgumentException(
            model.NoNomogram() ?? "No variable has an effect, so there are no points.", nameof(fit));
    }

    /// <summary>Builds a nomogram of variables.</summary>
    /// <param name="variables">The model's variables; at least one with an effect.</param>
    /// <param name="centre">What is taken off the sum of effects to give the centred linear predictor, at which the baseline holds: usually
    /// the sum of coefficients times means; 0 for an uncentred baseline.</param>
    /// <param name="linearPredictorRange">The smallest and the largest centred linear predictor in the data.</param>
    /// <param name="functions">What is read off total points.</param>
    /// <param name="maximumPoints">The points of the variable with the widest effect.</param>
    /// <param name="intervals">About how many intervals a continuous axis has.</param>
    /// <param name="linearPredictorTicks">The ticks of the linear predictor's axis; <see langword="null"/> for round numbers that cover its
    /// range in the data.</param>
    /// <exception cref="ArgumentException">No variables, names that repeat, no effect at all, a range that does not ascend, or an effect
    /// that is not finite at a tick.</exception>
    public static CoxNomogram Build(
        IReadOnlyList<NomogramVariable> variables,
        double centre,
        (double Low, double High) linearPredictorRange,
        IReadOnlyList<NomogramFunction>? functions = null,
        double maximumPoints = 100,
        int intervals = 10,
        IReadOnlyList<double>? linearPredictorTicks = null) => Build(
            variables, centre, linearPredictorRange, functions,
            new NomogramOptions { MaximumPoints = maximumPoints, Intervals = intervals, LinearPredictorTicks = linearPredictorTicks },
            model: null);

    internal static CoxNomogram Build(
        IReadOnlyList<NomogramVariable> variables,
        double centre,
        (double Low, double High) linearPredictorRange,
        IReadOnlyList<NomogramFunction>? functions,
        NomogramOptions? options,
        PrognosticModel? model)
    {
        ArgumentNullException.ThrowIfNull(variables);
        options ??= NomogramOptions.Default;
        Check(variables, centre, linearPredictorRange, options);
        var ticks = variables.Select(v => v.Ticks(options.Intervals)).ToArray();
        for (var j = 0; j < ticks.Length; j++)
        {
            if (!Array.TrueForAll(ticks[j].Effects, double.IsFinite))
                throw new ArgumentException(
                    $"The effect of '{variables[j].Name}' is not finite at every tick of its axis.",
                    nameof(variables)
                );
        }
        var groups = variables.Zip(ticks).GroupBy(p => p.First.Group, StringComparer.Ordinal).ToDictionary(
            g => g.Key, g => (Low: g.Min(p => p.Second.Effects.Min()), High: g.Max(p => p.Second.Effects.Max())), StringComparer.Ordinal);
        double[] lowest = [.. variables.Select(v => groups[v.Group].Low)];
        var widest = groups.Values.Max(g => g.High - g.Low);
        if (!(widest > 0))
            throw new ArgumentException("No variable has an effect, so there are no points.", nameof(variables));
        var scale = options.MaximumPoints / widest;
        var bare = new CoxNomogram([.. variables], lowest, scale, centre);
        double[] lp = options.LinearPredictorTicks is { } given
            ? [.. given]
            : PrettyTicks.Cover(linearPredictorRange.Low, linearPredictorRange.High, options.Intervals);
        var most = groups.Count == 1 ? options.MaximumPoints : Math.Max(options.MaximumPoints, bare.TotalPoints(lp.Max()));
        return new CoxNomogram([.. variables], lowest, scale, centre)
        {
            Model = model,
            Axes = [.. variables.Select((v, j) => new NomogramAxis(v.Name, [.. ticks[j].Values.Select((x, k) =>
                new NomogramTick(x, ticks[j].Labels[k], ticks[j].Effects[k], (ticks[j].Effects[k] - lowest[j]) * scale))]))],
            TotalPointsTicks = PrettyTicks.Cover(0, most, options.Intervals),
            LinearPredictor = new NomogramAxis(
                "Linear predictor",
                [.. lp.Select(v => new NomogramTick(v, NomogramVariable.Label(v), v, bare.TotalPoints(v)))]
            ),
            Functions = [.. (functions ?? []).Select(f => bare.Axis(f, lp, options))],
        };
    }

    /// <summary>The points of a value of a variable.</summary>
    /// <param name="variable">The variable's name.</param>
    /// <param name="value">A value of a continuous or discrete variable.</param>
    /// <exception cref="ArgumentException">There is no such variable (the message lists those there are), or it is categorical.</exception>
    public double Points(string variable, double value) => PointsOf(Find(variable), j => _variables[j].Effect(value));

    /// <summary>The points of a level of a variable.</summary>
    /// <param name="variable">The variable's name.</param>
    /// <param name="level">A level of a categorical variable.</param>
    /// <exception cref="ArgumentException">There is no such variable or level; the message lists those there are.</exception>
    public double Points(string variable, string level) => PointsOf(Find(variable), j => _variables[j].Effect(level));

    /// <summary>Total points of a (centred) linear predictor.</summary>
    /// <param name="linearPredictor">The centred linear predictor.</param>
    public double TotalPoints(double linearPredictor) => (linearPredictor - LinearPredictorAtZero) * PointsPerUnit;

    /// <summary>The (centred) linear predictor of total points.</summary>
    /// <param name="totalPoints">Total points.</param>
    public double LinearPredictorOf(double totalPoints) => (totalPoints / PointsPerUnit) + LinearPredictorAtZero;

    /// <summary>What a variable, or the group of those that interact, adds to the linear predictor at no points.</summary>
    internal double LowestEffect(string group) => _lowest[Array.FindIndex(_variables, v => v.Group == group)];

    private double PointsOf(int variable, Func<int, double> effect) => (effect(variable) - _lowest[variable]) * PointsPerUnit;

    /// <summary>The axes as a table: each tick with its points.</summary>
    public override string ToString()
    {
        var text = new System.Text.StringBuilder();
        foreach (var axis in Axes)
            Write(axis.Name, axis, "Points");
        Write(LinearPredictor.Name, LinearPredictor, "Total points");
        foreach (var axis in Functions)
            Write(WordsOf(axis.Name), axis, "Total points");
        return text.ToString().TrimEnd();

        void Write(string name, NomogramAxis axis, string points)
        {
            text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{name,-32}{points,14}");
            foreach (var tick in axis.Ticks)
                text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{tick.Label,-32}{tick.Points,14:0.0}");
        }
    }

    /// <summary>A function in words with its unit, where its model knows them: <c>surv_t90</c> is survival at 90 days.</summary>
    internal string WordsOf(string function)
    {
        var endpoint = Model?.Description.Endpoint ?? new Endpoint { Survival = "survival" };
        return Model?.Horizons.Where(h => PrognosticModel.FunctionName(h) == function || PrognosticModel.RiskName(h) == function)
            .Select(h => $"{endpoint.Predicted} at {endpoint.Time(h)}").FirstOrDefault() ?? function;
    }

    private int Find(string variable)
    {
        var j = Array.FindIndex(_variables, v => v.Name == variable);
        return j >= 0
            ? j
            : throw new ArgumentException(
                $"No variable '{variable}'. The variables are: {PlainWords.List(_variables.Select(v => v.Name))}.",
                nameof(variable)
            );
    }

    /// <summary>Ticks of a function by linear interpolation of its inverse over 1000 steps of the linear predictor, as rms does.</summary>
    private NomogramAxis Axis(NomogramFunction function, double[] lp, NomogramOptions options)
    {
        var (low, high) = (lp.Min(), lp.Max());
        var known = new SortedDictionary<double, (double Sum, int Count)>();
        for (var k = 0; k < InterpolationPoints; k++)
        {
            var x = low + (k * ((high - low) / (InterpolationPoints - 1)));
            var y = function.Value(x);
            if (double.IsNaN(y))
                continue;
            var before = known.GetValueOrDefault(y);
            known[y] = (before.Sum + x, before.Count + 1);
        }
        if (known.Count == 0)
            return new NomogramAxis(function.Name, []);
        double[] values = [.. known.Keys], places = [.. known.Values.Select(v => v.Sum / v.Count)];
        var ticks = new List<NomogramTick>();
        bool Reached(double tick) => tick >= values[0] && tick <= values[^1];
        // An axis of one tick cannot be read: where predictions differ by less than the usual ticks do, they get round numbers.
        var usual = function.Ticks is not { } given || (given == NomogramFunction.SurvivalTicks && given.Count(Reached) < 2)
            ? PrettyTicks.Cover(values[0], values[^1], options.Intervals)
            : given;
        foreach (var tick in usual)
        {
            if (!Reached(tick))
                continue;
            var k = Array.BinarySearch(values, tick);
            var at = k >= 0 ? places[k] : Interpolate(values, places, ~k, tick);
            ticks.Add(new NomogramTick(tick, NomogramVariable.Label(tick), at, TotalPoints(at)));
        }
        return new NomogramAxis(function.Name, ticks);
    }

    private static double Interpolate(double[] x, double[] y, int after, double at) =>
        y[after - 1] + ((y[after] - y[after - 1]) * ((at - x[after - 1]) / (x[after] - x[after - 1])));

    private static void Check(
        IReadOnlyList<NomogramVariable> variables,
        double centre,
        (double Low, double High) range,
        NomogramOptions options
    )
    {
        if (variables.Count == 0 || variables.Select(v => v.Name).Distinct(StringComparer.Ordinal).Count() != variables.Count)
            throw new ArgumentException("There must be at least one variable, and none twice.", nameof(variables));
        if (!double.IsFinite(centre))
            throw new ArgumentException(Invariant($"The centre is {centre}; it must be finite."), nameof(centre));
        if (!(double.IsFinite(range.Low) && double.IsFinite(range.High) && range.Low <= range.High))
            throw new ArgumentException(
                Invariant($"The linear predictor's range, {range.Low} to {range.High}, must be finite and ascend."),
                nameof(range)
            );
        if (!(options.MaximumPoints > 0 && double.IsFinite(options.MaximumPoints)) || options.Intervals < 1)
            throw new ArgumentException(
                Invariant($"The maximum of points ({options.MaximumPoints}) and the intervals ({options.Intervals}) must be positive."));
        if (options.LinearPredictorTicks is { } ticks && (ticks.Count < 2 || ticks.Any(t => !double.IsFinite(t))))
            throw new ArgumentException("The linear predictor's axis needs at least two finite ticks.");
    }
}
