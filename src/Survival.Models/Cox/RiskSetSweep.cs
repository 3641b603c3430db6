using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>What a sweep does at an event time.</summary>
internal interface IRiskSetVisitor
{
    /// <summary>Visits an event time.</summary>
    /// <param name="group">The event time.</param>
    /// <param name="total">The sum of the risks of those at risk.</param>
    /// <param name="weighted">The sum of risk times covariates, a row.</param>
    void Visit(int group, double total, ReadOnlySpan<double> weighted);
}

/// <summary>
/// Visits the event times of every stratum from the last to the first, keeping the sums over the risk set: each row is added
/// once, when its time is reached, and with delayed entry taken away once, when its entry is reached, so a pass costs O(n p).
/// With entries the sums are compensated, because taking a large risk away would otherwise leave its rounding error behind.
/// </summary>
internal sealed class RiskSetSweep(RiskSetLayout layout, double[] rows, int stride)
{
    private readonly double[] _sum = new double[Math.Max(stride, 4)];
    private readonly double[] _rest = new double[Math.Max(stride, 4)];
    private readonly double[] _total = new double[Math.Max(stride, 4)];

    /// <summary>Sweeps.</summary>
    /// <param name="risk">Weight times relative hazard by position.</param>
    /// <param name="visitor">What to do at each event time.</param>
    public void Run<TVisitor>(double[] risk, ref TVisitor visitor)
        where TVisitor : struct, IRiskSetVisitor
    {
        for (var s = 0; s + 1 < layout.StratumStart.Length; s++)
        {
            if (layout.Entry is null)
                RunStratum(s, risk, ref visitor);
            else
                RunStratumWithEntry(s, risk, ref visitor);
        }
    }

    private void RunStratum<TVisitor>(int s, double[] risk, ref TVisitor visitor)
        where TVisitor : struct, IRiskSetVisitor
    {
        Array.Clear(_sum);
        ref var sum = ref MemoryMarshal.GetArrayDataReference(_sum);
        ref var x = ref MemoryMarshal.GetArrayDataReference(rows);
        var total = 0.0;
        var i = layout.StratumStart[s + 1] - 1;
        for (var g = layout.GroupStart[s + 1] - 1; g >= layout.GroupStart[s]; g--)
        {
            for (var first = layout.GroupFirst[g]; i >= first; i--)
            {
                var r = risk[i];
                total += r;
                RowKernels.AddScaled(ref sum, ref Unsafe.Add(ref x, (nint)i * stride), r, stride);
            }
            visitor.Visit(g, total, _sum.AsSpan(0, stride));
        }
    }

    private void RunStratumWithEntry<TVisitor>(int s, double[] risk, ref TVisitor visitor)
        where TVisitor : struct, IRiskSetVisitor
    {
        Array.Clear(_sum);
        Array.Clear(_rest);
        ref var sum = ref MemoryMarshal.GetArrayDataReference(_sum);
        ref var rest = ref MemoryMarshal.GetArrayDataReference(_rest);
        ref var x = ref MemoryMarshal.GetArrayDataReference(rows);
        double total = 0, totalRest = 0;
        var atRisk = 0;
        var begin = layout.StratumStart[s];
        var i = layout.StratumStart[s + 1] - 1;
        var e = i;
        for (var g = layout.GroupStart[s + 1] - 1; g >= layout.GroupStart[s]; g--)
        {
            var time = layout.Time[layout.GroupFirst[g]];
            for (; e >= begin && layout.Entry![layout.EntryOrder![e]] >= time; e--)
            {
                // Those that enter at or after this time were all added, or will never be: add the late ones first.
                var row = layout.EntryOrder[e];
                for (; i >= row && layout.Time[i] > time; i--)
                {
                    TwoSum(ref total, ref totalRest, risk[i]);
                    RowKernels.AddScaledCompensated(ref sum, ref rest, ref Unsafe.Add(ref x, (nint)i * stride), risk[i], stride);
                    atRisk++;
                }
                TwoSum(ref total, ref totalRest, -risk[row]);
                RowKernels.AddScaledCompensated(ref sum, ref rest, ref Unsafe.Add(ref x, (nint)row * stride), -risk[row], stride);
                if (--atRisk == 0)
                {
                    Array.Clear(_sum);
                    Array.Clear(_rest);
                    (total, totalRest) = (0, 0);
                }
            }
            for (var first = layout.GroupFirst[g]; i >= first; i--)
            {
                TwoSum(ref total, ref totalRest, risk[i]);
                RowKernels.AddScaledCompensated(ref sum, ref rest, ref Unsafe.Add(ref x, (nint)i * stride), risk[i], stride);
                atRisk++;
            }
            for (var j = 0; j < stride; j++)
                _total[j] = _sum[j] + _rest[j];
            visitor.Visit(g, total + totalRest, _total.AsSpan(0, stride));
        }
    }

    private static void TwoSum(ref double high, ref double low, double value)
    {
        var s = high + value;
        var t = s - high;
        low += (high - (s - t)) + (value - t);
        high = s;
    }
}
