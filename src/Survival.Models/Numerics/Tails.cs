using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Survival.Models.Numerics;

/// <summary>Tail probabilities and quantiles of the distributions that tests use.</summary>
internal static class Tails
{
    // Beyond it the incomplete beta function loses digits to the logarithms of large gamma functions.
    private const double ManyDegrees = 1e4;

    /// <summary>P(|T| > |t|) of Student's t.</summary>
    public static double StudentTwoSided(double t, double df)
    {
        if (double.IsNaN(t) || double.IsInfinity(t))
            return double.IsNaN(t) ? double.NaN : 0;
        var square = t * t;
        if (df > ManyDegrees)
            return NormalTwoSided(NormalDeviate(square, df));
        // Near 0 the share that df has of df + t^2 is 1 but for its last digits.
        return square < 1 ? 1 - Beta(0.5, df / 2, square / (df + square)) : Beta(df / 2, 0.5, df / (df + square));
    }

    /// <summary>The normal deviate with the tail of t: G. W. Hill, Commun. ACM 13 (1970), doi:10.1145/355598.355599, whose error is of the
    /// order of df^-6.</summary>
    private static double NormalDeviate(double square, double df)
    {
        var a = df - 0.5;
        var b = 48 * a * a;
        var y = a * LogOnePlus(square / df);
        var series = (((((-0.4 * y) - 3.3) * y) - 24) * y) - 85.5;
        return ((((series / ((0.8 * y * y) + 100 + b)) + y + 3) / b) + 1) * Math.Sqrt(y);
    }

    // Kahan's: the quotient makes up for what 1 + x has lost of x.
    private static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>P(F > f).</summary>
    public static double FUpper(double f, double df1, double df2) =>
        double.IsNaN(f) ? double.NaN : f <= 0 ? 1 : double.IsPositiveInfinity(f) ? 0 : Beta(df2 / 2, df1 / 2, df2 / (df2 + (df1 * f)));

    /// <summary>P(|Z| > |z|).</summary>
    public static double NormalTwoSided(double z) => double.IsNaN(z) ? double.NaN : SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>The z with P(Z &lt; z) = p.</summary>
    public static double NormalQuantile(double p) => Normal.InvCDF(0, 1, p);

    /// <summary>P(χ² > x).</summary>
    public static double ChiSquareUpper(double x, int degreesOfFreedom) => Math.Exp(ChiSquareLogUpper(x, degreesOfFreedom));

    /// <summary>
    /// Its logarithm, to full relative precision however small: Q(a + 1, z) = Q(a, z) + z^a exp(-z) / Gamma(a + 1) (DLMF 8.8.6) from
    /// Q(1/2, z) = erfc(sqrt z) or Q(1, z) = exp(-z); every term is positive.
    /// </summary>
    public static double ChiSquareLogUpper(double x, int degreesOfFreedom)
    {
        if (double.IsNaN(x) || degreesOfFreedom < 1)
            return double.NaN;
        if (x <= 0)
            return 0;
        var z = x / 2;
        var odd = degreesOfFreedom % 2 == 1;
        var a = odd ? 0.5 : 1.0;
        var scaled = odd ? ScaledErfc(Math.Sqrt(z)) : 1;
        for (; a + 0.5 < degreesOfFreedom / 2.0; a++)
            scaled += Math.Exp(a * Math.Log(z) - SpecialFunctions.GammaLn(a + 1));
        return Math.Min(0, Math.Log(scaled) - z);
    }

    /// <summary>The f with P(F &lt;= f) = p.</summary>
    public static double FQuantile(double p, double df1, double df2) => Quantile(f => FUpper(f, df1, df2), 1 - p);

    /// <summary>The t with P(T &lt;= t) = p, for p above 1/2.</summary>
    public static double StudentQuantile(double p, double df) =>
        Math.Sqrt(Quantile(square => StudentTwoSided(Math.Sqrt(square), df), 1 - ((2 * p) - 1)));

    /// <summary>The positive number above which a tail is left.</summary>
    private static double Quantile(Func<double, double> upper, double tail)
    {
        // In its logarithm the tail is monotone and smooth: bracket, then bisect with secant steps.
        double low = -1, high = 1;
        double Miss(double log) => upper(Math.Exp(log)) - tail;
        while (Miss(low) < 0 && low > -700)
            low *= 2;
        while (Miss(high) > 0 && high < 700)
            high *= 2;
        return Math.Exp(RootFinder.Find(Miss, low, high));
    }

    private static double Beta(double a, double b, double x) => SpecialFunctions.BetaRegularized(a, b, x);

    // exp(t^2) erfc(t): directly while that is accurate, else by its continued fraction (DLMF 7.9.2), evaluated from far out.
    private static double ScaledErfc(double t)
    {
        if (t < 4)
            return SpecialFunctions.Erfc(t) * Math.Exp(t * t);
        var fraction = t;
        for (var k = 60; k >= 1; k--)
            fraction = t + k / 2.0 / fraction;
        return 1 / (fraction * Math.Sqrt(Math.PI));
    }
}
