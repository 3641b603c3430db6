using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Features.Discretisation;

/// <summary>
/// The edges of a region's bins, never stored: edge k is start + k * step, in the arithmetic that NumPy's arange (bin
/// width) and linspace (bin count) use for values of the image's precision, so that an intensity on an edge falls on
/// the same side of it. The level of an intensity is the number of edges at or below it, as numpy.digitize counts.
/// </summary>
internal readonly struct GrayLevelBins
{
    /// <summary>Above this many levels a discretisation is a mistake: the sums over neighbours would not fit 32 bits.</summary>
    public const int MaximumLevels = 1 << 24;

    private readonly double _start;
    private readonly double _step;
    private readonly double _lastEdge;
    private readonly bool _single;
    private readonly bool _counted;

    private GrayLevelBins(double start, double step, int edges, double lastEdge, bool single, bool counted) =>
        (_start, _step, EdgeCount, _lastEdge, _single, _counted) = (start, step, edges, lastEdge, single, counted);

    /// <summary>The number of edges, one more than that of bins.</summary>
    public int EdgeCount { get; }

    /// <summary>An edge, by its number from 0.</summary>
    public double this[int edge]
    {
        get
        {
            if (edge == EdgeCount - 1 && _counted)
                return _lastEdge;
            return _single && _counted ? (float)((float)(edge * (float)_step) + (float)_start) : _start + edge * _step;
        }
    }

    /// <summary>The bins of a region whose intensities lie from a minimum to a maximum.</summary>
    /// <param name="minimum">The region's least intensity; finite.</param>
    /// <param name="maximum">The region's greatest intensity; finite.</param>
    /// <param name="discretisation">Which bins.</param>
    /// <param name="singlePrecision">Whether the image holds 32-bit floats: NumPy then computes the edges in that precision.</param>
    public static GrayLevelBins Create(double minimum, double maximum, GrayLevelDiscretisation discretisation, bool singlePrecision)
    {
        if (discretisation.BinCount is { } count)
            return Counted(minimum, maximum, count, singlePrecision);
        var width = discretisation.BinWidth!.Value;
        return singlePrecision ? SingleWidth((float)minimum, (float)maximum, (float)width) : Width(minimum, maximum, width);
    }

    /// <summary>The level of an intensity, from 1; 0 only below the first edge, which no voxel of the region is.</summary>
    public int Level(double value)
    {
        var guess = (value - _start) / _step;
        var edge = guess >= EdgeCount - 1 ? EdgeCount - 1 : guess > 0 ? (int)guess : 0;
        while (edge + 1 < EdgeCount && this[edge + 1] <= value)
            edge++;
        while (edge >= 0 && this[edge] > value)
            edge--;
        return edge + 1;
    }

    /// <summary>
    /// The levels of intensities. An estimate is set right by at most one bin against a table of the edges, with an infinite one at either
    /// end.
    /// </summary>
    public static void Discretise(ReadOnlySpan<double> edges, ReadOnlySpan<double> values, Span<ushort> levels)
    {
        var (start, last) = (edges[1], edges.Length - 2);
        var perStep = last > 1 ? (last - 1) / (edges[last] - start) : 0;
        for (var x = 0; x < values.Length; x++)
        {
            var level = Math.Clamp((int)((values[x] - start) * perStep) + 1, 0, last);
            while (edges[level] > values[x])
                level--;
            while (edges[level + 1] <= values[x])
                level++;
            levels[x] = (ushort)level;
        }
    }

    /// <summary>
    /// Whether <see cref="DiscretiseEvenly"/> serves intensities of a range: the edges are those of double precision, and their rounding is
    /// small beside a step, so that an estimate misses by at most one.
    /// </summary>
    public bool AreEven(double minimum, double maximum) =>
        !(_single && _counted)
        && _step > 1e-9 * Math.Max(Math.Abs(minimum), Math.Abs(maximum))
        && minimum >= this[0]
        && maximum < this[EdgeCount - 1];

    /// <summary>
    /// The levels of intensities that lie in the bins' range: the estimate from the step is compared with the two edges about it, computed
    /// by the very rule of the indexer. For <see cref="AreEven"/> bins.
    /// </summary>
    public void DiscretiseEvenly(ReadOnlySpan<double> values, Span<ushort> levels)
    {
        // Of a bin count the last edge is not the rule's: what lies beyond the rule's is in the last bin all the same.
        var (perStep, last) = (1 / _step, EdgeCount - 2.0);
        ref var first = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(levels);
        var i = 0;
        for (; i <= values.Length - 16; i += 16)
        {
            Prefetch.Ahead(ref first, i);
            Prefetch.Ahead(ref first, i + 8);
            var low = Vector256.Narrow(
                Level(Vector256.LoadUnsafe(ref first, (nuint)i), perStep, last),
                Level(Vector256.LoadUnsafe(ref first, (nuint)i + 4), perStep, last));
            var high = Vector256.Narrow(
                Level(Vector256.LoadUnsafe(ref first, (nuint)i + 8), perStep, last),
                Level(Vector256.LoadUnsafe(ref first, (nuint)i + 12), perStep, last));
            Vector256.Narrow(low, high).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < values.Length; i++)
        {
            var bin = Math.Floor((values[i] - _start) * perStep);
            if (_start + (bin + 1) * _step <= values[i])
                bin++;
            else if (_start + bin * _step > values[i])
                bin--;
            levels[i] = (ushort)(Math.Min(bin, last) + 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<ulong> Level(Vector256<double> values, double perStep, double last)
    {
        var (start, step, one) = (Vector256.Create(_start), Vector256.Create(_step), Vector256<double>.One);
        var bin = Vector256.Floor((values - start) * Vector256.Create(perStep));
        var above = Vector256.LessThanOrEqual(start + (bin + one) * step, values);
        var below = Vector256.GreaterThan(start + bin * step, values);
        bin = Vector256.MinNative(bin + (one & above) - (one & below), Vector256.Create(last));

        // The lowest bits of a whole number added to 2^52 are the number.
        return (bin + Vector256.Create(4503599627370496.0 + 1)).AsUInt64() & Vector256.Create(0xFFFFUL);
    }

    /// <summary>The edges, with an infinite one at either end.</summary>
    public double[] Edges()
    {
        var edges = new double[EdgeCount + 2];
        edges[0] = double.NegativeInfinity;
        for (var k = 0; k < EdgeCount; k++)
            edges[k + 1] = this[k];
        edges[^1] = double.PositiveInfinity;
        return edges;
    }

    // start and stop as in arange(min - min % w, max + 2 w, w). A width so small that it vanishes beside the minimum
    // would need more levels than are allowed, and is caught there.
    private static GrayLevelBins Width(double minimum, double maximum, double width)
    {
        var start = minimum - FloorModulo(minimum, width);
        var stop = maximum + 2 * width;
        var edges = Math.Ceiling((stop - start) / width);
        return new(start, start + width - start, Checked(edges, width), 0, false, false);
    }

    // With 32-bit scalars NumPy finds the first two edges and their number in 32 bits, then goes on in 64.
    private static GrayLevelBins SingleWidth(float minimum, float maximum, float width)
    {
        var modulo = minimum % width;
        if (modulo < 0)
            modulo += width;
        var start = minimum - modulo;
        var stop = maximum + 2 * width;
        var edges = Math.Ceiling((double)((stop - start) / width));
        var second = start + width;
        return new(start, (double)second - start, Checked(edges, width), 0, true, false);
    }

    private static GrayLevelBins Counted(double minimum, double maximum, int count, bool single)
    {
        if (count > MaximumLevels)
            throw TooMany(count, Invariant($"A bin count of {count}"));
        if (minimum == maximum)
            (minimum, maximum) = single ? ((float)minimum - 0.5f, (float)maximum + 0.5f) : (minimum - 0.5, maximum + 0.5);
        var step = single ? (float)((float)maximum - (float)minimum) / count : (maximum - minimum) / count;
        return new(minimum, step, count + 1, single ? (float)maximum + 1f : maximum + 1, single, true);
    }

    private static double FloorModulo(double value, double divisor)
    {
        var modulo = value % divisor;
        return modulo < 0 ? modulo + divisor : modulo;
    }

    private static int Checked(double edges, double width) => edges <= MaximumLevels
        ? (int)edges
        : throw TooMany(edges, Invariant($"A bin width of {width}"));

    private static DiscretisationException TooMany(double levels, string setting) =>
        new(
            Invariant(
                $"{setting} splits the region's intensities into {levels:0} grey levels; at most {MaximumLevels} are allowed. Choose wider "
            )
                + $"or fewer bins."
        );
}
