using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Features.FirstOrder;

/// <summary>
/// Intensities that are whole numbers, as those of a CT are, by how often each occurs: what a mean, a moment or a percentile needs, without
/// another look at the voxels. Sums over them are exact or of one term an intensity, in ascending order, so that they depend neither on the
/// order of the voxels nor on the machine.
/// </summary>
internal readonly ref struct CountedIntensities
{
    // An increment of a count would wait for the last one of the same intensity; four tables in turn do not.
    private const int Tables = 4;

    // Adding it to a double of magnitude below 2^31 leaves the number's whole part in the lowest bits.
    private const double Shifter = 6755399441055744; // 1.5 * 2^52

    private readonly double[] _values;
    private readonly int[] _counts;
    private readonly int _length;

    private CountedIntensities(double[] values, int[] counts, int length) => (_values, _counts, _length) = (values, counts, length);

    /// <summary>The intensities that occur, ascending.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _length);

    /// <summary>How often each occurs.</summary>
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, _length);

    /// <summary>Counts intensities; gives whether all are whole numbers in a range so narrow that counting them pays.</summary>
    public static bool TryCount(ReadOnlySpan<double> intensities, out CountedIntensities counted) =>
        TryCount(new IntensityParts(intensities), intensities.Length, out counted);

    /// <summary>The same of intensities that are read part by part.</summary>
    public static bool TryCount(IntensityParts parts, int count, out CountedIntensities counted)
    {
        counted = default;
        var widest = Math.Clamp(count, 256, 1 << 16);
        var (least, range) = (0, 0);
        int[] tables = [];
        Span<int> whole = stackalloc int[IntensityParts.Length];
        try
        {
            while (parts.Next(out var part))
            {
                if (!ToWhole(part, whole, out var minimum, out var maximum))
                    return false;
                if (range == 0 || minimum < least || maximum >= least + range)
                {
                    // Room for more on either side, so that a range is seldom moved twice.
                    var (low, high) = range == 0
                        ? (minimum, maximum)
                        : (Math.Min(minimum, least), Math.Max(maximum, least + range - 1L));
                    if (high - low >= widest)
                        return false;
                    var spare = (widest - (high - low) - 1) / 4;
                    spare = Math.Min(spare, high - low + 32);
                    Widen(ref tables, ref least, ref range, (int)(low - spare), (int)(high - low + 1 + 2 * spare));
                }
                Count(tables, range, least, whole[..part.Length]);
            }
            counted = Present(tables, range, least);
            return true;
        }
        finally
        {
            if (tables.Length > 0)
                ArrayPool<int>.Shared.Return(tables);
        }
    }

    /// <summary>Gives the buffers back.</summary>
    public void Return()
    {
        ArrayPool<double>.Shared.Return(_values);
        ArrayPool<int>.Shared.Return(_counts);
    }

    /// <summary>The sum of a term over all intensities.</summary>
    public double Sum<T>(T term)
        where T : struct, LaneSum.ITerm
    {
        var sum = 0.0;
        for (var i = 0; i < _length; i++)
            sum += _counts[i] * term.Of(_values[i]);
        return sum;
    }

    /// <summary>The intensities that would stand at ranks (ascending) were all of them sorted.</summary>
    public void Select(ReadOnlySpan<int> ranks, Span<double> found)
    {
        var (at, end) = (0, (long)_counts[0]);
        for (var i = 0; i < ranks.Length; i++)
        {
            while (ranks[i] >= end)
                end += _counts[++at];
            found[i] = _values[at];
        }
    }

    // Whole numbers in 32 bits, their least and greatest; false where one is none.
    private static bool ToWhole(ReadOnlySpan<double> part, Span<int> whole, out long minimum, out long maximum)
    {
        ref var first = ref MemoryMarshal.GetReference(part);
        ref var to = ref MemoryMarshal.GetReference(whole);
        var (low, high) = (Vector256.Create(double.PositiveInfinity), Vector256.Create(double.NegativeInfinity));
        var shifter = Vector256.Create(Shifter);
        var equal = Vector256<double>.AllBitsSet;
        var i = 0;
        for (; i <= part.Length - 8; i += 8)
        {
            var (a, b) = (Vector256.LoadUnsafe(ref first, (nuint)i), Vector256.LoadUnsafe(ref first, (nuint)i + 4));
            var (p, q) = (a + shifter, b + shifter);
            equal &= Vector256.Equals(p - shifter, a) & Vector256.Equals(q - shifter, b);
            low = Vector256.MinNative(Vector256.MinNative(low, a), b);
            high = Vector256.MaxNative(Vector256.MaxNative(high, a), b);
            Vector256.Narrow(p.AsInt64(), q.AsInt64()).StoreUnsafe(ref to, (nuint)i);
        }
        var (least, greatest, all) = (double.PositiveInfinity, double.NegativeInfinity, true);
        if (i > 0)
        {
            all = Vector256.EqualsAll(equal.AsInt64(), Vector256<long>.AllBitsSet);
            for (var lane = 0; lane < 4; lane++)
                (least, greatest) = (Math.Min(least, low[lane]), Math.Max(greatest, high[lane]));
        }
        for (; i < part.Length; i++)
        {
            var value = part[i];
            all &= value + Shifter - Shifter == value;
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
            Unsafe.Add(ref to, i) = unchecked((int)BitConverter.DoubleToInt64Bits(value + Shifter));
        }
        all = all && least >= int.MinValue / 2 && greatest <= int.MaxValue / 2;
        (minimum, maximum) = all ? ((long)least, (long)greatest) : (0, 0);
        return all;
    }

    // The caller has seen to it that all lie from the least on within the range.
    private static void Count(int[] tables, int range, int least, ReadOnlySpan<int> whole)
    {
        ref var a = ref MemoryMarshal.GetArrayDataReference(tables);
        ref var b = ref Unsafe.Add(ref a, range);
        ref var c = ref Unsafe.Add(ref b, range);
        ref var d = ref Unsafe.Add(ref c, range);
        var i = 0;
        for (; i <= whole.Length - Tables; i += Tables)
        {
            Unsafe.Add(ref a, whole[i] - least)++;
            Unsafe.Add(ref b, whole[i + 1] - least)++;
            Unsafe.Add(ref c, whole[i + 2] - least)++;
            Unsafe.Add(ref d, whole[i + 3] - least)++;
        }
        for (; i < whole.Length; i++)
            Unsafe.Add(ref a, whole[i] - least)++;
    }

    private static void Widen(ref int[] tables, ref int least, ref int range, int low, int width)
    {
        var wider = ArrayPool<int>.Shared.Rent(Tables * width);
        wider.AsSpan(0, Tables * width).Clear();
        for (var table = 0; table < Tables && range > 0; table++)
            tables.AsSpan(table * range, range).CopyTo(wider.AsSpan(table * width + least - low));
        if (tables.Length > 0)
            ArrayPool<int>.Shared.Return(tables);
        (tables, least, range) = (wider, low, width);
    }

    private static CountedIntensities Present(int[] tables, int range, int least)
    {
        var (values, counts, length) = (ArrayPool<double>.Shared.Rent(range), ArrayPool<int>.Shared.Rent(range), 0);
        for (var i = 0; i < range; i++)
        {
            var count = tables[i] + tables[range + i] + tables[2 * range + i] + tables[3 * range + i];
            if (count == 0)
                continue;
            (values[length], counts[length]) = (least + i, count);
            length++;
        }
        return new CountedIntensities(values, counts, length);
    }
}
