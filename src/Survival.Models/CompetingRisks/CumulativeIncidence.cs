using System.Globalization;
using System.Text;
using Survival.Models.NonParametric;
using Survival.Models.Numerics;

namespace Survival.Models.CompetingRisks;

/// <summary>
/// The cumulative incidence of a cause by Aalen and Johansen's estimate (Scand. J. Stat. 5, 1978), with Aalen's variance: R's
/// <c>cmprsk::cuminc</c>, and the estimate of <c>survfit</c>. Of weighted or clustered rows the variance is that of the infinitesimal
/// jackknife, as <c>survfit</c> has it. Kaplan and Meier's complement, which takes the other causes for censoring, is too high.
/// </summary>
public sealed partial class CumulativeIncidence
{
    private CumulativeIncidence(
        int cause,
        double slack,
        double[] time,
        double[] estimate,
        double[] variance,
        double[] atRisk,
        double[] lower,
        double[] upper
    ) => (Cause, _slack, Time, Estimate, Variance, AtRisk, Lower, Upper) = (cause, slack, time, estimate, variance, atRisk, lower, upper);

    private const int Printed = 10;
    private const string Head = "    time  at risk  incidence   std.err    lower    upper\n";

    private readonly double _slack;
    private string _title = "";

    // Whether nobody is left at the end, so that the incidence stays what it is.
    private bool _allFailed;

    // The ends of follow-up and the entries, each ascending.
    private double[] _ends = [];
    private double[] _entries = [];

    /// <summary>The cause.</summary>
    public int Cause { get; }

    /// <summary>The group's code; 0 where there is one group.</summary>
    public int Group { get; private init; }

    /// <summary>The group's name, as R writes it ("sex=male"), where the curve is one of a cohort's column; else empty.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>The distinct times at which an event of any cause happened, ascending.</summary>
    public IReadOnlyList<double> Time { get; }

    /// <summary>The chance of an event of the cause by each time.</summary>
    public IReadOnlyList<double> Estimate { get; }

    /// <summary>The variance of each estimate.</summary>
    public IReadOnlyList<double> Variance { get; }

