using Survival.Models.Penalised;
using Survival.Models.Resampling;

namespace Survival.Models.Tests.Penalised;

/// <summary>What is taken in single precision on the way, and that the solution does not show it.</summary>
public class SinglePrecisionTests
{
    /// <summary>A problem large enough for it: the optimality conditions from the definition, and columns that are the same.</summary>
    [Theory]
    [InlineData(1.0, false, false)]
    [InlineData(1.0, true, true)]
    [InlineData(0.6, false, true)]
    public void Conditions_hold_where_steps_are_in_single_precision(double alpha, bool weights, bool twins)
    {
        const int N = 700, P = 800;
        var (x, data) = PenalisedCohort.Random(11, N, P, weights);
        if (twins)
        {
            x = DesignMatrix.FromColumns([.. x.ColumnNames.Select((name, j) => (
                name, j % 40 == 1 ? x.Column(j - 1).ToArray() : x.Column(j).ToArray()))]);
        }
        Assert.NotNull(SingleColumns.Of(N, P));
        var path = CoxNet.Fit(data, x, new CoxNetOptions { Alpha = alpha, LambdaCount = 12, LambdaMinRatio = 0.1, StopEarly = false },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(path.NonzeroCounts[^1] > 50);
        foreach (var k in new[] { 1, 5, 11 })
            Check(x, data, path.At(k).ToDense(), path.Lambdas[k], alpha);
    }

    // Slopes of the Breslow likelihood, over the sum of the weights and the columns' standard deviations, from the residuals: weight of the
    // event less risk times the hazard until its time.
    private static void Check(DesignMatrix x, SurvivalData data, double[] beta, double lambda, double alpha)
    {
        var n = data.Count;
        var w = data.Weight.IsEmpty ? [.. Enumerable.Repeat(1.0, n)] : data.Weight.ToArray();
        var total = w.Sum();
        double[] risk =
            [.. Enumerable.Range(0, n).Select(i => w[i] * Math.Exp(Enumerable.Range(0, beta.Length).Sum(j => beta[j] * x[i, j])))];
        double[] steps = [.. Enumerable.Range(0, n).Select(i =>
            data.Event[i] ? w[i] / Enumerable.Range(0, n).Where(l => data.Time[l] >= data.Time[i]).Sum(l => risk[l]) : 0)];
        double[] residual = [.. Enumerable.Range(0, n).Select(i => (data.Event[i] ? w[i] : 0)
            - (risk[i] * Enumerable.Range(0, n).Where(l => data.Time[l] <= data.Time[i]).Sum(l => steps[l])))];
        for (var j = 0; j < beta.Length; j++)
        {
            var column = x.Column(j).ToArray();
            var mean = column.Select((v, i) => w[i] * v).Sum() / total;
            var deviation = Math.Sqrt(column.Select((v, i) => w[i] * (v - mean) * (v - mean)).Sum() / total);
            var slope = column.Select((v, i) => (v - mean) * residual[i]).Sum() / (total * deviation);
            var b = beta[j] * deviation;
            var violation = b != 0
                ? Math.Abs(slope - (lambda * alpha * Math.Sign(b)) - (lambda * (1 - alpha) * b))
                : Math.Max(0, Math.Abs(slope) - (lambda * alpha));
            Assert.True(violation <= 1e-12 * lambda, $"column {j}: {violation / lambda} of lambda");
        }
    }

    [Fact]
    public void Sums_of_sixteen_are_those_of_four_and_within_their_error()
    {
        var random = new Xoshiro256(7);
        for (var n = 1; n <= 530; n += n < 70 ? 1 : 23)
        {
            var x = Enumerable.Range(0, 4).Select(_ => Values(n)).ToArray();
            var y = Values(4 * n);
            var sums = new double[16];
            ColumnKernels.Dot16<float>(x[0], x[1], x[2], x[3], y, sums);
            for (var k = 0; k < 4; k++)
            {
                var four = ColumnKernels.Dot4(y.AsSpan(k * n, n), x[0], x[1], x[2], x[3]);
                Assert.Equal([four.A, four.B, four.C, four.D], sums[(4 * k)..((4 * k) + 4)]);
                for (var c = 0; c < 4; c++)
                {
                    double exact = 0, a = 0, b = 0;
                    for (var i = 0; i < n; i++)
                    {
                        double u = x[c][i], v = y[(k * n) + i];
                        (exact, a, b) = (exact + (u * v), a + (u * u), b + (v * v));
                    }
                    Assert.True(Math.Abs(sums[(4 * k) + c] - exact) <= ColumnKernels.SingleError(n) * Math.Sqrt(a * b));
                }
            }
        }
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    }

    /// <summary>No gradient is larger than the bound, nor the bound, with residuals on a line through known points, much larger than
    /// it.</summary>
    [Fact]
    public void A_gradient_is_within_its_bound()
    {
        const int Rows = 50, Columns = 30;
        var random = new Xoshiro256(3);
        double[] Vector(int n) => [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5)];
        var x = Enumerable.Range(0, Columns).Select(_ => Vector(Rows)).ToArray();
        double[] Gradient(double[] r) => [.. x.Select(c => -c.Zip(r, (u, v) => u * v).Sum())];
        var (start, direction, bend) = (Vector(Rows), Vector(Rows), Vector(Rows));
        double[] At(double t) => [.. start.Select((s, i) => s + (t * direction[i]) + (0.01 * t * t * bend[i]))];
        var bound = new GradientBound(Rows, Columns);
        for (var t = 0; t < 9; t++)
        {
            var here = At(t);
            if (t > 0)
            {
                bound.Look(here);
                var exact = Gradient(here);
                for (var j = 0; j < Columns; j++)
                {
                    var norm = Math.Sqrt(x[j].Sum(v => v * v));
                    Assert.True(bound.Reaches(j, norm, Math.Abs(exact[j])));
                    // Three points tell of a parabola all there is.
                    Assert.True(t < 3 || !bound.Reaches(j, norm, Math.Abs(exact[j]) + 1e-9));
                }
            }
            bound.Add(here, Gradient(here), 1e-14);
        }
    }
}
