using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

/// <summary>
/// Brier scores of a model over time, weighted by the inverse probability of censoring: Graf, Schmoor, Sauerbrei and Schumacher 1999
/// (doi:10.1002/(SICI)1097-0258(19990915/30)18:17/18&lt;2529::AID-SIM274&gt;3.0.CO;2-5); R's <c>riskRegression::Score</c>.
/// An event by t has weight 1/G(T-), a subject followed beyond t has 1/G(t), a censoring by t has none.
/// </summary>
public sealed partial class BrierScore
{
    private readonly double[][] _influence;

    private BrierScore(BrierAt[] at, double[][] influence, double level) =>
        (At, _influence, ConfidenceLevel) = (new ResultList<BrierAt>(at, RecordText.Table), influence, level);

    /// <summary>What is suspect in the predictions: that they look like chances to be free of the event, where risks of it are asked for;
    /// <see langword="null"/> where nothing is.</summary>
    public string? Warning { get; private init; }

    /// <summary>The score at each time, in the order in which the times were asked for.</summary>
    public IReadOnlyList<BrierAt> At { get; }

    /// <summary>The level of the confidence intervals.</summary>
    public double ConfidenceLevel { get; }

    /// <summary>The influence of each row (in the data's order) on the score at a time.</summary>
    /// <param name="index">The time's place.</param>
    public ReadOnlyMemory<double> Influence(int index) => _influence[index];

    /// <summary>A row a time: the score with its limits, and the index of prediction accuracy.</summary>
    public override string ToString()
    {
        var table = new TextTable("time", "Brier", "se", "lower", "upper", "IPA");
        foreach (var a in At)
        {
            table.Row(TextTable.Number(a.Time), TextTable.Fixed(a.Brier, 4), TextTable.Fixed(a.StandardError, 4),
                TextTable.Fixed(a.Lower, 4), TextTable.Fixed(a.Upper, 4), TextTable.Fixed(a.Ipa, 4));
        }
        return (table.ToString() + (Warning is null ? "" : "warning: " + Warning)).TrimEnd();
    }

    /// <summary>The score of predicted risks.</summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="risk">For each time the predicted risk of the event by then, for each row; between 0 and 1. Of a survival S it is
    /// 1 - S.</param>
    /// <param name="times">The times; each within follow-up, with somebody still under observation.</param>
    /// <param name="confidenceLevel">The level of the intervals, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time outside the data's range (the message says the range), a risk outside [0, 1],
    /// or a level outside (0, 1).</exception>
    /// <exception cref="ArgumentException">Risks of another number than times or rows, risks that fall with time as survival does, or
    /// follow-up with weights, strata, clusters or entry times.</exception>
    public static BrierScore Ipcw(
        SurvivalData data, IReadOnlyList<double[]> risk, ReadOnlySpan<double> times, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(risk);
        if (risk.Count != times.Length)
            throw new ArgumentException($"There are {times.Length} times but risks for {risk.Count}.", nameof(risk));
        return Compute(data, risk, times, confidenceLevel, null);
    }

    /// <summary>The score of predicted risks, weighted by the censoring of other patients, such as the training set's; their censoring is
    /// taken as known in the limits.</summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="risk">For each time the predicted risk of the event by then, for each row; between 0 and 1.</param>
    /// <param name="times">The times; each within both follow-ups.</param>
    /// <param name="censoringFrom">The follow-up whose censoring gives the weights.</param>
    /// <param name="confidenceLevel">The level of the intervals, between 0 and 1.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">The other follow-up ends before a time.</exception>
    public static BrierScore Ipcw(
        SurvivalData data, IReadOnlyList<double[]> risk, ReadOnlySpan<double> times, SurvivalData censoringFrom,
        double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(risk);
        ArgumentNullException.ThrowIfNull(censoringFrom);
        if (risk.Count != times.Length)
            throw new ArgumentException(Invariant($"There are {times.Length} times but risks for {risk.Count}."), nameof(risk));
        return Compute(data, risk, times, confidenceLevel, censoringFrom);
    }

