using System.Runtime.CompilerServices;

namespace Survival.Models.Numerics;

/// <summary>The ascending order of numbers, equal ones in the caller's order: by radix, in O(n), because sorting was the larger part of
/// fast fits. The upper half of the bits mostly decides; the lower is sorted by only where it does not.</summary>
internal static class StableOrder
{
    private const int Bits = 11;
    private const int Buckets = 1 << Bits;
    private const int Passes = 6;
    private const int Few = 256;

    /// <summary>The places of the numbers from the smallest to the largest. The numbers are not NaN; -0 and 0 are equal.</summary>
    public static int[] Of(ReadOnlySpan<double> values)
    {
        var n = values.Length;
        var order = new int[n];
        for (var i = 0; i < n; i++)
            order[i] = i;
        var keys = new ulong[n];
        var sorted = true;
        for (var i = 0; i < n; i++)
        {
            keys[i] = Key(values[i]);
            sorted &= i == 0 || keys[i - 1] <= keys[i];
        }
        if (sorted)
            return order;
        if (n > Few)
            return Radix(keys, order);
        TryInsert(keys, order, int.MaxValue);
        return order;
    }

    /// <summary>The rank of each number from 0, equal ones sharing one; returns how many ranks there are.</summary>
    public static int Rank(ReadOnlySpan<double> values, Span<int> rank)
    {
        var order = Of(values);
        var r = -1;
        for (var k = 0; k < order.Length; k++)
        {
            if (k == 0 || values[order[k]] != values[order[k - 1]])
                r++;
            rank[order[k]] = r;
        }
        return r + 1;
    }

    // Bits that compare as the numbers do.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Key(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return (bits & 0x8000_0000_0000_0000) != 0 ? ~bits : bits | 0x8000_0000_0000_0000;
    }

    // Ends early, in good order as far as it went, where more than a number of steps are needed.
    private static bool TryInsert(ulong[] keys, int[] order, int most)
    {
        for (int i = 1, moves = 0; i < keys.Length; i++)
        {
            var (key, item, k) = (keys[i], order[i], i);
            for (; k > 0 && keys[k - 1] > key; k--, moves++)
                (keys[k], order[k]) = (keys[k - 1], order[k - 1]);
            (keys[k], order[k]) = (key, item);
            if (moves > most)
                return false;
        }
        return true;
    }

    private static int[] Radix(ulong[] keys, int[] order)
    {
        (keys, order) = Radix(keys, order, Passes / 2);
        return TryInsert(keys, order, keys.Length) ? order : Radix(keys, order, 0).Order;
    }

    private static (ulong[] Keys, int[] Order) Radix(ulong[] keys, int[] order, int from)
    {
        var n = keys.Length;
        var counts = new int[Passes * Buckets];
        foreach (var key in keys)
        {
            for (var p = from; p < Passes; p++)
                counts[(p * Buckets) + Digit(key, p)]++;
        }
        var (otherKeys, otherOrder) = (new ulong[n], new int[n]);
        for (var p = from; p < Passes; p++)
        {
            var count = counts.AsSpan(p * Buckets, Buckets);
            if (count[Digit(keys[0], p)] == n)
                continue; // all have the same digit
            var sum = 0;
            for (var b = 0; b < Buckets; b++)
                (count[b], sum) = (sum, sum + count[b]);
            for (var i = 0; i < n; i++)
            {
                var place = count[Digit(keys[i], p)]++;
                (otherKeys[place], otherOrder[place]) = (keys[i], order[i]);
            }
            (keys, otherKeys, order, otherOrder) = (otherKeys, keys, otherOrder, order);
        }
        return (keys, order);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Digit(ulong key, int pass) => (int)(key >> (pass * Bits)) & (Buckets - 1);
}
