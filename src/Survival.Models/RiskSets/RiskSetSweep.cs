using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Survival.Models.Numerics;

namespace Survival.Models.RiskSets;

/// <summary>What a sweep does at a step of an event time.</summary>
internal interface IRiskSetVisitor
{
    /// <summary>Visits a step.</summary>
    /// <param name="group">The event time.</param>
    /// <param name="step">Which of its steps.</param>
    /// <param name="mean">The mean of the rows over those at risk in that step; may be overwritten.</param>
    void Visit(int group, in TieStep step, Span<double> mean);

    /// <summary>Visits event times of one event each, all at once. Returns whether it did; else each is visited for itself.</summary>
    /// <param name="group">The last of them.</param>
    /// <param name="count">How many there are, downwards.</param>
    /// <param name="means">The mean of the rows over those at risk at each, one after the other.</param>
    bool VisitRun(int group, int count, Span<double> means) => false;

    /// <summary>Is told that the sweep has gone over rows, which are still in the cache; those before the first event of a stratum are left
    /// out.</summary>
    /// <param name="first">The first position.</param>
    /// <param name="end">The position after the last.</param>
    void Passed(int first, int end)
    {
    }
}

/// <summary>
/// Visits the event times of every stratum from the last to the first, step by step of their ties, with the mean of the rows over the risk
/// set. Each row
/// is added once, when its time is reached, and with delayed entry taken away once, when its entry is reached, so a pass costs O(n p).
/// With entries the sums are compensated, because taking a large risk away would otherwise leave its rounding error behind.
/// </summary>
internal sealed class RiskSetSweep(SortedFollowUp data, double[] rows, int stride, bool efron)
{
    private const int BlockRows = 64;
    private const int BlockSteps = 64;
    private const int MostRows = 128; // of which the values are still in the cache when they are taken again

    private readonly double[] _sum = new double[stride];
    private readonly double[] _rest = new double[stride];
    private readonly double[] _total = new double[stride];
    private readonly double[] _deaths = new double[stride];
    private readonly double[] _mean = new double[stride];
    private readonly double[] _means = new double[(BlockSteps + 1) * stride];
    private readonly double[] _scales = new double[BlockSteps + 1];

    /// <summary>Sweeps.</summary>
    /// <param name="likelihood">The risks, at whose linear predictor the means are taken.</param>
    /// <param name="visitor">What to do at each step.</param>
    public void Run<TVisitor>(PartialLikelihood likelihood, ref TVisitor visitor)
        where TVisitor : struct, IRiskSetVisitor
    {
        for (var s = 0; s < data.StratumCount; s++)
        {
            if (data.Entry is null)
                RunStratum(s, likelihood, ref visitor);
            else
                RunStratumWithEntry(s, likelihood, ref visitor);
        }
    }

    private void RunStratum<TVisitor>(int s, PartialLikelihood likelihood, ref TVisitor visitor)
        where TVisitor : struct, IRiskSetVisitor
    {
        Array.Clear(_sum);
        ref var sum = ref MemoryMarshal.GetArrayDataReference(_sum);
        ref var means = ref MemoryMarshal.GetArrayDataReference(_means);
        ref var x = ref MemoryMarshal.GetArrayDataReference(rows);
        var risk = likelihood.Risk;
        var i = data.StratumStart[s + 1] - 1;
        var passed = i + 1;
        for (var g = data.GroupStart[s + 1] - 1; g >= data.GroupStart[s];)
        {
            var count = OfOneEvent(g, data.GroupStart[s], i);
            var first = data.GroupFirst[g - Math.Max(0, count - 1)];
            if (count == 0)
            {
                for (; i >= first; i--)
                    RowKernels.AddScaled(ref sum, ref Unsafe.Add(ref x, (nint)i * stride), risk[i], stride);
                Steps(g--, likelihood, _sum, ref visitor);
            }
            else
            {
                for (var at = 0; at < count; at++)
                    _scales[at] = 1 / likelihood.Total[g - at];
                RowKernels.RunningMeans(
                    ref x, ref risk[0], ref data.IsEvent[0], i, first, ref _scales[0], ref sum, ref means, stride);
                var visited = visitor.VisitRun(g, count, _means.AsSpan(0, count * stride));
                for (var at = 0; at < count && !visited; at++)
                {
                    var step = new TieStep(0, data.GroupWeight[g - at], likelihood.Total[g - at]);
                    visitor.Visit(g - at, step, _means.AsSpan(at * stride, stride));
                }
                (g, i) = (g - count, first - 1);
            }
            Pass(g < data.GroupStart[s], first, ref passed, ref visitor);
        }
    }

