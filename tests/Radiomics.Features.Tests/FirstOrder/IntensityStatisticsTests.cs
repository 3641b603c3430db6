using FsCheck;
using FsCheck.Fluent;
using Radiomics.Features.FirstOrder;

namespace Radiomics.Features.Tests.FirstOrder;

public sealed class IntensityStatisticsTests
{
    private static double Value(string name, params double[] intensities) =>
        FirstOrderFeatures.All.Single(f => f.Name == name).Compute!(new IntensityStatistics(intensities, [1]));

    [Fact]
    public void Of_one_to_five_by_hand()
    {
        double[] x = [5, 3, 1, 4, 2];
        Assert.Equal(3, Value("Mean", x));
        Assert.Equal(2, Value("Variance", x));
        Assert.Equal(0, Value("Skewness", x));
        Assert.Equal(34.0 / 5 / 4, Value("Kurtosis", x), 15); // (16 + 1 + 0 + 1 + 16) / 5 over 2 squared
        Assert.Equal(55, Value("Energy", x));
        Assert.Equal(Math.Sqrt(11), Value("RootMeanSquared", x), 15);
        Assert.Equal(1.4, Value("10Percentile", x), 15); // rank 0.4 of 0..4
        Assert.Equal(4.6, Value("90Percentile", x), 15);
        Assert.Equal(2, Value("InterquartileRange", x));
        Assert.Equal(3, Value("Median", x));
        Assert.Equal(4, Value("Range", x));
        Assert.Equal(6.0 / 5, Value("MeanAbsoluteDeviation", x), 15);
        Assert.Equal(2.0 / 3, Value("RobustMeanAbsoluteDeviation", x), 15); // of 2, 3, 4
    }

    [Fact]
    public void Skewness_of_a_rare_high_value_by_hand() =>
        Assert.Equal(2 / Math.Sqrt(3), Value("Skewness", 0, 0, 0, 4), 15); // m2 = 3, m3 = (3 * -1 + 27) / 4 = 6

    [Fact]
    public void A_flat_region_has_neither_skewness_nor_kurtosis()
    {
        Assert.Equal(0, Value("Skewness", 7, 7, 7));
        Assert.Equal(0, Value("Kurtosis", 7, 7, 7));
        Assert.Equal(0, Value("RobustMeanAbsoluteDeviation", 7, 7, 7));
    }

    [Fact]
    public void Entropy_and_uniformity_of_the_histogram_by_hand()
    {
        var s = new IntensityStatistics([1, 2, 3, 4], [1, 0, 1, 2], voxelVolume: 2, shift: -1);
        Assert.Equal(1.5, s.Entropy, 14); // 1/4, 1/4, 1/2
        Assert.Equal(0.375, s.Uniformity, 15);
        Assert.Equal(14, s.ShiftedEnergy); // 0 + 1 + 4 + 9
        Assert.Equal(28, FirstOrderFeatures.All.Single(f => f.Name == "TotalEnergy").Compute!(s));
    }

    [Fact]
    public void An_empty_region_is_refused() => Assert.Throws<ArgumentException>(() => new IntensityStatistics([], []));

    [Fact]
    public void Order_statistics_are_those_of_the_sorted_values()
    {
        var random = new System.Random(1);
        foreach (var n in new[] { 1, 2, 3, 100, 2048, 2049, 5000, 30000 })
        {
            // Skewed, with ties, and with one value far out, so that almost all fall into one bucket.
            foreach (
                var shape in new Func<double>[]
                {
                    random.NextDouble,
                    () => Math.Round(random.NextDouble() * 9),
                    () => random.Next(1000) == 0 ? 1e12 : random.NextDouble(),
                }
            )
            {
                double[] values = [.. Enumerable.Range(0, n).Select(_ => shape())];
                double[] sorted = [.. values.Order()];
                int[] ranks = [.. new[] { 0, n / 10, n / 4, n / 2, 3 * n / 4, n - 1 }.Order()];
                var found = new double[ranks.Length];
                OrderStatistics.Select(values, sorted[0], sorted[^1], ranks, found);
                Assert.Equal(ranks.Select(r => sorted[r]), found);
            }
        }
    }

