#pragma warning disable xUnit1051 // quick calls
using FsCheck;
using FsCheck.Fluent;
using Survival.Models.CutPoints;
using Survival.Models.Resampling;

namespace Survival.Models.Tests.CutPoints;

public class CutPointTests
{
    /// <summary>
    /// Times 1, 2, 3, 4, events at 1, 2, 4. Scores: 1 - 1/4 = 3/4; 1 - 1/4 - 1/3 = 5/12; -7/12; 1 - 1/4 - 1/3 - 1 = -7/12. They add up
    /// to 0; their squares to (81 + 25 + 49 + 49)/144 = 204/144. With the marker in the order of time and a cut after 2: sum 14/12,
    /// variance
    /// 2 * 2/(4 * 3) * 204/144 = 17/36, statistic (7/6)/(sqrt(17)/6) = 7/sqrt(17). After 1 and 3 the statistic is (3/4)/sqrt(1/4 * 204/144
    /// ) = 9/sqrt(51), 7/sqrt(51).
    /// </summary>
    [Fact]
    public void Four_rows_by_hand()
    {
        var data = SurvivalData.Create([1, 2, 3, 4], [true, true, false, true]);
        var result = MaximallySelectedRank.Search(data, [10, 20, 30, 40]);
        double[] scores = [3 / 4.0, 5 / 12.0, -7 / 12.0, -7 / 12.0];
        Assert.All(result.Scores.ToArray().Zip(scores), t => Assert.Equal(t.Second, t.First, 14));
        double[] profile = [9 / Math.Sqrt(51), 7 / Math.Sqrt(17), 7 / Math.Sqrt(51)];
        Assert.All(result.Statistics.ToArray().Zip(profile), t => Assert.Equal(t.Second, t.First, 13));
        Assert.Equal(20, result.CutPoint);
        Assert.Equal((2, 2), (result.LowCount, result.HighCount));
        Assert.Equal([false, false, true, true], result.IsHigh([10, 20, 30, 40]));
        Assert.Equal([false, true, true, true], result.IsHigh([10, 20, 30, 40], CutPointRule.AtOrAbove));
        Assert.True(double.IsNaN(result.PValue));
        // Of the six sets of two low rows, only {3/4, 5/12} and its complement are as far out; of the single ones none: p = 2/6.
        var exact = MaximallySelectedRank.Search(
            data,
            [10, 20, 30, 40],
            new CutPointOptions { PValue = CutPointPValue.Permutation, Permutations = 20_000 }
        );
        Assert.Equal(1 / 3.0, exact.PValue, 0.015);
    }

    // Of 9! permutations few are as far out as perfect order; nine draws see none of them, and the order observed counts as the tenth.
    [Fact]
    public void APermutationPValueIsNeverZero()
    {
        double[] time = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        var found = MaximallySelectedRank.Search(
            SurvivalData.Create(time, [.. time.Select(_ => true)]), time,
            new CutPointOptions { PValue = CutPointPValue.Permutation, Permutations = 9, MinimumShare = 0.4, MaximumShare = 0.6 });
        Assert.Equal(1 / 10.0, found.PValue, 15);
    }

    /// <summary>Two cuts of one third each have correlation 1/2; P(|Z1| &lt; b, |Z2| &lt; b) for b = 1.5 and rho = 1/2 is 0.7690 (bivariate
    /// normal tables, mvtnorm: 0.76902...).</summary>
    [Fact]
    public void One_and_two_cuts_are_normal_probabilities()
    {
        var one = GaussianMaximum.Exceedance(1.959963984540054, 10, [5], CancellationToken.None);
        Assert.Equal(0.05, one, 12);
        var two = GaussianMaximum.Exceedance(1.5, 3, [1, 2], CancellationToken.None);
        Assert.Equal(Bivariate(1.5, 0.5), two, 10);
    }

