namespace Radiomics.Imaging.Resampling;

/// <summary>The voxels of an input axis that count for each output voxel along it, tap by tap: element k * Count + i is tap k of output
/// i.</summary>
internal sealed class AxisTaps
{
    private AxisTaps(int count, int taps) =>
        (Count, Indices, Weights, Covered) = (count, new int[count * taps], new double[count * taps], new bool[count]);

    public int Count { get; }

    public int[] Indices { get; }

    public double[] Weights { get; }

    /// <summary>Whether an output voxel lies in the input.</summary>
    public bool[] Covered { get; }

    /// <summary>The smallest and one past the largest voxel that counts; empty where nothing is covered.</summary>
    public (int Start, int End) Bounds { get; private set; }

    public static AxisTaps Of(ReadOnlySpan<double> places, int size, InterpolationKernel kernel)
    {
        var taps = new AxisTaps(places.Length, kernel.Taps);
        Span<int> indices = stackalloc int[kernel.Taps];
        Span<double> weights = stackalloc double[kernel.Taps];
        int low = size, high = -1;
        for (var i = 0; i < places.Length; i++)
        {
            if (!InterpolationKernel.Covers(places[i], size))
                continue;
            taps.Covered[i] = true;
            kernel.Fill(places[i], size, indices, weights);
            for (var k = 0; k < kernel.Taps; k++)
            {
                taps.Indices[k * places.Length + i] = indices[k];
                taps.Weights[k * places.Length + i] = weights[k];
                low = Math.Min(low, indices[k]);
                high = Math.Max(high, indices[k]);
            }
        }
        taps.Bounds = high < 0 ? (0, 0) : (low, high + 1);
        return taps;
    }

    /// <summary>Counts the indices from the start of what was read; what is not covered points to it.</summary>
    public void Rebase(int start)
    {
        for (var first = 0; first < Indices.Length; first += Count)
        {
            for (var i = 0; i < Count; i++)
                Indices[first + i] = Covered[i] ? Indices[first + i] - start : 0;
        }
    }
}
