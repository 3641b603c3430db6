using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Features.FirstOrder;

/// <summary>
/// The k-th smallest of many numbers, for several k at once, in time proportional to how many there are: one pass counts
/// the numbers in buckets of equal width (a map that never turns the order round), a second gathers those in the few
/// buckets that hold a rank asked for, and only these are sorted.
/// </summary>
internal static class OrderStatistics
{
    private const int Buckets = 4096;
    private const int SmallEnoughToSort = 2048;

    /// <summary>Finds the elements that would stand at the given ranks were the values sorted.</summary>
    /// <param name="values">The values; no NaN.</param>
    /// <param name="minimum">The smallest.</param>
    /// <param name="maximum">The largest.</param>
    /// <param name="ranks">Ranks from 0, ascending.</param>
    /// <param name="found">Where the elements go.</param>
    public static void Select(ReadOnlySpan<double> values, double minimum, double maximum, ReadOnlySpan<int> ranks, Span<double> found)
    {
        var range = maximum - minimum;
        if (range == 0)
        {
            found[..ranks.Length].Fill(minimum);
            return;
        }
        var scale = (Buckets - 1) / range;
        if (values.Length <= SmallEnoughToSort || !double.IsFinite(scale) || !double.IsFinite(range))
        {
            var sorted = values.ToArray();
            Array.Sort(sorted);
            for (var i = 0; i < ranks.Length; i++)
                found[i] = sorted[ranks[i]];
            return;
        }

        // The bucket of every value is kept, for it is asked for twice.
        var buckets = ArrayPool<ushort>.Shared.Rent(values.Length);
        var own = buckets.AsSpan(0, values.Length);
        SetBuckets(values, minimum, scale, own);
        Span<int> counts = stackalloc int[Buckets];
        counts.Clear();
        foreach (var bucket in own)
            counts[bucket]++;

        // The buckets that hold a rank asked for: where their values go, which ranks they hold, how many values lie below.
        Span<byte> slotOf = stackalloc byte[Buckets];
        slotOf.Clear();
        var slots = new List<(int Start, int Count, int FirstRank, int EndRank, int Below)>(ranks.Length);
        for (int next = 0, bucket = 0, below = 0, start = 0; next < ranks.Length; below += counts[bucket++])
        {
            var end = next;
            while (end < ranks.Length && ranks[end] < below + counts[bucket])
                end++;
            if (end == next)
                continue;
            slots.Add((start, counts[bucket], next, end, below));
            slotOf[bucket] = (byte)slots.Count;
            start += counts[bucket];
            next = end;
        }

        Span<int> at = stackalloc int[slots.Count];
        Span<Vector256<ushort>> wanted = stackalloc Vector256<ushort>[slots.Count];
        for (var s = 0; s < at.Length; s++)
        {
            at[s] = slots[s].Start;
            wanted[s] = Vector256.Create((ushort)slotOf.IndexOf((byte)(s + 1)));
        }
        var gathered = ArrayPool<double>.Shared.Rent(slots[^1].Start + slots[^1].Count);
        for (var first = 0; first < own.Length; first += Vector256<ushort>.Count)
        {
            var bits = uint.MaxValue;
            if (first + Vector256<ushort>.Count <= own.Length)
            {
                var (some, any) = (Vector256.Create(own[first..]), Vector256<ushort>.Zero);
                foreach (var bucket in wanted)
                    any |= Vector256.Equals(some, bucket);
                bits = any.ExtractMostSignificantBits();
            }
            for (bits &= uint.MaxValue >> (32 - Math.Min(16, own.Length - first)); bits != 0; bits &= bits - 1)
            {
                var i = first + BitOperations.TrailingZeroCount(bits);
                if (slotOf[own[i]] is not 0 and var slot)
                    gathered[at[slot - 1]++] = values[i];
            }
        }
        ArrayPool<ushort>.Shared.Return(buckets);

        Span<int> inside = stackalloc int[ranks.Length];
        foreach (var (start, count, first, end, below) in slots)
        {
            for (var i = first; i < end; i++)
                inside[i] = ranks[i] - below;
            var part = gathered.AsSpan(start, count);
            if (count > values.Length / 2)
            {
                // Nearly all in one bucket, beside values far out: sorting ends it, where halving might not.
                part.Sort();
                for (var i = first; i < end; i++)
                    found[i] = part[inside[i]];
                continue;
            }
            Select(part, TensorPrimitives.Min<double>(part), TensorPrimitives.Max<double>(part), inside[first..end], found[first..]);
        }
        ArrayPool<double>.Shared.Return(gathered);
    }

    // The whole part of (value - minimum) * scale, which is in the lowest bits of that added to 2^52.
    private static void SetBuckets(ReadOnlySpan<double> values, double minimum, double scale, Span<ushort> buckets)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(buckets);
        var (least, factor) = (Vector256.Create(minimum), Vector256.Create(scale));
        var i = 0;
        for (; i <= values.Length - 16; i += 16)
        {
            var low = Vector256.Narrow(Four(ref first, i, least, factor), Four(ref first, i + 4, least, factor));
            var high = Vector256.Narrow(Four(ref first, i + 8, least, factor), Four(ref first, i + 12, least, factor));
            Vector256.Narrow(low, high).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < values.Length; i++)
            buckets[i] = (ushort)((values[i] - minimum) * scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Four(ref double first, int at, Vector256<double> least, Vector256<double> factor)
    {
        var whole = Vector256.Floor((Vector256.LoadUnsafe(ref first, (nuint)at) - least) * factor);
        return (whole + Vector256.Create(4503599627370496.0)).AsUInt64() & Vector256.Create(0xFFFFUL);
    }

    /// <summary>
    /// The percentile as NumPy computes it by default (the seventh rule of Hyndman and Fan, Am. Stat. 50(4), 1996,
    /// doi:10.1080/00031305.1996.10473566): at rank (n - 1) q, linear between neighbours.
    /// </summary>
    public static double Interpolate(double lower, double upper, double fraction) =>
        // The end nearer by is the one started from, which keeps the result monotone in the fraction.
        fraction < 0.5 ? lower + (upper - lower) * fraction : upper - (upper - lower) * (1 - fraction);
}
