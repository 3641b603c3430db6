using Survival.Models.Discrimination;
using Survival.Models.Numerics;

namespace Survival.Models.Calibration;

/// <summary>Agreement of predicted with observed survival at one time. Follow-up must be without weights, strata, clusters and entry
/// times.</summary>
public static partial class SurvivalCalibration
{
    /// <summary>Observed (Kaplan-Meier) against mean predicted survival in groups of predicted survival (<c>rms::groupkm</c>).</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="predictedSurvival">Each row's predicted survival at the time; between 0 and 1.</param>
    /// <param name="time">The time; positive, within follow-up.</param>
    /// <param name="cuts">The groups.</param>
    /// <param name="confidenceLevel">The level of the intervals, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up (the message says the range), a prediction outside [0, 1], or
    /// a level outside (0, 1).</exception>
    /// <exception cref="ArgumentException">Predictions of another length, or follow-up with weights, strata, clusters or entry
    /// times.</exception>
    public static GroupedCalibration ByGroups(
        SurvivalData data, ReadOnlySpan<double> predictedSurvival, double time, CalibrationCuts cuts, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cuts);
        Check(data, predictedSurvival, time);
        Markers.CheckLevel(confidenceLevel);
        // As rms::groupkm, which takes a rounding error for zero.
        var predicted = predictedSurvival.ToArray();
        for (var i = 0; i < predicted.Length; i++)
            predicted[i] = predicted[i] < 1e-10 ? 0 : predicted[i];
        var (group, count) = cuts.Assign(predicted);
        var z = Tails.NormalQuantile((1 + confidenceLevel) / 2);
        return new GroupedCalibration(time, new GroupSurvival(data).Compare(predicted, group, count, time, z), group)
        {
            Warning = Suspect(data, predicted, time),
        };
    }

    /// <summary>
    /// The smooth curve of Austin, Harrell and van Klaveren 2020 (doi:10.1002/sim.8570): a Cox model (Efron's ties) of follow-up on a
    /// restricted
    /// cubic spline of log(-log S), with ICI, E50, E90 and the largest difference.
    /// </summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="predictedSurvival">Each row's predicted survival at the time; above 0 and below 1, so that log(-log S) is
    /// finite.</param>
    /// <param name="time">The time; positive, within follow-up.</param>
    /// <param name="knots">The number of knots, 3 to 7, at Harrell's quantiles (3: 0.1, 0.5, 0.9).</param>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up (the message says the range), a prediction outside (0, 1), or
    /// a number of knots outside 3 to 7.</exception>
    /// <exception cref="ArgumentException">Predictions of another length, or follow-up with weights, strata, clusters or entry
    /// times.</exception>
    /// <exception cref="ConvergenceException">No events, or predictions with too few distinct values for the spline.</exception>
    public static SmoothCalibration Smooth(SurvivalData data, ReadOnlySpan<double> predictedSurvival, double time, int knots = 3)
    {
        Check(data, predictedSurvival, time);
        var x = new double[predictedSurvival.Length];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = Math.Log(-Math.Log(predictedSurvival[i]));
            if (!double.IsFinite(x[i]))
                throw new ArgumentOutOfRangeException(
                    nameof(predictedSurvival), predictedSurvival[i],
                    Invariant($"{RowPlace.Start(i)} has a predicted survival of {predictedSurvival[i]}; a smooth curve needs it above 0 ")
                        + "and below 1.");
        }
        return Smooth(data, x, time, RestrictedCubicSpline.Knots(x, knots)) with { Warning = Suspect(data, predictedSurvival, time) };
    }

    /// <summary>Observed risk (Kaplan-Meier) over mean predicted risk in all.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="predictedSurvival">Each row's predicted survival at the time; between 0 and 1.</param>
    /// <param name="time">The time; positive, within follow-up.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up (the message says the range), a prediction outside [0, 1], or
    /// a level outside (0, 1).</exception>
    /// <exception cref="ArgumentException">Predictions of another length, or follow-up with weights, strata, clusters or entry
    /// times.</exception>
    public static InTheLarge InTheLarge(
        SurvivalData data, ReadOnlySpan<double> predictedSurvival, double time, double confidenceLevel = 0.95)
    {
        Check(data, predictedSurvival, time);
        Markers.CheckLevel(confidenceLevel);
        var z = Tails.NormalQuantile((1 + confidenceLevel) / 2);
        return InTheLarge(new GroupSurvival(data), predictedSurvival, time, z) with { Warning = Suspect(data, predictedSurvival, time) };
    }

    /// <summary>The calibration slope: the coefficient of the model's linear predictor in a Cox model (Efron's ties) of new follow-up on it
    /// alone; 1 where predictions are as spread as they should be, less where they are too extreme. Tested is that it is 1.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="linearPredictor">Each row's linear predictor; finite, not all equal.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A level outside (0, 1).</exception>
    /// <exception cref="ArgumentException">Values of another length, or follow-up with weights, strata, clusters or entry
    /// times.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite.</exception>
    /// <exception cref="ConvergenceException">No events, equal values, or an infinite slope.</exception>
    public static TestedEstimate Slope(SurvivalData data, ReadOnlySpan<double> linearPredictor, double confidenceLevel = 0.95)
    {
        Markers.Check(data, linearPredictor, nameof(linearPredictor));
        Markers.RequirePlain(data, nameof(Slope));
        Markers.CheckLevel(confidenceLevel);
        var fit = EfronFit.Fit(data, [linearPredictor.ToArray()]);
        var (slope, se) = (fit.Coefficients[0], fit.StandardError(0));
        return TestedEstimate.Normal(slope, se, confidenceLevel, "Wald test that the slope is 1", 1);
    }

    internal static SmoothCalibration Smooth(SurvivalData data, double[] x, double at, double[] knots)
    {
        if (knots.Zip(knots.Skip(1)).Any(p => !(p.First < p.Second)))
            throw new ConvergenceException("The predictions have too few distinct values for a smooth curve; calibrate by groups.");
        var basis = RestrictedCubicSpline.Basis(x, knots);
        var fit = EfronFit.Fit(data, basis);
        var (lp, hazard) = (fit.LinearPredictor(basis), fit.CumulativeHazard(at));
        var (predicted, observed, difference) = (new double[x.Length], new double[x.Length], new double[x.Length]);
        for (var i = 0; i < x.Length; i++)
        {
            predicted[i] = 1 - Math.Exp(-Math.Exp(x[i]));
            observed[i] = 1 - Math.Exp(-hazard * Math.Exp(lp[i]));
            difference[i] = Math.Abs(predicted[i] - observed[i]);
        }
        var mean = difference.Average();
        Array.Sort(difference);
        return new SmoothCalibration(
            at, knots, fit.Coefficients, predicted, observed, mean, SampleQuantile.OfSorted(difference, 0.5),
            SampleQuantile.OfSorted(difference, 0.9), difference[^1]);
    }

    internal static InTheLarge InTheLarge(GroupSurvival followUp, ReadOnlySpan<double> predictedSurvival, double time, double z)
    {
        var (survival, error, _) = followUp.At(default, 1, time);
        var expected = 0.0;
        foreach (var s in predictedSurvival)
            expected += 1 - s;
        expected /= predictedSurvival.Length;
        var observed = 1 - survival[0];
        var ratio = observed / expected;
        // The delta method: SE(log(1 - S)) = S SE(log S) / (1 - S).
        var half = survival[0] == 0 ? double.NaN : z * survival[0] * error[0] / observed;
        return new InTheLarge(observed, expected, ratio, ratio * Math.Exp(-half), ratio * Math.Exp(half));
    }

    private static string? Suspect(SurvivalData data, ReadOnlySpan<double> predictedSurvival, double time)
    {
        var risk = new double[predictedSurvival.Length];
        for (var i = 0; i < risk.Length; i++)
            risk[i] = 1 - predictedSurvival[i];
        return BrierScore.IsReversed(data, risk, time)
            ? "The predictions are worse than the same survival for all, and one less each of them is better: they look like risks of "
                + "the event. Survival is asked for, 1 - F of a risk F."
            : null;
    }

    private static void Check(SurvivalData data, ReadOnlySpan<double> predictedSurvival, double time)
    {
        Markers.Check(data, predictedSurvival, nameof(predictedSurvival));
        Markers.RequirePlain(data, nameof(SurvivalCalibration));
        for (var i = 0; i < predictedSurvival.Length; i++)
        {
            if (!(predictedSurvival[i] is >= 0 and <= 1))
                throw new ArgumentOutOfRangeException(
                    nameof(predictedSurvival), predictedSurvival[i], Invariant(
                        $"The predicted survival in {RowPlace.Of(i)} must lie between 0 and 1."
                    ));
        }
        CheckTime(data, time);
    }

    internal static void CheckTime(SurvivalData data, double time)
    {
        var last = 0.0;
        foreach (var t in data.Time)
            last = Math.Max(last, t);
        if (!(time > 0 && time <= last + data.TimeSlack))
            throw new ArgumentOutOfRangeException(
                nameof(time), time, Invariant(
                    $"The time {time} lies outside the data's range: it must be above 0 and at most the end of the "
                )
                    + Invariant($"longest follow-up ({last})."));
    }
}
