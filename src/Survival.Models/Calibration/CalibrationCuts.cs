using Survival.Models.Numerics;

namespace Survival.Models.Calibration;

/// <summary>How subjects are put into groups by predicted survival.</summary>
public sealed class CalibrationCuts
{
    private readonly int _groups;
    private readonly int _size;
    private readonly double[]? _cuts;

    private CalibrationCuts(int groups, int size, double[]? cuts) => (_groups, _size, _cuts) = (groups, size, cuts);

    /// <summary>About equally large groups; equal predictions stay together (<c>Hmisc::cut2(x, g =)</c>).</summary>
    /// <param name="count">How many groups; at least 1. Fewer result where many predictions are equal.</param>
    public static CalibrationCuts OfCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new CalibrationCuts(count, 0, null);
    }

    /// <summary>Groups of about this many subjects: n / size of them, rounded down (<c>Hmisc::cut2(x, m =)</c>).</summary>
    /// <param name="size">How many subjects; at least 1.</param>
    public static CalibrationCuts OfSize(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return new CalibrationCuts(0, size, null);
    }

    /// <summary>Groups between given values: each holds its lower end, the last one both (<c>Hmisc::cut2(x, cuts)</c>). The ends of the
    /// data are added where they lie outside.</summary>
    /// <param name="cuts">The values; finite, ascending, at least one.</param>
    /// <exception cref="ArgumentException">No values, or values that are not finite and ascending.</exception>
    public static CalibrationCuts At(params IReadOnlyList<double> cuts)
    {
        ArgumentNullException.ThrowIfNull(cuts);
        for (var k = 0; k < cuts.Count; k++)
        {
            if (!double.IsFinite(cuts[k]) || (k > 0 && !(cuts[k] > cuts[k - 1])))
                throw new ArgumentException(Invariant($"Cuts must be finite and ascending; cut {k} is {cuts[k]}."), nameof(cuts));
        }
        return cuts.Count > 0 ? new CalibrationCuts(0, 0, [.. cuts]) : throw new ArgumentException("There are no cuts.", nameof(cuts));
    }

    /// <summary>
    /// The cuts of <c>rms::calibrate(m =)</c>: the type-7 quantiles of the predictions with 0 and 1 added to them, for n / size groups.
    /// </summary>
    /// <param name="predicted">Predicted survival.</param>
    /// <param name="size">How many subjects a group holds, about.</param>
    public static CalibrationCuts AsCalibrate(ReadOnlySpan<double> predicted, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var groups = Math.Max(1, predicted.Length / size);
        double[] sample = [0, 1, .. predicted];
        Array.Sort(sample);
        double[] cuts = [.. Enumerable.Range(0, groups + 1).Select(k => SampleQuantile.OfSorted(sample, k / (double)groups)).Distinct()];
        return At(cuts);
    }

    /// <summary>The cuts, where they were given or made from quantiles; else empty.</summary>
    public IReadOnlyList<double> Values => _cuts ?? [];

    /// <summary>The group of each value, from 0, and how many groups there are.</summary>
    internal (int[] Group, int Count) Assign(ReadOnlySpan<double> values)
    {
        var group = new int[values.Length];
        var sorted = values.ToArray();
        Array.Sort(sorted);
        double[] lower = _cuts is null ? Quantiles(sorted, _size > 0 ? Math.Max(1, sorted.Length / _size) : _groups)
            : Between(sorted, _cuts);
        for (var i = 0; i < group.Length; i++)
        {
            var k = Array.BinarySearch(lower, values[i]);
            group[i] = k >= 0 ? k : ~k - 1;
        }
        return (group, lower.Length);
    }

    private static double[] Between(double[] sorted, double[] cuts)
    {
        List<double> all = [.. cuts];
        if (sorted[0] < all[0])
            all.Insert(0, sorted[0]);
        if (sorted[^1] > all[^1])
            all.Add(sorted[^1]);
        // The last interval holds its upper end too.
        return all.Count > 1 ? [.. all.SkipLast(1)] : [.. all];
    }

    private static double[] Quantiles(double[] sorted, int groups)
    {
        var n = sorted.Length;
        List<double> lower = [sorted[0]];
        var upper = double.PositiveInfinity;
        for (var j = 1; j <= groups; j++)
        {
            // The smallest value that at least j/g of the sample do not exceed.
            var place = (int)Math.Ceiling(j * (double)n / groups) - 1;
            var cut = j == groups ? sorted[^1] : sorted[Math.Clamp(place, 0, n - 1)];
            if (cut == upper)
                continue;
            upper = cut;
            var next = Array.FindIndex(sorted, v => v > upper);
            if (next >= 0 && j < groups)
                lower.Add(sorted[next]);
        }
        return [.. lower];
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
