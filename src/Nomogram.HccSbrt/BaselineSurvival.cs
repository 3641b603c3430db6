namespace Nomogram.HccSbrt;

/// <summary>
/// A baseline for the published model: the survival of a patient whose linear predictor is 0 (Rad-score 0, tumour of 5 cm or
/// less, BED below 70 Gy, Child-Pugh A, and three tumours or fewer). The paper does not publish one, so a caller names where
/// his comes from; every result repeats it with its assumptions. Time is in months.
/// </summary>
public sealed class BaselineSurvival
{
    private readonly double[] _months;
    private readonly double[] _hazards;

    private BaselineSurvival(string name, BaselineKind kind, IReadOnlyList<string> assumptions, BaselineForm form, double[] months, double[] hazards, double lastTime, double shape = 1) =>
        (Name, Kind, Assumptions, Form, _months, _hazards, LastTime, WeibullShape) = (name, kind, assumptions, form, months, hazards, lastTime, shape);

    /// <summary>The name that the caller gave it.</summary>
    public string Name { get; }

    /// <summary>Where it comes from.</summary>
    public BaselineKind Kind { get; }

    /// <summary>What was assumed to make it; each result repeats them.</summary>
    public IReadOnlyList<string> Assumptions { get; }

    /// <summary>The last time, in months, up to which it says anything.</summary>
    public double LastTime { get; }

    /// <summary>How <see cref="CumulativeHazards"/> at <see cref="Months"/> make a curve.</summary>
    public BaselineForm Form { get; }

    /// <summary>The times at which the cumulative hazard is known, in months, ascending.</summary>
    public IReadOnlyList<double> Months => _months;

    /// <summary>The cumulative hazard at each of <see cref="Months"/>.</summary>
    public IReadOnlyList<double> CumulativeHazards => _hazards;

    /// <summary>The shape of the Weibull form; 1 of the others.</summary>
    public double WeibullShape { get; }

    /// <summary>The cumulative baseline hazard at a time.</summary>
    /// <param name="months">From 0 to <see cref="LastTime"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside that range.</exception>
    public double CumulativeHazard(double months)
    {
        if (!(months >= 0 && months <= LastTime))
            throw new ArgumentOutOfRangeException(nameof(months), months, FormattableString.Invariant($"The baseline '{Name}' reaches from 0 to {LastTime} months."));
        if (Form == BaselineForm.Weibull)
            return _hazards[0] * Math.Pow(months / _months[0], WeibullShape);
        var i = Array.BinarySearch(_months, months);
        if (i >= 0)
            return _hazards[i];
        i = ~i;
        var (time, hazard) = i == 0 ? (0, 0) : (_months[i - 1], _hazards[i - 1]);
        return Form == BaselineForm.Steps ? hazard : hazard + (_hazards[i] - hazard) * (months - time) / (_months[i] - time);
    }

    /// <summary>The first time at which the cumulative baseline hazard reaches a value.</summary>
    /// <param name="cumulativeHazard">The value; not negative.</param>
    /// <returns>The time in months, or <see langword="null"/> where the hazard stays below the value up to <see cref="LastTime"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or NaN.</exception>
    public double? MonthsAt(double cumulativeHazard)
    {
        if (!(cumulativeHazard >= 0))
            throw new ArgumentOutOfRangeException(nameof(cumulativeHazard), cumulativeHazard, "A cumulative hazard is not negative.");
        if (cumulativeHazard == 0)
            return 0;
        if (Form == BaselineForm.Weibull)
        {
            var months = _months[0] * Math.Pow(cumulativeHazard / _hazards[0], 1 / WeibullShape);
            return months <= LastTime ? months : null;
        }
        var i = Array.FindIndex(_hazards, h => h >= cumulativeHazard);
        if (i < 0)
            return null;
        if (Form == BaselineForm.Steps)
            return _months[i];
        var (time, hazard) = i == 0 ? (0, 0) : (_months[i - 1], _hazards[i - 1]);
        return time + (_months[i] - time) * (cumulativeHazard - hazard) / (_hazards[i] - hazard);
    }