    // Whole numbers are counted, others are not: half a unit's shift takes the other way.
    [Fact]
    public void Whole_numbers_have_the_statistics_of_others()
    {
        var random = new System.Random(6);
        foreach (var (n, range) in new[] { (1, 1), (2, 2), (7, 100), (300, 4), (1023, 200), (1025, 1024), (5000, 3000), (40_000, 30_000) })
        {
            double[] whole = [.. Enumerable.Range(0, n).Select(i => (double)(random.Next(range) - range / 3 + i / 2000 * 7))];
            Assert.True(CountedIntensities.TryCount(whole, out var counted));
            Assert.Equal(whole.Distinct().Order(), counted.Values.ToArray());
            Assert.Equal(whole.GroupBy(v => v).OrderBy(g => g.Key).Select(g => g.Count()), counted.Counts.ToArray());
            counted.Return();
            double[] halves = [.. whole.Select(v => v + 0.5)];
            Assert.False(CountedIntensities.TryCount(halves, out _));
            var (a, b) = (
                new IntensityStatistics(whole, [1], shift: 0.5, fromMedian: true), new IntensityStatistics(halves, [1], fromMedian: true));
            foreach (var (x, y) in new[]
            {
                (a.Mean + 0.5, b.Mean), (a.Minimum + 0.5, b.Minimum), (a.Maximum + 0.5, b.Maximum), (a.Median + 0.5, b.Median),
                (a.Percentile10 + 0.5, b.Percentile10), (a.Percentile25 + 0.5, b.Percentile25), (a.Percentile75 + 0.5, b.Percentile75),
                (a.Percentile90 + 0.5, b.Percentile90), (a.ShiftedEnergy, b.ShiftedEnergy), (a.Moment2, b.Moment2),
                (a.Moment4, b.Moment4), (a.MeanAbsoluteDeviation, b.MeanAbsoluteDeviation),
                (a.MedianAbsoluteDeviation, b.MedianAbsoluteDeviation), (a.RobustMeanAbsoluteDeviation, b.RobustMeanAbsoluteDeviation),
            })
            {
                Assert.True(x.Equals(y) || Math.Abs(x - y) <= 1e-11 * (1 + Math.Abs(x)), $"{n}, {range}: {x:R}, {y:R}");
            }
            Assert.True(Math.Abs(a.Moment3 - b.Moment3) <= 1e-9 * (1 + Math.Pow(a.Moment2, 1.5)));
        }
    }

    [Theory]
    [InlineData(4.25, false)]
    [InlineData(1e10, false)] // beyond 32 bits
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    [InlineData(5, true)]
    [InlineData(-0.0, true)]
    public void Only_whole_numbers_are_counted(double last, bool counted)
    {
        foreach (var n in new[] { 1, 9, 1024, 3000 })
        {
            double[] values = [.. Enumerable.Repeat(3.0, n), last];
            Assert.Equal(counted, CountedIntensities.TryCount(values, out _));
        }
    }

    [Fact]
    public void Vector_and_scalar_sums_agree_to_the_bit()
    {
        var random = new System.Random(2);
        double[] all = [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble() * 2000 - 1000)];
        for (var length = 0; length <= 257; length++)
        {
            for (var offset = 0; offset < 3; offset++)
            {
                var x = all.AsSpan(offset, length);
                Same(x, default(LaneSum.Value));
                Same(x, new LaneSum.Square(3.5));
                Same(x, new LaneSum.Cube(3.5));
                Same(x, new LaneSum.Fourth(3.5));
                Same(x, new LaneSum.AbsoluteDeviation(3.5));
                Same(x, new LaneSum.ValueWithin(-500, 500));
                Same(x, new LaneSum.CountWithin(-500, 500));
                Same(x, new LaneSum.DeviationWithin(-500, 500, 3.5));
            }
        }
        all[5] = double.NaN;
        Same(all, default(LaneSum.Value));

        static void Same<T>(ReadOnlySpan<double> x, T term)
            where T : struct, LaneSum.ITerm =>
            Assert.Equal(
                BitConverter.DoubleToInt64Bits(LaneSum.OverScalar(x, term)),
                BitConverter.DoubleToInt64Bits(LaneSum.Over(x, term))
            );
    }

    [Fact]
    public void A_shift_moves_places_and_leaves_spreads() => Prop.ForAll(
        Gen.Choose(-1000, 1000).Select(i => (double)i).NonEmptyListOf().ToArbitrary(),
        Gen.Choose(-500, 500).ToArbitrary(),
        (values, shift) =>
        {
            double[] x = [.. values], y = [.. values.Select(v => v + shift)];
            var (a, b) = (new IntensityStatistics(x, [1]), new IntensityStatistics(y, [1]));
            return Near(a.Mean + shift, b.Mean) && Near(a.Median + shift, b.Median) && Near(a.Percentile90 + shift, b.Percentile90)
                && Near(a.Moment2, b.Moment2) && Near(a.MeanAbsoluteDeviation, b.MeanAbsoluteDeviation)
                && Near(a.RobustMeanAbsoluteDeviation, b.RobustMeanAbsoluteDeviation);
        }).QuickCheckThrowOnFailure();

    // NaN: with two voxels none lies between the 10th and the 90th percentile.
    private static bool Near(double a, double b) => a.Equals(b) || Math.Abs(a - b) <= 1e-9 * (1 + Math.Abs(a));
}