    /// <summary>The score of the null model, which predicts the Kaplan-Meier risk of all for everyone.</summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="times">The times; each within follow-up, with somebody still under observation.</param>
    /// <param name="confidenceLevel">The level of the intervals, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time outside the data's range (the message says the range) or a level outside (0,
    /// 1).</exception>
    /// <exception cref="ArgumentException">Follow-up with weights, strata, clusters or entry times.</exception>
    public static BrierScore Null(SurvivalData data, ReadOnlySpan<double> times, double confidenceLevel = 0.95) =>
        Compute(data, null, times, confidenceLevel, null);

    /// <summary>This model's scores less another's, at each time, with a two-sided normal test.</summary>
    /// <param name="other">The other model's scores, of the same subjects at the same times.</param>
    /// <exception cref="ArgumentException">The other has other times or another number of subjects.</exception>
    public IReadOnlyList<(double Time, TestedEstimate Difference)> Compare(BrierScore other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!At.Select(a => a.Time).SequenceEqual(other.At.Select(a => a.Time)) || _influence[0].Length != other._influence[0].Length)
            throw new ArgumentException("The two must be of the same subjects at the same times.", nameof(other));
        return InfluenceFunction.Differences(
            [.. At.Select((a, k) => (a.Time, a.Brier - other.At[k].Brier))], _influence, other._influence, ConfidenceLevel);
    }

    /// <summary>The mean of the score between the first and the last time by the trapezoidal rule; the score itself where there is one
    /// time.</summary>
    public double Integrated()
    {
        var sorted = At.OrderBy(a => a.Time).ToArray();
        var span = sorted[^1].Time - sorted[0].Time;
        if (!(span > 0))
            return sorted[0].Brier;
        var sum = 0.0;
        for (var k = 1; k < sorted.Length; k++)
            sum += (sorted[k].Time - sorted[k - 1].Time) * (sorted[k].Brier + sorted[k - 1].Brier) / 2;
        return sum / span;
    }

    /// <summary>
    /// The integrated score up to each time as <c>riskRegression</c> gives it: each score held until the next time, nothing before the
    /// first, over the time from 0 on. Times must be ascending.
    /// </summary>
    public IReadOnlyList<double> IntegratedAsRiskRegression()
    {
        var result = new double[At.Count];
        var sum = 0.0;
        for (var k = 1; k < result.Length; k++)
        {
            sum += (At[k].Time - At[k - 1].Time) * At[k - 1].Brier;
            result[k] = sum / At[k].Time;
        }
        return result;
    }

    private static BrierScore Compute(
        SurvivalData data, IReadOnlyList<double[]>? risk, ReadOnlySpan<double> times, double level, SurvivalData? from)
    {
        ArgumentNullException.ThrowIfNull(data);
        Markers.RequirePlain(data, nameof(BrierScore));
        Markers.CheckLevel(level);
        if (times.IsEmpty)
            throw new ArgumentException("There are no times.", nameof(times));
        var weights = new CensoringWeights(data, from);
        var z = Tails.NormalQuantile((1 + level) / 2);
        var (at, influence, reversed) = (new BrierAt[times.Length], new double[times.Length][], 0);
        for (var k = 0; k < times.Length; k++)
        {
            var t = times[k];
            if (!(t > 0) || weights.CountUpTo(t) == data.Count)
                throw new ArgumentOutOfRangeException(
                    nameof(times), t, Invariant(
                        $"The time {t} lies outside the data's range: it must be above 0 and before the end of the longest "
                    )
                        + Invariant($"follow-up ({weights.Time[^1]})."));
            weights.CheckReach(t);
            if (risk is not null)
                CheckRisk(data, risk[k], t);
            var (nullScore, nullInfluence) = At1(weights, null, t);
            var (score, values) = risk is null ? (nullScore, nullInfluence) : At1(weights, risk[k], t);
            var se = InfluenceFunction.StandardError(values);
            influence[k] = values;
            reversed += risk is not null && score > nullScore && IsReversed(data, risk[k], t) ? 1 : 0;
            at[k] = new BrierAt(t, score, se, Math.Max(0, score - (z * se)), Math.Min(1, score + (z * se)), 1 - (score / nullScore));
        }
        if (risk is not null)
            CheckRise(risk, times);
        return new BrierScore(at, influence, level)
        {
            Warning = reversed < times.Length ? null
                : "The predictions are worse than the same risk for all, and one less each of them is better: they look like chances to be "
                    + "free of the event. Risks are asked for, 1 - S of a survival S.",
        };
    }

    // The risk of an event by a time cannot fall with the time; a survival does.
    private static void CheckRise(IReadOnlyList<double[]> risk, ReadOnlySpan<double> times)
    {
        var given = times.ToArray();
        int[] order = [.. Enumerable.Range(0, given.Length).OrderBy(k => given[k])];
        foreach (var (from, to) in order.Zip(order.Skip(1)))
        {
            var (fall, rise) = (0, 0);
            for (var i = 0; i < risk[to].Length; i++)
            {
                fall += risk[to][i] < risk[from][i] ? 1 : 0;
                rise += risk[to][i] > risk[from][i] ? 1 : 0;
            }
            if (2 * fall > risk[to].Length && rise == 0)
                throw new ArgumentException(
                    Invariant($"The predictions fall from time {given[from]} to {given[to]} in {fall} of {risk[to].Length} rows, as ")
                        + "survival does and a risk cannot. Give the risk of the event by each time: 1 - S of a survival S.",
                    nameof(risk));
        }
    }

    /// <summary>Whether predictions are worse than the same risk for all and one less each of them is better, so that they look like
    /// chances to be free of the event where risks are asked for.</summary>
    internal static bool IsReversed(SurvivalData data, IReadOnlyList<double> risk, double time)
    {
        var weights = new CensoringWeights(data, null);
        if (!(time > 0) || weights.CountUpTo(time) == data.Count)
            return false;
        var none = At1(weights, null, time).Score;
        return At1(weights, [.. risk], time).Score > none && At1(weights, [.. risk.Select(r => 1 - r)], time).Score < none;
    }

    private static (double Score, double[] Influence) At1(CensoringWeights weights, double[]? risk, double t)
    {
        var n = weights.Time.Length;
        var upTo = weights.CountUpTo(t);
        var (late, marginal, g) = (0.0, 1 - weights.SurvivalAt(t), weights.At(t));
        var (residual, early) = (new double[n], new double[n]);
        var score = 0.0;
        for (var k = 0; k < n; k++)
        {
            var r = risk is null ? marginal : risk[weights.Order[k]];
            if (k >= upTo)
                late += residual[k] = r * r / g;
            else if (weights.Event[k])
                residual[k] = (1 - r) * (1 - r) / weights.Before[k];
            score += residual[k];
            early[k] = k < upTo ? residual[k] / n : 0;
        }
        score /= n;
        for (var k = 0; k < n; k++)
            residual[k] -= score;
        weights.AddTo(early, late / n, upTo, false, residual);
        var byRow = new double[n];
        for (var k = 0; k < n; k++)
            byRow[weights.Order[k]] = residual[k];
        return (score, byRow);
    }

    private static void CheckRisk(SurvivalData data, double[] risk, double time)
    {
        if (risk.Length != data.Count)
            throw new ArgumentException(Invariant(
                $"There are {data.Count} rows of follow-up but {risk.Length} risks at {time}."
            ), nameof(risk));
        for (var i = 0; i < risk.Length; i++)
        {
            if (!(risk[i] is >= 0 and <= 1))
                throw new ArgumentOutOfRangeException(
                    nameof(risk), risk[i], Invariant($"The risk in {RowPlace.Of(i)} at time {time} must lie between 0 and 1."));
        }
    }
}
