using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Imaging.Filters;

/// <summary>
/// Runs a <see cref="RecursiveGaussian"/> along lines that stand side by side, a register of them at a time. What is not kept is passed
/// through only as far as the recursions need it.
/// </summary>
/// <param name="filter">The filter.</param>
/// <param name="length">The length of the lines; at least 4.</param>
/// <param name="first">The first element kept.</param>
/// <param name="kept">How many are kept.</param>
internal sealed unsafe class RecursiveLines(RecursiveGaussian filter, int length, int first, int kept)
{
    /// <summary>How many lines stand side by side at most.</summary>
    public const int Widest = 8;

    /// <summary>How many lines stand side by side on this machine.</summary>
    public static int Width => Vector512.IsHardwareAccelerated ? Widest : Widest / 2;

    /// <summary>How many doubles <see cref="Run"/> needs to work in.</summary>
    public int Scratch => (length + kept) * Widest;

    /// <summary>Filters lines: element n of line k is at n * stride + k.</summary>
    /// <param name="source">The lines: float or double.</param>
    /// <param name="stride">From an element of a line to its next.</param>
    /// <param name="width">How many lines.</param>
    /// <param name="scratch">Room to work in.</param>
    /// <param name="output">The kept elements, in single precision; elsewhere than the source.</param>
    /// <param name="outputStride">From an element of a line to its next there.</param>
    public void Run<T>(T* source, int stride, int width, double* scratch, float* output, int outputStride)
        where T : unmanaged
    {
        var tile = Width;
        if (width < tile)
        {
            Narrow(source, stride, width, scratch, output, outputStride);
            return;
        }
        for (var k = 0; k < width; k += tile)
        {
            // The last ones stand where the line ends: some are computed twice, to the same.
            var at = Math.Min(k, width - tile);
            if (Vector512.IsHardwareAccelerated)
                Tile<EightLanes, T>(source + at, stride, scratch, output + at, outputStride);
            else
                Tile<FourLanes, T>(source + at, stride, scratch, output + at, outputStride);
        }
    }

    // Fewer lines than a tile has: beside them stand zeros.
    private void Narrow<T>(T* source, int stride, int width, double* scratch, float* output, int outputStride)
        where T : unmanaged
    {
        var tile = Width;
        double* panel = scratch, causal = scratch + (long)length * tile;
        new Span<double>(panel, length * tile).Clear();
        for (var n = 0; n < length; n++)
        {
            for (var k = 0; k < width; k++)
                panel[n * tile + k] = LinePanel.Value(source + (long)n * stride + k);
        }
        var result = new float[kept * tile];
        fixed (float* lines = result)
        {
            if (Vector512.IsHardwareAccelerated)
                Tile<EightLanes, double>(panel, tile, causal, lines, tile);
            else
                Tile<FourLanes, double>(panel, tile, causal, lines, tile);
            for (var n = 0; n < kept; n++)
                new Span<float>(lines + n * tile, width).CopyTo(new Span<float>(output + (long)n * outputStride, width));
        }
    }

    private void Tile<TLanes, T>(T* source, int stride, double* causal, float* output, int outputStride)
        where TLanes : struct, IRecursiveLanes<TLanes>
        where T : unmanaged
    {
        Causal<TLanes, T>(source, stride, causal);
        Anticausal<TLanes, T>(source, stride, causal, output, outputStride);
    }

