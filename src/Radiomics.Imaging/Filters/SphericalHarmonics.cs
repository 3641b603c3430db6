using System.Numerics;

namespace Radiomics.Imaging.Filters;

/// <summary>Spherical harmonics, orthonormal, with the phase (-1)^m of E. U. Condon and G. H. Shortley.</summary>
internal static class SphericalHarmonics
{
    /// <summary>Y of a degree n and an order m, from -n to n. Directions that mirror each other get values that differ in signs alone:
    /// no angle is taken, whose rounding would tell them apart.</summary>
    /// <param name="order">m.</param>
    /// <param name="degree">n.</param>
    /// <param name="azimuth">Cosine and sine of the azimuth.</param>
    /// <param name="polar">Cosine of the polar angle.</param>
    public static Complex Of(int order, int degree, Complex azimuth, double polar)
    {
        var m = Math.Abs(order);
        var factor = (2 * degree + 1) / (4 * Math.PI);
        for (var k = degree - m + 1; k <= degree + m; k++)
            factor /= k;
        var turned = Complex.One;
        for (var k = 0; k < m; k++)
            turned *= azimuth;
        var value = turned * (Math.Sqrt(factor) * Legendre(m, degree, polar));
        return order >= 0 ? value : (m % 2 == 0 ? 1 : -1) * Complex.Conjugate(value);
    }

    // The associated Legendre function by the recurrence in the degree (Abramowitz and Stegun, 8.5.3).
    private static double Legendre(int m, int degree, double x)
    {
        var start = 1d;
        var sine = Math.Sqrt((1 - x) * (1 + x));
        for (var k = 1; k <= m; k++)
            start *= -(2 * k - 1) * sine;
        double before = 0, value = start;
        for (var n = m + 1; n <= degree; n++)
            (before, value) = (value, ((2 * n - 1) * x * value - (n + m - 1) * before) / (n - m));
        return value;
    }
}