    /// <summary>A baseline given as survival at some times; between them the cumulative hazard is interpolated linearly from 0 at time 0.</summary>
    /// <param name="name">Where the numbers come from.</param>
    /// <param name="months">The times, in months; above 0, increasing.</param>
    /// <param name="survival">The survival at them; in (0, 1], not increasing.</param>
    /// <exception cref="ArgumentException">Different lengths, no values, or values outside those ranges.</exception>
    public static BaselineSurvival Supplied(string name, ReadOnlySpan<double> months, ReadOnlySpan<double> survival)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (months.IsEmpty || months.Length != survival.Length)
            throw new ArgumentException($"A baseline takes as many times as survivals, and at least one; there are {months.Length} and {survival.Length}.", nameof(months));
        var hazards = new double[months.Length];
        for (var i = 0; i < months.Length; i++)
        {
            if (!(months[i] > (i == 0 ? 0 : months[i - 1])) || double.IsInfinity(months[i]))
                throw new ArgumentException(FormattableString.Invariant($"Time {i} is {months[i]} months; times must be above 0, finite and increasing."), nameof(months));
            if (!(survival[i] > 0 && survival[i] <= (i == 0 ? 1 : survival[i - 1])))
                throw new ArgumentException(FormattableString.Invariant($"Survival {i} is {survival[i]}; survivals lie in (0, 1] and never rise."), nameof(survival));
            hazards[i] = -Math.Log(survival[i]);
        }
        return new BaselineSurvival(name, BaselineKind.Supplied,
            ["The baseline was supplied by the user; between its times the cumulative hazard is interpolated linearly."],
            BaselineForm.Linear, months.ToArray(), hazards, months[^1]);
    }

    /// <summary>
    /// The published model recalibrated on a cohort: Breslow's estimate of the cumulative hazard with the published linear
    /// predictor as offset, that is the sum over event times of events / (sum over those at risk of exp(linear predictor)).
    /// </summary>
    /// <param name="name">Which cohort.</param>
    /// <param name="months">The follow-up of each patient, in months; finite, not negative.</param>
    /// <param name="died">Whether follow-up ended with death.</param>
    /// <param name="linearPredictors">The published linear predictor of each patient, as <see cref="HccSbrtPrediction.LinearPredictor"/>.</param>
    /// <remarks>Breslow NE, J R Stat Soc B 1972;34:216-217 (discussion of Cox's paper). Ties are taken together.</remarks>
    /// <exception cref="ArgumentException">Different lengths, no death, or a value that is not allowed; the message names the row.</exception>
    public static BaselineSurvival Recalibrate(string name, ReadOnlySpan<double> months, ReadOnlySpan<bool> died, ReadOnlySpan<double> linearPredictors)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var n = months.Length;
        if (died.Length != n || linearPredictors.Length != n)
            throw new ArgumentException($"There are {n} times, {died.Length} outcomes and {linearPredictors.Length} linear predictors; give one of each for every patient.", nameof(months));
        for (var i = 0; i < n; i++)
        {
            if (!double.IsFinite(months[i]) || months[i] < 0)
                throw new ArgumentException($"The follow-up in row {i} is {months[i]} months; it must be finite and not negative.", nameof(months));
            if (!double.IsFinite(linearPredictors[i]))
                throw new ArgumentException($"The linear predictor in row {i} is {linearPredictors[i]}; it must be finite.", nameof(linearPredictors));
        }
        var events = died.Count(true);
        if (events == 0)
            throw new ArgumentException("Nobody in the cohort died, so it has no baseline hazard.", nameof(died));

        var order = new int[n];
        for (var i = 0; i < n; i++)
            order[i] = i;
        var sorted = months.ToArray();
        Array.Sort(sorted, order);
        var times = new List<double>();
        var steps = new List<double>();
        var atRisk = 0.0;
        for (var i = n - 1; i >= 0;)
        {
            var (time, deaths) = (sorted[i], 0);
            for (; i >= 0 && sorted[i] == time; i--)
            {
                atRisk += Math.Exp(linearPredictors[order[i]]);
                deaths += died[order[i]] ? 1 : 0;
            }
            if (deaths > 0)
            {
                times.Add(time);
                steps.Add(deaths / atRisk);
            }
        }
        times.Reverse();
        steps.Reverse();
        for (var i = 1; i < steps.Count; i++)
            steps[i] += steps[i - 1];
        return new BaselineSurvival(name, BaselineKind.Recalibrated,
            [FormattableString.Invariant($"The baseline was estimated on {n} patients with {events} deaths (Breslow, published linear predictor as offset); the published hazard ratios were kept as they are.")],
            BaselineForm.Steps, [.. times], [.. steps], sorted[^1]);
    }

    /// <summary>
    /// A baseline reconstructed from the paper's summaries: the cumulative hazard H(t) = H(m) (t / m)^shape for which a cohort
    /// with the given covariate shares, independent of each other and with normal Rad-scores, has the given median survival m.
    /// It is a stand-in for demonstration, not a measurement.
    /// </summary>
    /// <param name="options">The assumptions; the paper's training set where <see langword="null"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share outside [0, 1], or a median, shape or spread that is not positive.</exception>
    public static BaselineSurvival Reconstruct(BaselineReconstruction? options = null)
    {
        options ??= new BaselineReconstruction();
        options.Validate();
        var target = 0.5;
        var (low, high) = (-20.0, 20.0);
        while (high - low > 1e-14)
        {
            var middle = 0.5 * (low + high);
            if (options.MeanSurvival(Math.Exp(middle)) > target)
                low = middle;
            else
                high = middle;
        }
        return new BaselineSurvival("reconstructed from published summaries", BaselineKind.Reconstructed, options.Describe(),
            BaselineForm.Weibull, [options.MedianMonths], [Math.Exp(0.5 * (low + high))], options.LastTime, options.WeibullShape);
    }
}