    [Fact]
    public void Order_and_increasing_transformations_do_not_matter() =>
        Prop.ForAll(
                Gen.Choose(0, 10_000).ToArbitrary(),
                seed =>
                {
                    var random = new Xoshiro256((ulong)seed);
                    var n = 30;
                    var time = Enumerable.Range(0, n).Select(_ => 1.0 + random.NextInt(15)).ToArray();
                    var events = Enumerable.Range(0, n).Select(i => i == 0 || random.NextDouble() < 0.6).ToArray();
                    var marker = Enumerable.Range(0, n).Select(_ => (double)random.NextInt(12)).ToArray();
                    var result = MaximallySelectedRank.Search(SurvivalData.Create(time, events), marker);
                    var order = Resample.Permutation(n, random);
                    var other = MaximallySelectedRank.Search(
                        SurvivalData.Create([.. order.Select(i => 2 * time[i])], [.. order.Select(i => events[i])]),
                        [.. order.Select(i => Math.Exp(marker[i]))]
                    );
                    return Math.Abs(result.Statistic - other.Statistic) < 1e-10 && result.Statistics.ToArray().Max() == result.Statistic;
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>The permutation p-value and the normal one tell the same on 60 rows, to Monte-Carlo and small-sample error.</summary>
    [Fact]
    public void Approximations_agree_with_permutations()
    {
        var random = new Xoshiro256(8);
        var time = Enumerable.Range(0, 100).Select(_ => -Math.Log(1 - random.NextDouble())).ToArray();
        var marker = Enumerable.Range(0, 100).Select(i => random.NextDouble() - (0.3 * Math.Min(time[i], 1.5))).ToArray();
        var data = SurvivalData.Create(time, [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble() < 0.8)]);
        double P(CutPointPValue method) =>
            MaximallySelectedRank.Search(data, marker, new CutPointOptions { PValue = method, Permutations = 4000 }).PValue;
        var permuted = P(CutPointPValue.Permutation);
        Assert.Equal(permuted, P(CutPointPValue.ExactGauss), 0.03);
        Assert.InRange(P(CutPointPValue.HothornLausen), permuted - 0.03, 1);
        Assert.InRange(P(CutPointPValue.Lausen1994), permuted - 0.03, 1);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var data = SurvivalData.Create([1, 2, 3, 4], [true, true, false, true]);
        double[] marker = [1, 2, 3, 4];
        Assert.Throws<ArgumentException>(() => MaximallySelectedRank.Search(data, [1, 2]));
        Assert.Equal(2, Assert.Throws<InvalidSurvivalDataException>(() => MaximallySelectedRank.Search(data, [1, 2, double.NaN, 4])).Row);
        Assert.Throws<InvalidSurvivalDataException>(() => MaximallySelectedRank.Search(data, [1, 1, 1, 1]));
        Assert.Throws<InvalidSurvivalDataException>(() =>
            MaximallySelectedRank.Search(SurvivalData.Create([1, 2], [false, false]), [1, 2])
        );
        Assert.Throws<InvalidSurvivalDataException>(() =>
            MaximallySelectedRank.Search(data, [1, 1, 1, 4], new CutPointOptions { MinimumShare = 0.3 })
        );
        foreach (var share in (ReadOnlySpan<double>)[-0.1, 1, 0.6, double.NaN])
            Assert.Throws<ArgumentOutOfRangeException>(() =>
                MaximallySelectedRank.Search(data, marker, new CutPointOptions { MinimumShare = share })
            );
        Assert.Throws<ArgumentException>(() =>
            MaximallySelectedRank.Search(SurvivalData.Create([1, 2], [true, true], weight: [1, 2]), [1, 2])
        );
        var many = SurvivalData.Create([.. Enumerable.Range(1, 171).Select(i => (double)i)], [.. Enumerable.Repeat(true, 171)]);
        Assert.Throws<ArgumentException>(() =>
            MaximallySelectedRank.Search(many, many.Time, new CutPointOptions { PValue = CutPointPValue.HothornLausen })
        );
        Assert.Throws<ArgumentException>(() =>
            MaximallySelectedRank.Search(data, marker, new CutPointOptions { MinimumShare = 0, PValue = CutPointPValue.Lausen1992 })
        );
        Assert.Throws<ArgumentException>(() => MaximallySelectedRank.Search(data, marker).IsHigh([double.NaN]));
    }

    /// <summary>1 - P(|Z1| &lt; b, |Z2| &lt; b), by the midpoint rule over Z1 of the conditional probability.</summary>
    private static double Bivariate(double b, double rho)
    {
        const int Steps = 200_000;
        double inside = 0;
        var s = Math.Sqrt(1 - (rho * rho));
        for (var i = 0; i < Steps; i++)
        {
            var z = -b + (2 * b * (i + 0.5) / Steps);
            double Phi(double v) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, v);
            inside +=
                Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * (Phi((b - (rho * z)) / s) - Phi((-b - (rho * z)) / s)) * 2 * b / Steps;
        }
        return 1 - inside;
    }
}
