using Survival.Models.Cox;
using Survival.Models.Numerics;
using Survival.Models.Penalised;
using Survival.Models.Resampling;
using Survival.Models.RiskSets;

namespace Survival.Models.Tests.RiskSets;

/// <summary>The inner loops of the fits against their plain definitions.</summary>
public sealed class FittingKernelTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OrderIsStableWhicheverBitsDecide(bool closeTogether)
    {
        var random = new Xoshiro256(5);
        // Close together: numbers between 1 and 1 + 2^-30 differ in the last 22 bits only, and many are equal.
        double[] values = [.. Enumerable.Range(0, 5_000).Select(_ =>
            closeTogether ? 1 + (random.NextInt(2_000) * Math.Pow(2, -52)) : random.NextDouble() - 0.5)];
        Assert.Equal(Enumerable.Range(0, values.Length).OrderBy(i => values[i]), StableOrder.Of(values));
    }

    [Fact]
    public void TheLogarithmOfAProductIsTheSumOfLogarithms()
    {
        var random = new Xoshiro256(20261128);
        for (var length = 0; length <= 300; length += length < 20 ? 1 : 41)
        {
            double[] values = [.. Enumerable.Range(0, length).Select(_ => Math.Pow(10, 198 * (random.NextDouble() - 0.5)))];
            double sum = 0, sizes = 1;
            foreach (var v in values)
                (sum, sizes) = (sum + Math.Log(v), sizes + Math.Abs(Math.Log(v)));
            Assert.Equal(sum, RowKernels.LogOfProduct(values), 1e-15 * sizes);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(94)]
    public void ATridiagonalFormSolvesWithAnyShift(int size)
    {
        var matrix = Products(size, new Xoshiro256((ulong)size));
        var form = new TridiagonalForm(Array.ConvertAll(matrix, r => (double[])r.Clone()));
        double[] right = [.. Enumerable.Range(0, size).Select(i => Math.Sin(i + 1))];
        foreach (var shift in new[] { 0.5, 30, 0.5 })
        {
            var x = (double[])right.Clone();
            form.Solve(shift, x);
            for (var i = 0; i < size; i++)
            {
                var left = (shift * x[i]) + matrix[i].Zip(x, (a, b) => a * b).Sum();
                Assert.True(Math.Abs(left - right[i]) < 1e-12 * (size + shift), $"{size}, {shift}: row {i} gives {left} for {right[i]}");
            }
        }
    }

    [Fact]
    public void FourProductsWithTheCurvatureAreThoseOfEach()
    {
        var (data, x) = Cohort(300, 4, strata: 3);
        var likelihood = new PartialLikelihood(SortedFollowUp.Of(data), TieMethod.Breslow);
        likelihood.Evaluate([.. x.Column(0).ToArray().Select(v => 0.3 * v)]);
        var curvature = likelihood.NewCurvature();
        curvature.Take();
        var (four, one) = (new double[4 * 300], new double[300]);
        curvature.Multiply4(x.Column(0), x.Column(1), x.Column(2), x.Column(3), four);
        for (var j = 0; j < 4; j++)
        {
            curvature.Multiply(x.Column(j), one);
            Assert.Equal(one, four.AsSpan(j * 300, 300).ToArray());
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(21)]
    public void TheInformationIsTheSumOverRiskSets(int p)
    {
        // At coefficients 0 that of an event is the covariance (divisor: their number) of the rows that are at risk.
        var (data, x) = Cohort(400, p, strata: 1);
        var layout = SortedFollowUp.Of(data);
        var design = CoxDesign.Create(layout, x, [.. Enumerable.Range(0, p)]);
        var objective = new CoxObjective(layout, design.Rows, p, null, TieMethod.Efron);
        objective.Evaluate(new double[p]);
        objective.Differentiate(new LowerCholesky(p));
        double Scaled(int row, int j) => (x[row, j] - design.Center[j]) / design.Scale[j];
        for (var a = 0; a < p; a += 5)
        {
            for (var b = 0; b <= a; b++)
            {
                var expected = 0.0;
                foreach (var i in Enumerable.Range(0, 400).Where(i => data.Event[i]))
                {
                    int[] atRisk = [.. Enumerable.Range(0, 400).Where(k => data.Time[k] >= data.Time[i])];
                    expected += atRisk.Average(k => Scaled(k, a) * Scaled(k, b))
                        - (atRisk.Average(k => Scaled(k, a)) * atRisk.Average(k => Scaled(k, b)));
                }
                Assert.Equal(expected, objective.Information[(a * objective.Stride) + b], 1e-9 * 400);
            }
        }
    }

    private static double[][] Products(int size, Xoshiro256 random)
    {
        double[] Column() => [.. Enumerable.Range(0, size).Select(_ => random.NextDouble())];
        double[][] columns = [.. Enumerable.Range(0, size).Select(_ => Column())];
        return [.. columns.Select(c => columns.Select(d => c.Zip(d, (a, b) => a * b).Sum()).ToArray())];
    }

    private static (SurvivalData Data, DesignMatrix X) Cohort(int n, int p, int strata)
    {
        var random = new Xoshiro256(3);
        double[] time = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
        bool[] events = [.. Enumerable.Range(0, n).Select(_ => random.NextInt(10) < 7)];
        int[] stratum = [.. Enumerable.Range(0, n).Select(i => i % strata)];
        var x = DesignMatrix.FromColumns([.. Enumerable.Range(0, p).Select(j => (
            $"x{j}", Enumerable.Range(0, n).Select(_ => random.NextDouble()).ToArray()))]);
        return (SurvivalData.Create(time, events, stratum: stratum), x);
    }
}
