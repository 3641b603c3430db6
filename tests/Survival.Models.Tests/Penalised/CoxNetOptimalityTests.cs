#pragma warning disable xUnit1051 // quick calls
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Survival.Models.Penalised;
using Survival.Models.Resampling;

namespace Survival.Models.Tests.Penalised;

/// <summary>The optimality conditions at every lambda, from the definition in O(n^2), and properties that hold whatever the data.</summary>
public class CoxNetOptimalityTests
{
    [Theory]
    [InlineData(1, 40, 8, 1.0, false)]
    [InlineData(2, 30, 60, 1.0, false)]
    [InlineData(3, 30, 60, 0.5, true)]
    [InlineData(4, 50, 10, 0.0, false)]
    [InlineData(5, 25, 70, 0.0, true)]
    [InlineData(6, 40, 20, 0.9, true)]
    public void Conditions_hold_at_every_lambda(int seed, int n, int p, double alpha, bool weights)
    {
        var (x, data) = PenalisedCohort.Random(seed, n, p, weights);
        var path = CoxNet.Fit(data, x, new CoxNetOptions { Alpha = alpha, LambdaCount = 30, LambdaMinRatio = 0.02, StopEarly = false });
        Assert.Equal(30, path.Count);
        for (var k = 0; k < path.Count; k++)
        {
            var beta = path.At(k).ToDense();
            var (gradient, deviation) = Gradient(x, data, beta);
            var lambda = path.Lambdas[k];
            for (var j = 0; j < p; j++)
            {
                var slope = gradient[j] / deviation[j];
                var b = beta[j] * deviation[j];
                var residual = b != 0
                    ? Math.Abs(slope - (lambda * alpha * Math.Sign(b)) - (lambda * (1 - alpha) * b))
                    : Math.Max(0, Math.Abs(slope) - (lambda * alpha));
                Assert.True(residual <= 1e-12 * Math.Max(1, lambda), $"lambda {k}, column {j}: {residual}");
            }
        }
    }

    /// <summary>The gradient of the objective against central differences of the log-likelihood it reports, through the offset.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Residuals_and_curvature_agree_with_differences(bool efron)
    {
        var data = PenalisedCohort.Data(PenalisedCohort.Weight, PenalisedCohort.Entry, PenalisedCohort.Stratum);
        var objective = PathData.Of(data, null).Likelihood(efron);
        var eta = PenalisedCohort.Offset.Select(o => 3 * o).ToArray();
        const double h = 1e-5;
        objective.Evaluate(eta);
        var residual = (double[])objective.Residual.Clone();
        var curvature = objective.NewCurvature();
        curvature.Take();
        var direction = Enumerable.Range(0, eta.Length).Select(i => Math.Cos(i)).ToArray();
        var product = new double[eta.Length];
        curvature.Multiply(direction, product);
        double[] Shift(double[] d, double s) => [.. eta.Select((e, i) => e + (s * d[i]))];
        for (var i = 0; i < eta.Length; i++)
        {
            var unit = new double[eta.Length];
            unit[i] = 1;
            var slope = (objective.Evaluate(Shift(unit, h)) - objective.Evaluate(Shift(unit, -h))) / (2 * h);
            Assert.Equal(slope, residual[i], 5e-10);
        }
        objective.Evaluate(Shift(direction, h));
        var up = (double[])objective.Residual.Clone();
        objective.Evaluate(Shift(direction, -h));
        for (var i = 0; i < eta.Length; i++)
            Assert.Equal(-(up[i] - objective.Residual[i]) / (2 * h), product[i], 5e-10);
    }

