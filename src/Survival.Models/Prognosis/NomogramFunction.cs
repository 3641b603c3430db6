namespace Survival.Models.Prognosis;

/// <summary>Something a nomogram reads off total points: a monotone function of the linear predictor.</summary>
public sealed class NomogramFunction
{
    private NomogramFunction(string name, Func<double, double> value, IReadOnlyList<double>? ticks) =>
        (Name, Value, Ticks) = (name, value, ticks);

    /// <summary>The survival probabilities, and risks, that get ticks by default.</summary>
    public static IReadOnlyList<double> SurvivalTicks { get; } = [0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05];

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>What stands beside the axis.</summary>
    public string Name { get; }

    /// <summary>The function of the (centred) linear predictor; NaN where it has no value.</summary>
    public Func<double, double> Value { get; }

    /// <summary>The values that get ticks, where the linear predictor reaches them; <see langword="null"/> for round numbers.</summary>
    public IReadOnlyList<double>? Ticks { get; }

    /// <summary>Any function.</summary>
    /// <param name="name">What stands beside the axis.</param>
    /// <param name="value">The function of the (centred) linear predictor.</param>
    /// <param name="ticks">The values that get ticks; <see langword="null"/> for round numbers.</param>
    public static NomogramFunction Of(string name, Func<double, double> value, IReadOnlyList<double>? ticks = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        return new NomogramFunction(name, value, ticks);
    }

    /// <summary>Survival at a time, S0^exp(lp).</summary>
    /// <param name="name">What stands beside the axis.</param>
    /// <param name="baselineSurvival">Survival at the time where the linear predictor is 0; above 0 and below 1.</param>
    /// <param name="ticks">The survival probabilities that get ticks; 0.95, 0.9, 0.8 ... 0.1, 0.05 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A baseline outside (0, 1).</exception>
    public static NomogramFunction Survival(string name, double baselineSurvival, IReadOnlyList<double>? ticks = null)
    {
        if (!(baselineSurvival is > 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(baselineSurvival),
                baselineSurvival,
                "Baseline survival must lie between 0 and 1, both excluded."
            );
        return Of(name, lp => Math.Pow(baselineSurvival, Math.Exp(lp)), ticks ?? SurvivalTicks);
    }

    /// <summary>The cumulative incidence of an event among competing ones at a time, 1 - (1 - F0)^exp(lp).</summary>
    /// <param name="name">What stands beside the axis.</param>
    /// <param name="baselineIncidence">The incidence at the time where the linear predictor is 0; above 0 and below 1.</param>
    /// <param name="ticks">The risks that get ticks; 0.05, 0.1, 0.2 ... 0.9, 0.95 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A baseline outside (0, 1).</exception>
    public static NomogramFunction Incidence(string name, double baselineIncidence, IReadOnlyList<double>? ticks = null)
    {
        if (!(baselineIncidence is > 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(baselineIncidence), baselineIncidence, "Baseline incidence must lie between 0 and 1, both excluded.");
        var hazard = -Math.Log(1 - baselineIncidence);
        return Of(name, lp => -double.ExpM1(-hazard * Math.Exp(lp)), ticks ?? SurvivalTicks);
    }

    /// <summary>Median survival: the first time at which S0(t)^exp(lp) is at most 1/2; none where survival stays above.</summary>
    /// <param name="name">What stands beside the axis.</param>
    /// <param name="times">The times of the baseline's steps, ascending.</param>
    /// <param name="baselineSurvival">Survival after each step where the linear predictor is 0; not increasing.</param>
    /// <param name="ticks">The times that get ticks; <see langword="null"/> for round numbers.</param>
    /// <exception cref="ArgumentException">Another number of times than values, no steps, or values that do not descend within [0,
    /// 1].</exception>
    public static NomogramFunction MedianSurvival(
        string name,
        IReadOnlyList<double> times,
        IReadOnlyList<double> baselineSurvival,
        IReadOnlyList<double>? ticks = null
    )
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(baselineSurvival);
        if (times.Count != baselineSurvival.Count || times.Count == 0)
            throw new ArgumentException(
                $"There are {times.Count} times but {baselineSurvival.Count} values of baseline survival.",
                nameof(baselineSurvival)
            );
        for (var k = 0; k < times.Count; k++)
        {
            if (
                !(baselineSurvival[k] is >= 0 and <= 1)
                || (k > 0 && !(times[k] > times[k - 1] && baselineSurvival[k] <= baselineSurvival[k - 1]))
            )
                throw new ArgumentException(
                    Invariant($"Times must ascend and baseline survival descend within 0 and 1; step {k} ({times[k]}, ")
                        + Invariant($"{baselineSurvival[k]}) does ")
                        + $"not.",
                    nameof(baselineSurvival)
                );
        }
        double[] t = [.. times], s = [.. baselineSurvival];
        return Of(name, lp =>
        {
            // S0^exp(lp) <= 1/2 where -log S0 >= log 2 exp(-lp).
            var enough = Math.Log(2) * Math.Exp(-lp);
            var k = Array.FindIndex(s, v => -Math.Log(v) >= enough);
            return k < 0 ? double.NaN : t[k];
        }, ticks);
    }
}
