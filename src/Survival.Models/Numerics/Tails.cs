using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Survival.Models.Numerics;

/// <summary>Tail probabilities and quantiles of the distributions that tests use.</summary>
internal static class Tails
{
    /// <summary>P(|T| > |t|) of Student's t.</summary>
    public static double StudentTwoSided(double t, double df) =>
        double.IsNaN(t) ? double.NaN : double.IsInfinity(t) ? 0 : Beta(df / 2, 0.5, df / (df + (t * t)));

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
    public static double FQuantile(double p, double df1, double df2)
    {
        // In log f the tail is monotone and smooth: bracket, then bisect with secant steps.
        double low = -1, high = 1;
        double Miss(double logF) => FUpper(Math.Exp(logF), df1, df2) - (1 - p);
        while (Miss(low) < 0 && low > -700)
            low *= 2;
        while (Miss(high) > 0 && high < 700)
            high *= 2;
        return Math.Exp(RootFinder.Find(Miss, low, high));
    }

    /// <summary>The t with P(T &lt;= t) = p, for p above 1/2.</summary>
    public static double StudentQuantile(double p, double df) => Math.Sqrt(FQuantile((2 * p) - 1, 1, df));

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
