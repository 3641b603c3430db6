using System.Globalization;
using Survival.Models.Cox;
using Survival.Models.Numerics;
using Survival.Models.Penalised;

namespace Survival.Models.Prognosis;

/// <summary>How a baseline's cumulative hazard runs between the times at which it is known.</summary>
public enum BaselineForm
{
    /// <summary>It stays until the next time and steps there, as Breslow's estimate; 0 before the first.</summary>
    Steps,

    /// <summary>It is interpolated linearly, from 0 at time 0.</summary>
    Linear,

    /// <summary>One time t1 is known: H(t) = H(t1) (t / t1)^shape.</summary>
    Weibull,
}

/// <summary>Where a baseline comes from.</summary>
public enum BaselineKind
{
    /// <summary>Of the model's own fit.</summary>
    Fitted,

    /// <summary>Given by the caller.</summary>
    Supplied,

    /// <summary>Estimated on a cohort of the caller's, with the model's linear predictor as offset.</summary>
    Recalibrated,

    /// <summary>Made up from published summaries under assumptions that are listed.</summary>
    Reconstructed,
}

/// <summary>
/// The cumulative hazard of a patient whose linear predictor is where the model's baseline holds (0 for a published model, the means of a
/// fit): what turns
/// a relative hazard into a probability. It carries its name, where it comes from and what was assumed; every result repeats them.
/// Immutable.
/// </summary>
public sealed partial class BaselineHazard
{
    private readonly double[] _times;
    private readonly double[] _hazards;

    internal BaselineHazard(
        string name,
        BaselineKind kind,
        IReadOnlyList<string> assumptions,
        BaselineForm form,
        double[] times,
        double[] hazards,
        double lastTime,
        double shape = 1,
        CoxBaseline? source = null
    )
    {
        (Name, Kind, Assumptions, Form, _times, _hazards, LastTime, Shape, Source) = (
            name,
            kind,
            assumptions,
            form,
            times,
            hazards,
            lastTime,
            shape,
            source
        );
        TimeTolerance = form == BaselineForm.Steps && source is not { Slack: 0 } ? TimeFix.Slack(times) : 0;
    }

    /// <summary>The name that the caller gave it.</summary>
    public string Name { get; }

    /// <summary>Where it comes from.</summary>
    public BaselineKind Kind { get; }

    /// <summary>What was assumed to make it; each result repeats them.</summary>
    public IReadOnlyList<string> Assumptions { get; }

    /// <summary>The last time up to which it says anything, in the model's unit.</summary>
    public double LastTime { get; }

    /// <summary>
    /// How far a time that is asked for may lie from one of <see cref="Times"/>, or beyond <see cref="LastTime"/>, and still be it, where
    /// the hazard steps: times that differ by rounding are one, as R's <c>timefix</c> has it. 0 of the other forms.
    /// </summary>
    public double TimeTolerance { get; }

    /// <summary>Whether it says anything about a time.</summary>
    /// <param name="time">The time, in the model's unit.</param>
    public bool Reaches(double time) => time >= 0 && time <= LastTime + TimeTolerance;

    /// <summary>How <see cref="CumulativeHazards"/> at <see cref="Times"/> make a curve.</summary>
    public BaselineForm Form { get; }

    /// <summary>The times at which the cumulative hazard is known, ascending.</summary>
    public IReadOnlyList<double> Times => _times;

    /// <summary>The cumulative hazard at each of <see cref="Times"/>.</summary>
    public IReadOnlyList<double> CumulativeHazards => _hazards;

    /// <summary>The shape of the Weibull form; 1 of the others.</summary>
    public double Shape { get; }

    /// <summary>Whether it was measured on patients (and not made up from summaries).</summary>
    public bool IsMeasured => Kind is BaselineKind.Fitted or BaselineKind.Recalibrated;

    /// <summary>The stratum of the fit that it is the baseline of; <see langword="null"/> of one that is no fit's.</summary>
    public int? Stratum => Source?.Stratum;

    /// <summary>The baseline of a fit, with its variance.</summary>
    internal CoxBaseline? Source { get; }

    /// <summary>Whether the hazard is that of a cumulative incidence (the subdistribution's), of the event alone, or, of one that was given
    /// by a caller, what the model's outcome says (<see langword="null"/>).</summary>
    internal bool? IsOfIncidence { get; init; } = false;

