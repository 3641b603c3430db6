namespace Radiomics.Features.Maps;

/// <summary>
/// Sums that lose nothing when a term is taken out again: terms are whole multiples of a power of two. A sliding window adds and removes
/// millions of them, and the
/// value of a voxel does not depend on the way the window came.
/// </summary>
internal sealed class FixedPoint
{
    private readonly double _unit;

    /// <summary>A scale for sums up to a number, as fine as 62 bits allow.</summary>
    public FixedPoint(double greatest) => _unit = Math.ScaleB(1, 61 - (int)Math.Ceiling(Math.Log2(greatest)));

    public long Of(double value) => (long)Math.Round(value * _unit);

    public double Value(long sum) => sum / _unit;

    /// <summary>n log2 n for the counts from 0.</summary>
    public long[] CountLogs(int greatest)
    {
        var logs = new long[greatest + 1];
        for (var n = 2; n <= greatest; n++)
            logs[n] = Of(n * Math.Log2(n));
        return logs;
    }

    /// <summary>The entropy in bits of counts, from the sum of their n log2 n and their total.</summary>
    public double Entropy(long sum, double total) => Math.Max(0, Math.Log2(total) - Value(sum) / total);
}
