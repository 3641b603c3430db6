using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>Tests of whole distributions: R's <c>ks.test</c> of two samples and <c>shapiro.test</c>.</summary>
public static class DistributionTests
{
    // R's.
    private const double MostExact = 10_000;
    private const int FewestNormal = 3;
    private const int MostNormal = 5000;

    /// <summary>
    /// The Kolmogorov-Smirnov test that two groups have the same distribution: the largest difference of their distribution functions.
    /// Exact, with ties or
    /// without, where the product of the numbers is below 10,000; else by Kolmogorov's limit.
    /// </summary>
    /// <param name="first">At least one finite value.</param>
    /// <param name="second">At least one finite value.</param>
    /// <param name="exact">Whether the p value is exact; <see langword="null"/> for R's rule.</param>
    /// <exception cref="ArgumentException">An empty group.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite.</exception>
    public static TestResult KolmogorovSmirnov(ReadOnlySpan<double> first, ReadOnlySpan<double> second, bool? exact = null)
    {
        if (first.IsEmpty || second.IsEmpty)
            throw new ArgumentException(
                $"There are {first.Length} and {second.Length} values; each group needs at least one.",
                nameof(second)
            );
        Correlation.CheckFinite(first, nameof(first));
        Correlation.CheckFinite(second, nameof(second));
        double[] x = [.. first], y = [.. second];
        Array.Sort(x);
        Array.Sort(y);
        // Where a step of both together ends: within ties the difference is not seen.
        var ends = new bool[x.Length + y.Length + 1];
        double largest = 0;
        for (int i = 0, j = 0; i < x.Length || j < y.Length;)
        {
            var at = i == x.Length ? y[j] : j == y.Length ? x[i] : Math.Min(x[i], y[j]);
            while (i < x.Length && x[i] == at)
                i++;
            while (j < y.Length && y[j] == at)
                j++;
            ends[i + j] = true;
            largest = Math.Max(largest, Math.Abs((i / (double)x.Length) - (j / (double)y.Length)));
        }
        var product = (double)x.Length * y.Length;
        var isExact = exact ?? product < MostExact;
        var p = isExact ? Reached(largest, x.Length, y.Length, ends) : Limit(largest * Math.Sqrt(product / (x.Length + y.Length)));
        return new TestResult(
            largest,
            null,
            Math.Clamp(p, 0, 1),
            isExact ? "Exact two-sample Kolmogorov-Smirnov test" : "Asymptotic two-sample Kolmogorov-Smirnov test"
        );
    }

    /// <summary>The Shapiro-Wilk test of normality (P. Royston, AS R94, Appl. Stat. 44, 1995, doi:10.2307/2986146).</summary>
    /// <param name="values">From 3 to 5000 finite values.</param>
    /// <exception cref="ArgumentException">Fewer or more values.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite, or all are equal.</exception>
    public static TestResult ShapiroWilk(ReadOnlySpan<double> values)
    {
        if (values.Length is < FewestNormal or > MostNormal)
            throw new ArgumentException(
                $"There are {values.Length} values; the test is for {FewestNormal} to {MostNormal}.",
                nameof(values)
            );
        Correlation.CheckFinite(values, nameof(values));
        var x = values.ToArray();
        Array.Sort(x);
        if (x[^1] == x[0])
            throw new InvalidSurvivalDataException("All values are equal, so their distribution cannot be tested.");
        var (n, weights) = (x.Length, Weights(x.Length));
        // Centred on the median and scaled by the range, so that large values keep their digits.
        var (middle, range) = (x[n / 2], x[^1] - x[0]);
        var mean = x.Sum(v => (v - middle) / range) / n;
        double weighted = 0, squares = 0, weightSquares = 0;
        for (var i = 0; i < n; i++)
        {
            var a = i < n / 2 ? -weights[i] : i >= n - (n / 2) ? weights[n - 1 - i] : 0;
            var d = ((x[i] - middle) / range) - mean;
            weighted += a * d;
            squares += d * d;
            weightSquares += a * a;
        }
        // 1 - W, without cancellation where W is close to 1.
        var root = Math.Sqrt(weightSquares * squares);
        var rest = (root - weighted) * (root + weighted) / (weightSquares * squares);
        return new TestResult(1 - rest, null, NormalP(rest, n), "Shapiro-Wilk normality test");
    }