    /// <summary>Whether a recalibrated hazard, which is estimated where the linear predictor is 0, was brought to where the model's own
    /// baseline holds.</summary>
    internal bool IsAtMeans { get; init; }

    /// <summary>A recalibrated hazard brought to where a model's own baseline holds.</summary>
    /// <param name="centre">The linear predictor there.</param>
    internal BaselineHazard AtMeans(double centre) => Kind != BaselineKind.Recalibrated || IsAtMeans || centre == 0 ? this
        : new BaselineHazard(Name, Kind, Assumptions, Form, _times, Array.ConvertAll(_hazards, h => h * Math.Exp(centre)), LastTime, Shape)
        {
            IsOfIncidence = IsOfIncidence,
            IsAtMeans = true,
        };

    /// <summary>Whether the variance of the hazard is known: that of a fit's own baseline.</summary>
    public bool HasVariance => Source is not null || Variances.Length > 0;

    /// <summary>The variance of the hazard at each of <see cref="Times"/>, that of the coefficients apart, of a Fine-Gray model's own
    /// baseline; empty of the others (<see cref="CoxBaseline.HazardVariance"/> has that of a Cox fit).</summary>
    public IReadOnlyList<double> HazardVariances => Variances;

    /// <summary>With <see cref="HazardVariances"/>: the hazard's steps times the mean columns at risk less
    /// <see cref="PrognosticModel.BaselineReference"/>, summed; a row of columns a time. The variance of a patient's cumulative hazard H r
    /// is
    /// r^2 (variance + d' V d), with d = H times the columns less that reference, less this row, and V the coefficients'
    /// covariance.</summary>
    public IReadOnlyList<double> HazardGradients => Gradients;

    internal double[] Variances { get; init; } = [];

    internal double[] Gradients { get; init; } = [];

    /// <summary>The place of the last of <see cref="Times"/> at or before a time; -1 before the first.</summary>
    internal int StepAt(double time) => TimeFix.CountUpTo(_times, time, TimeTolerance) - 1;

    /// <summary>The cumulative hazard at a time.</summary>
    /// <param name="time">From 0 to <see cref="LastTime"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside that range.</exception>
    public double HazardAt(double time)
    {
        if (!Reaches(time))
            throw new ArgumentOutOfRangeException(
                nameof(time),
                time,
                string.Create(CultureInfo.InvariantCulture, $"The baseline '{Name}' reaches from 0 to {LastTime}.")
            );
        if (Form == BaselineForm.Weibull)
            return _hazards[0] * Math.Pow(time / _times[0], Shape);
        if (Form == BaselineForm.Steps)
            return StepAt(time) is var step and >= 0 ? _hazards[step] : 0;
        var i = Array.BinarySearch(_times, time);
        if (i >= 0)
            return _hazards[i];
        i = ~i;
        var (before, hazard) = i == 0 ? (0, 0) : (_times[i - 1], _hazards[i - 1]);
        return i == _times.Length
            ? hazard
            : hazard + ((_hazards[i] - hazard) * (time - before) / (_times[i] - before));
    }

    /// <summary>The first time at which the cumulative hazard reaches a value.</summary>
    /// <param name="cumulativeHazard">The value; not negative.</param>
    /// <returns>The time, or NaN where the hazard stays below the value up to <see cref="LastTime"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or NaN.</exception>
    public double TimeAt(double cumulativeHazard)
    {
        if (!(cumulativeHazard >= 0))
            throw new ArgumentOutOfRangeException(nameof(cumulativeHazard), cumulativeHazard, "A cumulative hazard is not negative.");
        if (cumulativeHazard == 0)
            return 0;
        if (Form == BaselineForm.Weibull)
        {
            var time = _times[0] * Math.Pow(cumulativeHazard / _hazards[0], 1 / Shape);
            return time <= LastTime ? time : double.NaN;
        }
        var i = Array.FindIndex(_hazards, h => h >= cumulativeHazard);
        if (i < 0)
            return double.NaN;
        if (Form == BaselineForm.Steps)
            return _times[i];
        var (before, hazard) = i == 0 ? (0, 0) : (_times[i - 1], _hazards[i - 1]);
        return before + ((_times[i] - before) * (cumulativeHazard - hazard) / (_hazards[i] - hazard));
    }