    // How many event times from this one downwards have one event each, as far as their means are taken at once.
    private int OfOneEvent(int g, int begin, int last)
    {
        var count = 0;
        while (count < BlockSteps && g - count >= begin && data.GroupDeaths[g - count] == 1
            && (count == 0 || last - data.GroupFirst[g - count] < MostRows))
            count++;
        return count;
    }

    private void RunStratumWithEntry<TVisitor>(int s, PartialLikelihood likelihood, ref TVisitor visitor)
        where TVisitor : struct, IRiskSetVisitor
    {
        Array.Clear(_sum);
        Array.Clear(_rest);
        ref var sum = ref MemoryMarshal.GetArrayDataReference(_sum);
        ref var rest = ref MemoryMarshal.GetArrayDataReference(_rest);
        ref var x = ref MemoryMarshal.GetArrayDataReference(rows);
        var risk = likelihood.Risk;
        var (begin, i, count) = (data.StratumStart[s], data.StratumStart[s + 1] - 1, 0);
        var (e, passed) = (i, i + 1);
        for (var g = data.GroupStart[s + 1] - 1; g >= data.GroupStart[s]; g--)
        {
            var first = data.GroupFirst[g];
            for (; i >= first; i--, count++)
                RowKernels.AddScaledCompensated(ref sum, ref rest, ref Unsafe.Add(ref x, (nint)i * stride), risk[i], stride);
            // Who enters at or after this time has been added, for its own time is later still.
            for (; e >= begin && data.Entry![data.EntryOrder![e]] >= data.Time[first]; e--, count--)
            {
                var row = data.EntryOrder[e];
                RowKernels.AddScaledCompensated(ref sum, ref rest, ref Unsafe.Add(ref x, (nint)row * stride), -risk[row], stride);
            }
            if (count == 0)
            {
                Array.Clear(_sum);
                Array.Clear(_rest);
            }
            for (var j = 0; j < stride; j++)
                _total[j] = _sum[j] + _rest[j];
            Steps(g, likelihood, _total, ref visitor);
            Pass(g == data.GroupStart[s], first, ref passed, ref visitor);
        }
    }

    private static void Pass<TVisitor>(bool last, int first, ref int passed, ref TVisitor visitor)
        where TVisitor : struct, IRiskSetVisitor
    {
        if (passed - first < BlockRows && !last)
            return;
        visitor.Passed(first, passed);
        passed = first;
    }

    private void Steps<TVisitor>(int g, PartialLikelihood likelihood, double[] sum, ref TVisitor visitor)
        where TVisitor : struct, IRiskSetVisitor
    {
        var deaths = data.GroupDeaths[g];
        var first = data.GroupFirst[g];
        if (TieSteps.NeedDeathRisk(efron, deaths))
        {
            Array.Clear(_deaths);
            for (var i = first; i < first + deaths; i++)
                RowKernels.AddScaled(ref _deaths[0], ref rows[i * stride], likelihood.Risk[i], stride);
        }
        foreach (var step in new TieSteps(efron, deaths, data.GroupWeight[g], likelihood.Total[g], likelihood.DeathRisk[g]))
        {
            RowKernels.Mean(ref _mean[0], ref sum[0], ref _deaths[0], step.Share, step.AtRisk, stride);
            visitor.Visit(g, step, _mean);
        }
    }
}