    /// <summary>Royston's weights of the lower half, positive.</summary>
    private static double[] Weights(int n)
    {
        var half = n / 2;
        var a = new double[half];
        if (n == 3)
        {
            a[0] = Math.Sqrt(0.5);
            return a;
        }
        var m = new double[half];
        var sum = 0.0;
        for (var i = 0; i < half; i++)
        {
            m[i] = Tails.NormalQuantile((i + 1 - 0.375) / (n + 0.25));
            sum += 2 * m[i] * m[i];
        }
        var (root, u) = (Math.Sqrt(sum), 1 / Math.Sqrt(n));
        a[0] = Polynomial(u, 0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056) - (m[0] / root);
        if (n > 5)
        {
            a[1] = Polynomial(u, 0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633) - (m[1] / root);
            var scale = Math.Sqrt((sum - (2 * m[0] * m[0]) - (2 * m[1] * m[1])) / (1 - (2 * a[0] * a[0]) - (2 * a[1] * a[1])));
            for (var i = 2; i < half; i++)
                a[i] = -m[i] / scale;
        }
        else
        {
            var scale = Math.Sqrt((sum - (2 * m[0] * m[0])) / (1 - (2 * a[0] * a[0])));
            for (var i = 1; i < half; i++)
                a[i] = -m[i] / scale;
        }
        return a;
    }

    private static double NormalP(double rest, int n)
    {
        if (n == 3)
            return Math.Max(0, 6 / Math.PI * (Math.Asin(Math.Sqrt(1 - rest)) - Math.Asin(Math.Sqrt(0.75))));
        double y = Math.Log(rest), log = Math.Log(n), mean, deviation;
        if (n <= 11)
        {
            var bound = Polynomial(n, -2.273, 0.459);
            if (y >= bound)
                return 1e-99;
            y = -Math.Log(bound - y);
            mean = Polynomial(n, 0.544, -0.39978, 0.025054, -6.714e-4);
            deviation = Math.Exp(Polynomial(n, 1.3822, -0.77857, 0.062767, -0.0020322));
        }
        else
        {
            mean = Polynomial(log, -1.5861, -0.31082, -0.083751, 0.0038915);
            deviation = Math.Exp(Polynomial(log, -0.4803, -0.082676, 0.0030302));
        }
        return 0.5 * MathNet.Numerics.SpecialFunctions.Erfc((y - mean) / deviation / Math.Sqrt(2));
    }

    private static double Polynomial(double x, params ReadOnlySpan<double> coefficients)
    {
        var value = 0.0;
        for (var k = coefficients.Length - 1; k >= 0; k--)
            value = (value * x) + coefficients[k];
        return value;
    }

    /// <summary>The share of the orders of both groups in which the difference reaches one as large: lattice paths, by the chance to have
    /// touched the bound.</summary>
    private static double Reached(double largest, int m, int n, bool[] ends)
    {
        var bound = (0.5 + Math.Floor((largest * m * n) - 1e-7)) / ((double)m * n);
        var touched = new double[n + 1];
        for (var i = 0; i <= m; i++)
        {
            for (var j = 0; j <= n; j++)
            {
                if (ends[i + j] && Math.Abs((i / (double)m) - (j / (double)n)) > bound)
                    touched[j] = 1;
                else if (i + j > 0)
                    touched[j] = (((i > 0 ? i * touched[j] : 0) + (j > 0 ? j * touched[j - 1] : 0)) / (i + j));
            }
        }
        return touched[n];
    }

    /// <summary>P(sup of a Brownian bridge &gt; z), by the series that converges faster.</summary>
    private static double Limit(double z)
    {
        if (z <= 0)
            return 1;
        var sum = 0.0;
        if (z < 1)
        {
            for (var k = 1; k < 100; k += 2)
                sum += Math.Exp(-k * k * Math.PI * Math.PI / (8 * z * z));
            return 1 - (sum * Math.Sqrt(2 * Math.PI) / z);
        }
        for (var k = 1; k < 100; k++)
            sum += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * k * k * z * z);
        return sum;
    }
}