    // Four elements a turn, so that what was computed stays in the register where it is needed next.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Causal<TLanes, T>(T* source, int stride, double* causal)
        where TLanes : struct, IRecursiveLanes<TLanes>
        where T : unmanaged
    {
        TLanes d1 = TLanes.Create(filter.Feedback[0]), d2 = TLanes.Create(filter.Feedback[1]), d3 = TLanes.Create(filter.Feedback[2]),
            d4 = TLanes.Create(filter.Feedback[3]);
        TLanes n0 = TLanes.Create(filter.Causal[0]), n1 = TLanes.Create(filter.Causal[1]), n2 = TLanes.Create(filter.Causal[2]),
            n3 = TLanes.Create(filter.Causal[3]);
        TLanes edge = Load<TLanes, T>(source), x1 = edge, x2 = edge, x3 = edge, x4;
        TLanes y1 = default, y2 = default, y3 = default, y4 = default;
        int end = first + kept, i = 0;
        for (; i < 4 && i < end; i++, source += stride)
        {
            var x = Load<TLanes, T>(source);
            var y = x * n0 + x1 * n1 + x2 * n2 + x3 * n3 - Before(filter.CausalBoundary, edge, i, y1, y2, y3);
            if (i >= first)
                Put(y, ref causal);
            (x3, x2, x1) = (x2, x1, x);
            (y4, y3, y2, y1) = (y3, y2, y1, y);
        }
        for (; i <= end - 4; i += 4)
        {
            x4 = Load<TLanes, T>(source);
            source += stride;
            y4 = Next(x4 * n0 + x1 * n1 + x2 * n2 + x3 * n3, y1, d1, y2, d2, y3, d3, y4, d4);
            if (i >= first)
                Put(y4, ref causal);
            x3 = Load<TLanes, T>(source);
            source += stride;
            y3 = Next(x3 * n0 + x4 * n1 + x1 * n2 + x2 * n3, y4, d1, y1, d2, y2, d3, y3, d4);
            if (i >= first - 1)
                Put(y3, ref causal);
            x2 = Load<TLanes, T>(source);
            source += stride;
            y2 = Next(x2 * n0 + x3 * n1 + x4 * n2 + x1 * n3, y3, d1, y4, d2, y1, d3, y2, d4);
            if (i >= first - 2)
                Put(y2, ref causal);
            x1 = Load<TLanes, T>(source);
            source += stride;
            y1 = Next(x1 * n0 + x2 * n1 + x3 * n2 + x4 * n3, y2, d1, y3, d2, y4, d3, y1, d4);
            if (i >= first - 3)
                Put(y1, ref causal);
        }
        for (; i < end; i++, source += stride)
        {
            var x = Load<TLanes, T>(source);
            var y = Next(x * n0 + x1 * n1 + x2 * n2 + x3 * n3, y1, d1, y2, d2, y3, d3, y4, d4);
            if (i >= first)
                Put(y, ref causal);
            (x3, x2, x1) = (x2, x1, x);
            (y4, y3, y2, y1) = (y3, y2, y1, y);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Anticausal<TLanes, T>(T* source, int stride, double* causal, float* output, int outputStride)
        where TLanes : struct, IRecursiveLanes<TLanes>
        where T : unmanaged
    {
        TLanes d1 = TLanes.Create(filter.Feedback[0]), d2 = TLanes.Create(filter.Feedback[1]), d3 = TLanes.Create(filter.Feedback[2]),
            d4 = TLanes.Create(filter.Feedback[3]);
        TLanes m1 = TLanes.Create(filter.Anticausal[0]), m2 = TLanes.Create(filter.Anticausal[1]), m3 = TLanes.Create(filter.Anticausal[2]),
            m4 = TLanes.Create(filter.Anticausal[3]);
        source += (long)(length - 1) * stride;
        causal += (long)kept * TLanes.Count;
        output += (long)kept * outputStride;
        TLanes edge = Load<TLanes, T>(source), x1 = edge, x2 = edge, x3 = edge, x4 = edge;
        TLanes y1 = default, y2 = default, y3 = default, y4 = default;
        int start = length - first - kept, end = length - first, i = 0;
        for (; i < 4 && i < end; i++, source -= stride)
        {
            var y = x1 * m1 + x2 * m2 + x3 * m3 + x4 * m4 - Before(filter.AnticausalBoundary, edge, i, y1, y2, y3);
            if (i >= start)
                Put(y, ref causal, ref output, outputStride);
            (x4, x3, x2, x1) = (x3, x2, x1, Load<TLanes, T>(source));
            (y4, y3, y2, y1) = (y3, y2, y1, y);
        }
        for (; i <= end - 4; i += 4)
        {
            y4 = Next(x1 * m1 + x2 * m2 + x3 * m3 + x4 * m4, y1, d1, y2, d2, y3, d3, y4, d4);
            if (i >= start)
                Put(y4, ref causal, ref output, outputStride);
            x4 = Load<TLanes, T>(source);
            source -= stride;
            y3 = Next(x4 * m1 + x1 * m2 + x2 * m3 + x3 * m4, y4, d1, y1, d2, y2, d3, y3, d4);
            if (i >= start - 1)
                Put(y3, ref causal, ref output, outputStride);
            x3 = Load<TLanes, T>(source);
            source -= stride;
            y2 = Next(x3 * m1 + x4 * m2 + x1 * m3 + x2 * m4, y3, d1, y4, d2, y1, d3, y2, d4);
            if (i >= start - 2)
                Put(y2, ref causal, ref output, outputStride);
            x2 = Load<TLanes, T>(source);
            source -= stride;
            y1 = Next(x2 * m1 + x3 * m2 + x4 * m3 + x1 * m4, y2, d1, y3, d2, y4, d3, y1, d4);
            if (i >= start - 3)
                Put(y1, ref causal, ref output, outputStride);
            x1 = Load<TLanes, T>(source);
            source -= stride;
        }
        for (; i < end; i++, source -= stride)
        {
            var y = Next(x1 * m1 + x2 * m2 + x3 * m3 + x4 * m4, y1, d1, y2, d2, y3, d3, y4, d4);
            if (i >= start)
                Put(y, ref causal, ref output, outputStride);
            (x4, x3, x2, x1) = (x3, x2, x1, Load<TLanes, T>(source));
            (y4, y3, y2, y1) = (y3, y2, y1, y);
        }
    }

    // The next output waits for the last one only at its very end: two operations, where ITK's order of additions has five.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Next<TLanes>(
        TLanes inputs, TLanes y1, TLanes d1, TLanes y2, TLanes d2, TLanes y3, TLanes d3, TLanes y4, TLanes d4)
        where TLanes : struct, IRecursiveLanes<TLanes> => inputs - (y4 * d4 + y3 * d3 + y2 * d2) - y1 * d1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TLanes>(TLanes y, ref double* causal)
        where TLanes : struct, IRecursiveLanes<TLanes>
    {
        y.Store(causal);
        causal += TLanes.Count;
    }

    // Both passes' sum, from the end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TLanes>(TLanes y, ref double* causal, ref float* output, int outputStride)
        where TLanes : struct, IRecursiveLanes<TLanes>
    {
        causal -= TLanes.Count;
        output -= outputStride;
        (TLanes.Load(causal) + y).Store(output);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Load<TLanes, T>(T* from)
        where TLanes : struct, IRecursiveLanes<TLanes>
        where T : unmanaged => typeof(T) == typeof(float) ? TLanes.Load((float*)from) : TLanes.Load((double*)from);

    // The feedback of the first four outputs: the edge value stands for those that are not there.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private TLanes Before<TLanes>(double[] boundary, TLanes edge, int known, TLanes y1, TLanes y2, TLanes y3)
        where TLanes : struct, IRecursiveLanes<TLanes>
    {
        var a = known > 0 ? y1 * TLanes.Create(filter.Feedback[0]) : edge * TLanes.Create(boundary[0]);
        var b = known > 1 ? y2 * TLanes.Create(filter.Feedback[1]) : edge * TLanes.Create(boundary[1]);
        var c = known > 2 ? y3 * TLanes.Create(filter.Feedback[2]) : edge * TLanes.Create(boundary[2]);
        return a + b + c + edge * TLanes.Create(boundary[3]);
    }
}
