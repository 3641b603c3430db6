using System.Numerics;

namespace Survival.Models.Statistics;

/// <summary>
/// Tails of whole-number statistics whose generating function is a product of (1 - q^a) b / ((1 - q^b) a): the Mann-Whitney statistic (a =
/// n2 + i, b = i)
/// and the number of inversions (a = i, b = 1). The inversion integral is taken along the line through the saddle point (Daniels 1987,
/// doi:10.2307/1403269, for where to cut), by the trapezoid rule, which converges geometrically; some hundred nodes give the tail to twelve
/// digits,
/// however small it is and however many values the statistic takes.
/// </summary>
internal sealed class LatticeTail(IReadOnlyList<(int Over, int Under)> factors)
{
    /// <summary>P(X &lt;= x) for x below the mean.</summary>
    public double Lower(double x)
    {
        double mean = 0, variance = 0;
        foreach (var (a, b) in factors)
        {
            mean += (a - b) / 2.0;
            variance += (((double)a * a) - ((double)b * b)) / 12;
        }
        var deviation = Math.Sqrt(variance);
        // The saddle point of the lower tail is negative; near the mean the pole at 0 keeps the line a deviation's inverse away.
        var theta = Math.Min(Saddle(x, -1 / deviation), -1 / deviation);
        var spread = Math.Sqrt(Curvature(theta));
        // Periods must not overlap: the next copy of the distribution function is damped by exp(theta * period).
        var period = Math.Max(Math.Max(40 / -theta, 24 * spread), 32);
        var half = (long)Math.Ceiling(period / 2);
        var step = Math.PI / half;
        var (centre, sum) = (LogMoment(theta, 0).Real - (theta * x), 0.0);
        for (long k = 0; k <= half; k++)
        {
            var s = new Complex(theta, k * step);
            var term = Complex.Exp(LogMoment(theta, k * step) - (s * x) - centre) / OneLessExp(theta, k * step);
            sum += (k == 0 || k == half ? 0.5 : 1) * term.Real;
            if (k * step * spread > 5 && Complex.Abs(term) < 1e-19 * Math.Abs(sum))
                break;
        }
        return Math.Exp(centre) * sum / half;
    }

    private double Saddle(double x, double near)
    {
        // The mean of the tilted distribution grows with theta.
        double high = 0, low = near;
        while (Mean(low) > x && low > -1e3)
            low *= 2;
        for (var k = 0; k < 60; k++)
        {
            var middle = (low + high) / 2;
            if (Mean(middle) > x)
                high = middle;
            else
                low = middle;
        }
        return (low + high) / 2;
    }

    private double Mean(double theta) => factors.Sum(f => Slope(f.Over, theta) - Slope(f.Under, theta));

    private double Curvature(double theta) => Math.Max(factors.Sum(f => Bend(f.Over, theta) - Bend(f.Under, theta)), 1e-2);

    // d/dtheta of log((exp(a theta) - 1) / a).
    private static double Slope(double a, double theta) => -a / double.ExpM1(-a * theta);

    // Its derivative, a^2 / (4 sinh^2(a theta / 2)) with the minus sign.
    private static double Bend(double a, double theta)
    {
        var half = a * Math.Abs(theta) / 2;
        return half > 300 ? 0 : -(a * a) / (4 * Math.Sinh(half) * Math.Sinh(half));
    }

    private Complex LogMoment(double real, double imaginary)
    {
        var sum = Complex.Zero;
        foreach (var (a, b) in factors)
            sum += Complex.Log(OneLessExp(a * real, a * imaginary) * b / (OneLessExp(b * real, b * imaginary) * a));
        return sum;
    }

    /// <summary>1 - exp(z), also where z is small.</summary>
    private static Complex OneLessExp(double real, double imaginary)
    {
        var half = Math.Sin(imaginary / 2);
        return -new Complex((double.ExpM1(real) * Math.Cos(imaginary)) - (2 * half * half), Math.Exp(real) * Math.Sin(imaginary));
    }
}
