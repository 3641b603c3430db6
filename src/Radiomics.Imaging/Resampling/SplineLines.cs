using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Radiomics.Imaging.Filters;

namespace Radiomics.Imaging.Resampling;

/// <summary>The recursions of <see cref="SplineCoefficients"/> along lines that stand side by side, in place, a register of them at a
/// time.</summary>
/// <param name="poles">The poles.</param>
/// <param name="tolerance">What the start of the causal recursion may leave out, relative; 0 for nothing.</param>
/// <param name="length">The length of the lines.</param>
/// <param name="atStart">Whether they start where the image does.</param>
/// <param name="atEnd">Whether they end where the image does.</param>
/// <param name="size">The length of the image's axis.</param>
internal sealed unsafe class SplineLines(double[] poles, double tolerance, int length, bool atStart, bool atEnd, int size)
{
    private readonly double _gain = poles.Aggregate(1d, (gain, z) => gain * (1 - z) * (1 - 1 / z));

    /// <summary>Filters lines: element n of line k is at start + n * stride + k.</summary>
    public void Run(double[] values, int start, int stride, int width)
    {
        if (size == 1 || poles.Length == 0)
            return;
        fixed (double* lines = values)
        {
            var k = 0;
            for (; Vector512.IsHardwareAccelerated && k <= width - 8; k += 8)
                Tile<EightLanes>(lines + start + k, stride);
            for (; k <= width - 4; k += 4)
                Tile<FourLanes>(lines + start + k, stride);
            for (; k < width; k++)
                Tile<OneLane>(lines + start + k, stride);
        }
    }

    private void Tile<TLanes>(double* line, int stride)
        where TLanes : struct, IRecursiveLanes<TLanes>
    {
        var gain = _gain;
        foreach (var z in poles)
        {
            var first = First<TLanes>(line, stride, z, gain);
            TLanes mirrored = TLanes.Create(z / (z * z - 1)), settled = TLanes.Create(-z / (1 - z));
            Recurse(line, stride, first, TLanes.Create(z), TLanes.Create(gain), mirrored, settled);
            gain = 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Recurse<TLanes>(double* line, int stride, TLanes first, TLanes z, TLanes gain, TLanes mirrored, TLanes settled)
        where TLanes : struct, IRecursiveLanes<TLanes>
    {
        TLanes before = first, last = first;
        first.Store(line);
        for (var n = 1; n < length; n++)
        {
            line += stride;
            before = last;
            last = TLanes.Load(line) * gain + z * last;
            last.Store(line);
        }
        var next = atEnd ? mirrored * (z * before + last) : last * settled;
        next.Store(line);
        for (var n = length - 2; n >= 0; n--)
        {
            line -= stride;
            next = z * (next - TLanes.Load(line));
            next.Store(line);
        }
    }

    // What the causal recursion starts with.
    private TLanes First<TLanes>(double* line, int stride, double z, double gain)
        where TLanes : struct, IRecursiveLanes<TLanes>
    {
        var factor = TLanes.Create(gain);
        TLanes At(int n) => TLanes.Load(line + (long)n * stride) * factor;
        var first = At(0);
        if (!atStart)
            return first * TLanes.Create(1 / (1 - z));
        var horizon = tolerance > 0 ? (int)Math.Ceiling(Math.Log(tolerance) / Math.Log(Math.Abs(z))) : int.MaxValue;
        var power = z;
        if (horizon < size || length < size)
        {
            // The rest is too far away to count, or not here.
            for (var n = 1; n < Math.Min(horizon, length); n++)
            {
                first += TLanes.Create(power) * At(n);
                power *= z;
            }
            return first;
        }
        // The whole mirrored period.
        var back = Math.Pow(z, size - 1);
        first += TLanes.Create(back) * At(size - 1);
        back *= back * (1 / z);
        for (var n = 1; n <= size - 2; n++)
        {
            first += TLanes.Create(power + back) * At(n);
            power *= z;
            back *= 1 / z;
        }
        return first / TLanes.Create(1 - power * power);
    }
}