    /// <summary>A baseline given as survival at some times; between them the cumulative hazard is interpolated linearly from 0 at time
    /// 0.</summary>
    /// <param name="name">Where the numbers come from.</param>
    /// <param name="times">The times, in the model's unit; above 0, increasing.</param>
    /// <param name="survival">The survival at them; in (0, 1], not increasing.</param>
    /// <exception cref="InvalidSurvivalDataException">Different lengths, no values, or values outside those ranges; the message names the
    /// row.</exception>
    public static BaselineHazard Supplied(string name, ReadOnlySpan<double> times, ReadOnlySpan<double> survival)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (times.IsEmpty || times.Length != survival.Length)
            throw new InvalidSurvivalDataException(
                $"A baseline takes as many times as survivals, and at least one; there are {times.Length} and {survival.Length}."
            );
        var hazards = new double[times.Length];
        for (var i = 0; i < times.Length; i++)
        {
            if (!(times[i] > (i == 0 ? 0 : times[i - 1])) || double.IsInfinity(times[i]))
                throw new InvalidSurvivalDataException(
                    string.Create(CultureInfo.InvariantCulture,
                        $"The time in row {i + 1} is {times[i]}; times must be above 0, finite and increasing."),
                    i
                );
            if (!(survival[i] > 0 && survival[i] <= (i == 0 ? 1 : survival[i - 1])))
                throw new InvalidSurvivalDataException(
                    string.Create(CultureInfo.InvariantCulture,
                        $"The survival in row {i + 1} is {survival[i]}; survivals lie in (0, 1] and never rise."),
                    i
                );
            hazards[i] = -Math.Log(survival[i]);
        }
        return new BaselineHazard(name, BaselineKind.Supplied,
            ["The baseline was supplied by the user; between its times the cumulative hazard is interpolated linearly."],
            BaselineForm.Linear, times.ToArray(), hazards, times[^1])
        { IsOfIncidence = null };
    }

    /// <summary>
    /// The model recalibrated on a cohort: Breslow's estimate of the cumulative hazard with the model's linear predictor as offset, that is
    /// the sum over event
    /// times of events / (sum over those at risk of exp(linear predictor)).
    /// </summary>
    /// <param name="name">Which cohort.</param>
    /// <param name="followUp">The follow-up of its patients, in the model's unit of time; without strata. Clusters do not count.</param>
    /// <param name="linearPredictors">The model's linear predictor of each, as <see cref="Prediction.LinearPredictor"/>; finite.</param>
    /// <remarks>Breslow NE, J R Stat Soc B 1972;34:216-217 (discussion of Cox's paper). Ties are taken together.</remarks>
    /// <exception cref="InvalidSurvivalDataException">Nobody had the event, there are another number of linear predictors than patients, or
    /// one is not finite; the message names the row.</exception>
    public static BaselineHazard Recalibrate(string name, SurvivalData followUp, ReadOnlySpan<double> linearPredictors)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(followUp);
        CheckPredictors(linearPredictors, followUp.Count);
        if (followUp.EventCount == 0)
            throw new InvalidSurvivalDataException("Nobody in the cohort had the event, so it has no baseline hazard.");
        var nothing = new CoxNetModel([], 0, false, true, [], []);
        var curve = nothing.Baseline(followUp, DesignMatrix.Create([], followUp.Count, []), linearPredictors.ToArray(), efronTies: false);
        var (times, hazards, last) = (new List<double>(), new List<double>(), 0.0);
        for (var k = 0; k < curve.Times.Length; k++)
        {
            if (curve.CumulativeHazard[k] > last)
            {
                times.Add(curve.Times[k]);
                hazards.Add(last = curve.CumulativeHazard[k]);
            }
        }
        return new BaselineHazard(
            name,
            BaselineKind.Recalibrated,
            [
                Invariant($"The baseline was estimated on {followUp.Count} patients with {followUp.EventCount} events (Breslow, ")
                    + "the model's linear "
                    + $"predictor as offset); the model's hazard ratios were kept as they are.",
            ],
            BaselineForm.Steps,
            [.. times],
            [.. hazards],
            curve.Times[^1]
        );
    }

    /// <summary>A Weibull baseline reconstructed from summaries: H(t) = H(t1) (t / t1)^shape. It is a stand-in for demonstration, not a
    /// measurement.</summary>
    /// <param name="name">Which summaries.</param>
    /// <param name="assumptions">What was assumed, each a sentence; at least one.</param>
    /// <param name="time">The time t1 at which the hazard is known; positive.</param>
    /// <param name="cumulativeHazard">The cumulative hazard there; positive.</param>
    /// <param name="shape">The shape; positive, 1 is exponential.</param>
    /// <param name="lastTime">The last time for which it is offered; positive.</param>
    /// <exception cref="ArgumentException">A number that is not positive and finite, or no assumptions.</exception>
    public static BaselineHazard Reconstructed(
        string name,
        IReadOnlyList<string> assumptions,
        double time,
        double cumulativeHazard,
        double shape,
        double lastTime
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(assumptions);
        if (assumptions.Count == 0)
            throw new ArgumentException("A reconstruction says what it assumes.", nameof(assumptions));
        if (
            !(time > 0 && cumulativeHazard > 0 && shape > 0 && lastTime > 0) || !double.IsFinite(time + cumulativeHazard + shape + lastTime)
        )
            throw new ArgumentException(
                Invariant(
                    $"Time ({time}), hazard ({cumulativeHazard}), shape ({shape}) and last time ({lastTime}) must be positive and finite."
                ),
                nameof(time)
            );
        return new BaselineHazard(
            name,
            BaselineKind.Reconstructed,
            [.. assumptions],
            BaselineForm.Weibull,
            [time],
            [cumulativeHazard],
            lastTime,
            shape
        )
        {
            IsOfIncidence = null,
        };
    }

    /// <summary>The baseline of a stratum of a fit; its hazard holds at the fit's means.</summary>
    internal static BaselineHazard Of(CoxModel fit, CoxBaseline baseline, string timeUnit)
    {
        // Steps happen at events; the last time says how far the curve is known.
        var (times, hazards) = (new List<double>(), new List<double>());
        for (var k = 0; k < baseline.Time.Length; k++)
        {
            if (baseline.Events[k] > 0)
            {
                times.Add(baseline.Time[k]);
                hazards.Add(baseline.CumulativeHazard[k]);
            }
        }
        var name =
            baseline.Name.Length > 0 ? baseline.Name
            : fit.Baselines.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"stratum {baseline.Stratum}")
            : "the model's own";
        var estimate = string.Create(
                CultureInfo.InvariantCulture,
                $"{(fit.Ties == TieMethod.Efron ? "Efron's" : "Breslow's")} estimate on the {fit.RowCount} patients that the model was "
                    + $"fitted to, followed up to {baseline.Time[^1]:0.##} {timeUnit}"
            )
            .TrimEnd();
        return new BaselineHazard(
            name,
            BaselineKind.Fitted,
            [estimate + "."],
            BaselineForm.Steps,
            [.. times],
            [.. hazards],
            baseline.Time[^1],
            source: baseline
        );
    }

    internal string? Problem()
    {
        if (string.IsNullOrWhiteSpace(Name))
            return "A baseline has no name.";
        if (_times.Length == 0 || _times.Length != _hazards.Length || (Form == BaselineForm.Weibull && _times.Length != 1))
            return $"The baseline '{Name}' has {_times.Length} times and {_hazards.Length} hazards.";
        for (var k = 0; k < _times.Length; k++)
        {
            if (
                !double.IsFinite(_times[k])
                || !double.IsFinite(_hazards[k])
                || _times[k] < 0
                || _hazards[k] < 0
                || (k > 0 && !(_times[k] > _times[k - 1] && _hazards[k] >= _hazards[k - 1]))
            )
                return Invariant($"The baseline '{Name}' must have ascending times and a hazard that does not fall; place {k} is not so.");
        }
        if (Variances.Length != 0 && Variances.Length != _times.Length)
            return $"The baseline '{Name}' has {_times.Length} times and {Variances.Length} variances.";
        if (Variances.Any(v => !(v >= 0) || !double.IsFinite(v)) || Gradients.Any(v => !double.IsFinite(v)))
            return $"The baseline '{Name}' has a variance or gradient that is negative or not finite.";
        if (Form == BaselineForm.Weibull && !(Shape > 0 && double.IsFinite(Shape) && _times[0] > 0 && _hazards[0] > 0))
            return $"The baseline '{Name}' needs a positive shape, time and hazard.";
        return double.IsFinite(LastTime) && (Form == BaselineForm.Weibull ? LastTime > 0 : LastTime >= _times[^1])
            ? null
            : $"The baseline '{Name}' ends before its last time.";
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