    /// <summary>The number at risk just before each time, by weight where there are weights.</summary>
    public IReadOnlyList<double> AtRisk { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => _ends.Length;

    /// <summary>The last end of follow-up, to which the curve is known.</summary>
    public double LastTime => _ends[^1];

    /// <summary>The lower limits.</summary>
    public IReadOnlyList<double> Lower { get; }

    /// <summary>The upper limits.</summary>
    public IReadOnlyList<double> Upper { get; }

    /// <summary>Estimates the curve of a cause.</summary>
    /// <param name="data">The follow-up; entry times, weights and clusters count. Without strata.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="confidence">The scale of the limits; log(-log) by default, on which they stay in [0, 1].</param>
    /// <param name="confidenceLevel">Their level, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Follow-up with strata, or a level out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">No row has the cause.</exception>
    public static CumulativeIncidence ForCause(
        CompetingRisksData data,
        int cause,
        ConfidenceKind confidence = ConfidenceKind.LogLog,
        double confidenceLevel = 0.95
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Require(cause);
        return Of(data, Enumerable.Range(0, data.Count).ToArray(), cause, confidence, confidenceLevel);
    }

    /// <summary>Estimates the curves of a cause in each group.</summary>
    /// <param name="data">The follow-up; entry times, weights and clusters count. Without strata.</param>
    /// <param name="group">The group of each row.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="confidence">The scale of the limits.</param>
    /// <param name="confidenceLevel">Their level, between 0 and 1.</param>
    /// <returns>The curves, by group ascending, each with its <see cref="Group"/>. A group without the cause has a curve of
    /// zeros.</returns>
    /// <exception cref="ArgumentException">Not as many groups as rows, follow-up with strata, or a level out of
    /// range.</exception>
    /// <exception cref="InvalidSurvivalDataException">No row has the cause.</exception>
    public static IReadOnlyList<CumulativeIncidence> EstimateByGroup(
        CompetingRisksData data,
        ReadOnlySpan<int> group,
        int cause,
        ConfidenceKind confidence = ConfidenceKind.LogLog,
        double confidenceLevel = 0.95
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Require(cause);
        var (codes, all) = (data.CheckGroups(group, nameof(group)), group.ToArray());
        return new ResultList<CumulativeIncidence>(
            [
                .. codes.Select(g => Of(
                    data, [.. Enumerable.Range(0, all.Length).Where(i => all[i] == g)], cause, confidence, confidenceLevel, g)),
            ]);
    }

    /// <summary>The number at risk at a time: those who have entered before it and whose follow-up does not end before it.</summary>
    /// <param name="time">The time.</param>
    public int AtRiskAt(double time)
    {
        var ended = 0;
        while (ended < _ends.Length && _ends[ended] < time - _slack)
            ended++;
        return (_entries.Length == 0 ? _ends.Length : _entries.Count(e => e < time - _slack || (time <= 0 && e <= 0))) - ended;
    }

    /// <summary>The estimate at a time, with its standard error and limits; 0 before the first event, NaN beyond the longest follow-up
    /// where it ends with a censoring.</summary>
    /// <param name="time">The time.</param>
    public EstimateAtTime At(double time)
    {
        if (time > LastTime + _slack && !_allFailed)
            return new EstimateAtTime(time, 0, double.NaN, double.NaN, double.NaN, double.NaN);
        var k = TimeFix.CountUpTo([.. Time], time, _slack) - 1;
        return k < 0 ? new EstimateAtTime(time, AtRiskAt(time), 0, 0, 0, 0)
            : new EstimateAtTime(time, AtRiskAt(time), Estimate[k], Math.Sqrt(Variance[k]), Lower[k], Upper[k]);
    }

    /// <summary>A table of the curve at some times, as <see cref="At"/> tells it: NA beyond the longest follow-up.</summary>
    /// <param name="times">The times; empty for all at which an event happened.</param>
    public string ToTable(params ReadOnlySpan<double> times)
    {
        var text = new StringBuilder(Head);
        foreach (var t in times.IsEmpty ? [.. Time] : times.ToArray())
        {
            var point = At(t);
            Row(text, t, point.AtRisk, point.Estimate, point.StandardError, point.Lower, point.Upper);
        }
        return text.ToString();
    }

    /// <summary>A table of the curve: at all its times, or at ten of them, the first and the last among them.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(
            $"Cumulative incidence of {_title}{(Name.Length > 0 ? $", {Name}" : Group != 0 ? Invariant($", group={Group}") : "")}"
                + (Time.Count > Printed ? Invariant($", at {Printed} of {Time.Count} times") : "")
                + $"\n{Head}"
        );
        var shown = Math.Min(Printed, Time.Count);
        foreach (var k in Enumerable.Range(0, shown).Select(i => shown < 2 ? i : i * (Time.Count - 1) / (shown - 1)))
            Row(text, Time[k], AtRisk[k], Estimate[k], Math.Sqrt(Variance[k]), Lower[k], Upper[k]);
        return text.ToString();
    }

    private static void Row(
        StringBuilder text, double time, double atRisk, double estimate, double standardError, double lower, double upper) =>
        text.Append(CultureInfo.InvariantCulture, $"{time,8:G5} {atRisk,8:G6} ")
            .Append(TextTable.Fixed(estimate, 4).PadLeft(10)).Append(' ').Append(TextTable.Fixed(standardError, 4).PadLeft(9))
            .Append(' ').Append(TextTable.Fixed(lower, 4).PadLeft(8)).Append(' ').Append(TextTable.Fixed(upper, 4).PadLeft(8)).Append('\n');

    internal static CumulativeIncidence Of(
        CompetingRisksData data, int[] rows, int cause, ConfidenceKind confidence, double level, int group = 0)
    {
        if (!data.AnyEvent.Stratum.IsEmpty)
            throw new ArgumentException(
                "The cumulative incidence takes follow-up without strata; give groups instead.",
                nameof(data)
            );
        var options = new KaplanMeierOptions { Confidence = confidence, ConfidenceLevel = level };
        options.Validate();
        var sorted = rows.OrderBy(i => data.AnyEvent.Time[i]).ToArray();
        double[] entries = data.AnyEvent.Entry.IsEmpty ? [] : [.. rows.Select(i => data.AnyEvent.Entry[i]).Order()];
        var (time, estimate, variance, atRisk, lower, upper) = (
            new List<double>(),
            new List<double>(),
            new List<double>(),
            new List<double>(),
            new List<double>(),
            new List<double>()
        );
        void Add(double t, double n, double estimated, double v)
        {
            var (low, high) = estimated > 0 ? ConfidenceLimits.Of(estimated, Math.Sqrt(v) / estimated, options) : (0, 0);
            time.Add(t);
            estimate.Add(estimated);
            variance.Add(v);
            atRisk.Add(n);
            lower.Add(low);
            upper.Add(high);
        }
        if (!data.AnyEvent.Weight.IsEmpty || !data.AnyEvent.Cluster.IsEmpty)
        {
            foreach (var (t, n, estimated, v) in new WeightedIncidence(data, sorted, cause).Steps())
                Add(t, n, estimated, v);
            return Made();
        }
        // Sums over events u of the variance of their hazard times 1, F(u)/S(u) and its square, from which that of F(t) is put together.
        double survival = 1, f = 0, v1 = 0, v2 = 0, v3 = 0;
        var entered = 0;
        for (int i = 0, end; i < sorted.Length; i = end)
        {
            var t = data.AnyEvent.Time[sorted[i]];
            var (own, other) = (0, 0);
            for (end = i; end < sorted.Length && data.AnyEvent.Time[sorted[end]] == t; end++)
            {
                var c = data.Cause[sorted[end]];
                own += c == cause ? 1 : 0;
                other += c != cause && c != 0 ? 1 : 0;
            }
            while (entered < entries.Length && entries[entered] < t)
                entered++;
            double n = (entries.Length == 0 ? sorted.Length : entered) - i;
            if (own + other == 0)
                continue;
            var after = survival * (n - own - other) / n;
            f += survival * own / n;
            void Sum(int d, double share)
            {
                var s = survival * survival * d / (n * n) * (d > 1 ? (n - d) / (n - 1) : 1);
                var inverse = after > 0 ? 1 / after : 0;
                v1 += share * share * s;
                v2 += inverse * share * s;
                v3 += inverse * inverse * s;
            }
            if (other > 0 && after > 0)
                Sum(other, f / after);
            if (own > 0)
                Sum(own, 1 + (after > 0 ? f / after : 0));
            survival = after;
            Add(t, n, f, Math.Max(0, v1 + (f * f * v3) - (2 * f * v2)));
        }
        return Made();

        CumulativeIncidence Made() => new(
            cause,
            data.AnyEvent.TimeSlack,
            [.. time],
            [.. estimate],
            [.. variance],
            [.. atRisk],
            [.. lower],
            [.. upper]
        )
        {
            _title = data.TitleOf(cause),
            Group = group,
            _allFailed = Array.TrueForAll(
                sorted, i => data.Cause[i] != 0 || data.AnyEvent.Time[i] < data.AnyEvent.Time[sorted[^1]]),
            _ends = [.. sorted.Select(i => data.AnyEvent.Time[i])],
            _entries = entries,
        };
    }
}