    [Fact]
    public void Row_order_time_scale_column_scale_and_sign_do_not_matter() =>
        Prop.ForAll(
                Gen.Choose(0, 10_000).ToArbitrary(),
                seed =>
                {
                    var (x, data) = PenalisedCohort.Random(seed);
                    var lambdas = new[] { 0.2, 0.08, 0.02 };
                    var options = new CoxNetOptions { Lambdas = lambdas, Alpha = seed % 3 == 0 ? 0.5 : 1 };
                    var fit = CoxNet.Fit(data, x, options);
                    var order = Resample.Permutation(data.Count, new Xoshiro256((ulong)seed));
                    var permuted = CoxNet.Fit(
                        SurvivalData.Create([.. order.Select(i => 3 * data.Time[i])], [.. order.Select(i => data.Event[i])]),
                        DesignMatrix.FromColumns([.. x.ColumnNames.Select((n, j) => (n, order.Select(i => x[i, j]).ToArray()))]),
                        options
                    );
                    var scaled = CoxNet.Fit(
                        data,
                        DesignMatrix.FromColumns([
                            .. x.ColumnNames.Select(
                                (n, j) => (n, x.Column(j).ToArray().Select(v => j == 0 ? (-1000 * v) + 7 : v).ToArray())
                            ),
                        ]),
                        options
                    );
                    return Enumerable
                        .Range(0, 3)
                        .All(k =>
                        {
                            var (a, b, c) = (fit.At(k).ToDense(), permuted.At(k).ToDense(), scaled.At(k).ToDense());
                            c[0] *= -1000;
                            return Close(a, b) && Close(a, c);
                        });
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Integer_weights_are_repeated_rows() => Prop.ForAll(
        Gen.Choose(0, 10_000).ToArbitrary(),
        seed =>
        {
            var (x, data) = PenalisedCohort.Random(seed, weights: true);
            var rows = Enumerable.Range(0, data.Count).SelectMany(i => Enumerable.Repeat(i, (int)data.Weight[i])).ToArray();
            var options = new CoxNetOptions { Lambdas = [0.2, 0.05] };
            var weighted = CoxNet.Fit(data, x, options);
            var repeated = CoxNet.Fit(
                SurvivalData.Create([.. rows.Select(i => data.Time[i])], [.. rows.Select(i => data.Event[i])]),
                DesignMatrix.FromColumns([.. x.ColumnNames.Select((n, j) => (n, rows.Select(i => x[i, j]).ToArray()))]),
                options);
            return Close(weighted.At(0).ToDense(), repeated.At(0).ToDense()) && Close(weighted.At(1).ToDense(), repeated.At(1).ToDense());
        }).QuickCheckThrowOnFailure();

    /// <summary>Sums in lanes of 512 bits, whatever the hardware: here each is added up by itself.</summary>
    [Fact]
    public void Sums_are_the_same_with_and_without_vectors()
    {
        var random = new Xoshiro256(5);
        var (a, b) = (new double[300], new double[300]);
        for (var i = 0; i < a.Length; i++)
            (a[i], b[i]) = (random.NextDouble() - 0.5, random.NextDouble() - 0.5);
        var (single, other) = (Array.ConvertAll(a, v => (float)v), Array.ConvertAll(b, v => (float)v));
        for (var length = 0; length <= 257; length++)
        {
            Check<double>(a.AsSpan(length % 7, length), b.AsSpan(length % 5, length), 8);
            Check<float>(single.AsSpan(length % 7, length), other.AsSpan(length % 5, length), 16);
        }
        Assert.True(double.IsNaN(ColumnKernels.Dot([1, double.NaN], [1, 1])));

        static void Check<T>(ReadOnlySpan<T> u, ReadOnlySpan<T> v, int count)
            where T : unmanaged, INumber<T>
        {
            var (lanes, tail, whole) = (new T[count], T.Zero, u.Length / count * count);
            for (var i = 0; i < whole; i++)
                lanes[i % count] += u[i] * v[i];
            for (var i = whole; i < u.Length; i++)
                tail += u[i] * v[i];
            for (var half = count / 2; half >= 4; half /= 2)
            {
                for (var k = 0; k < half; k++)
                    lanes[k] += lanes[k + half];
            }
            var sum = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + tail;
            Assert.Equal(sum, ColumnKernels.Dot(u, v));
            var (first, _, _, last) = ColumnKernels.Dot4(u, v, u, u, v);
            Assert.Equal((sum, sum), (first, last));
        }
    }

    private static bool Close(double[] a, double[] b) => a.Zip(b).All(t => Math.Abs(t.First - t.Second) <= 1e-9);

    /// <summary>The derivatives of the Breslow log-likelihood over the sum of the weights, and the columns' weighted deviations.</summary>
    private static (double[] Gradient, double[] Deviation) Gradient(DesignMatrix x, SurvivalData data, double[] beta)
    {
        var (n, p) = (x.RowCount, x.ColumnCount);
        var w = data.Weight.IsEmpty ? Enumerable.Repeat(1.0, n).ToArray() : data.Weight.ToArray();
        var total = w.Sum();
        var risk = Enumerable.Range(0, n).Select(i => w[i] * Math.Exp(Enumerable.Range(0, p).Sum(j => beta[j] * x[i, j]))).ToArray();
        var (gradient, deviation) = (new double[p], new double[p]);
        for (var j = 0; j < p; j++)
        {
            var column = x.Column(j).ToArray();
            var mean = column.Select((v, i) => w[i] * v).Sum() / total;
            deviation[j] = Math.Sqrt(column.Select((v, i) => w[i] * (v - mean) * (v - mean)).Sum() / total);
            for (var i = 0; i < n; i++)
            {
                if (!data.Event[i])
                    continue;
                double sum = 0, weighted = 0;
                for (var l = 0; l < n; l++)
                {
                    if (data.Time[l] >= data.Time[i])
                        (sum, weighted) = (sum + risk[l], weighted + (risk[l] * (column[l] - mean)));
                }
                gradient[j] += w[i] / total * (column[i] - mean - (weighted / sum));
            }
        }
        return (gradient, deviation);
    }
}
