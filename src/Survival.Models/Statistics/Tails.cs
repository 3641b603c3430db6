using MathNet.Numerics;

namespace Survival.Models.Statistics;

/// <summary>Tail probabilities and quantiles of the distributions that tests use.</summary>
internal static class Tails
{
    /// <summary>P(|T| > |t|) of Student's t.</summary>
    public static double StudentTwoSided(double t, double df) =>
        double.IsNaN(t) ? double.NaN : double.IsInfinity(t) ? 0 : Beta(df / 2, 0.5, df / (df + (t * t)));

    /// <summary>P(F > f).</summary>
    public static double FUpper(double f, double df1, double df2) =>
        double.IsNaN(f) ? double.NaN : f <= 0 ? 1 : double.IsPositiveInfinity(f) ? 0 : Beta(df2 / 2, df1 / 2, df2 / (df2 + (df1 * f)));

    /// <summary>P(χ² > x).</summary>
    public static double ChiSquareUpper(double x, double df) =>
        double.IsNaN(x) ? double.NaN : x <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(df / 2, x / 2);

    /// <summary>P(|Z| > |z|).</summary>
    public static double NormalTwoSided(double z) => Discrimination.NormalDistribution.TwoSided(z);

    /// <summary>The f with P(F &lt;= f) = p.</summary>
    public static double FQuantile(double p, double df1, double df2)
    {
        // In log f the tail is monotone and smooth: bracket, then bisect with secant steps.
        double low = -1, high = 1;
        double Miss(double logF) => FUpper(Math.Exp(logF), df1, df2) - (1 - p);
        while (Miss(low) < 0 && low > -700)
            low *= 2;
        while (Miss(high) > 0 && high < 700)
            high *= 2;
        return Math.Exp(Root(Miss, low, high));
    }

    /// <summary>The t with P(T &lt;= t) = p, for p above 1/2.</summary>
    public static double StudentQuantile(double p, double df) => Math.Sqrt(FQuantile((2 * p) - 1, 1, df));

    /// <summary>A root of a function with a change of sign, to rounding (Brent's method).</summary>
    public static double Root(Func<double, double> f, double low, double high)
    {
        var (a, b, fa, fb) = (low, high, f(low), f(high));
        var (c, fc, step, before) = (a, fa, b - a, b - a);
        for (var k = 0; k < 300 && fb != 0; k++)
        {
            if (fb * fc > 0)
                (c, fc, step, before) = (a, fa, b - a, b - a);
            if (Math.Abs(fc) < Math.Abs(fb))
                (a, b, c, fa, fb, fc) = (b, c, b, fb, fc, fb);
            var tolerance = 2 * Math.Pow(2, -52) * Math.Abs(b);
            var half = (c - b) / 2;
            if (Math.Abs(half) <= tolerance)
                break;
            if (Math.Abs(before) >= tolerance && Math.Abs(fa) > Math.Abs(fb))
            {
                var s = fb / fa;
                double p, q;
                if (a == c)
                    (p, q) = (2 * half * s, 1 - s);
                else
                {
                    var (qq, r) = (fa / fc, fb / fc);
                    p = s * ((2 * half * qq * (qq - r)) - ((b - a) * (r - 1)));
                    q = (qq - 1) * (r - 1) * (s - 1);
                }
                (p, q) = p > 0 ? (p, -q) : (-p, q);
                (before, step) = 2 * p < Math.Min((3 * half * q) - Math.Abs(tolerance * q), Math.Abs(before * q)) ? (step, p / q) : (half, half);
            }
            else
            {
                (step, before) = (half, half);
            }
            (a, fa) = (b, fb);
            b += Math.Abs(step) > tolerance ? step : Math.CopySign(tolerance, half);
            fb = f(b);
        }
        return b;
    }

    private static double Beta(double a, double b, double x) => SpecialFunctions.BetaRegularized(a, b, x);
}
