using MathNet.Numerics;

namespace Survival.Models.NonParametric;

/// <summary>
/// The upper tail of the chi-square distribution with whole degrees of freedom, to full relative precision however small:
/// Q(a + 1, z) = Q(a, z) + z^a exp(-z) / Gamma(a + 1) (DLMF 8.8.6) from Q(1/2, z) = erfc(sqrt z) or Q(1, z) = exp(-z); every term is positive.
/// </summary>
internal static class ChiSquareTail
{
    public static double Log(double x, int degreesOfFreedom)
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
