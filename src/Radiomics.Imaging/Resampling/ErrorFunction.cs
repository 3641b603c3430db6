namespace Radiomics.Imaging.Resampling;

/// <summary>
/// The error function as ITK has it, erf(x) = P(1/2, x^2), to the same number of terms: a weighted mean of equal integers must be cut
/// off on the same side. P is the regularised incomplete gamma function by its series or continued fraction (Abramowitz and Stegun,
/// 6.5.29 and 6.5.31; the latter by W. J. Lentz's recurrence, 1976, doi:10.1364/AO.15.000668), until a term changes less than 3e-7.
/// </summary>
internal static class ErrorFunction
{
    private const double Shape = 0.5;
    private const double Change = 3e-7;
    private static readonly double LogGamma = Lanczos(Shape);

    public static double Of(double x) => x < 0 ? -Gamma(x * x) : Gamma(x * x);

    private static double Gamma(double x)
    {
        if (x <= 0)
            return 0;
        var factor = Math.Exp(-x + Shape * Math.Log(x) - LogGamma);
        return x < Shape + 1 ? Series(x) * factor : 1 - factor * Fraction(x);
    }

    private static double Series(double x)
    {
        double at = Shape, term = 1 / Shape, sum = 1 / Shape;
        do
        {
            at += 1;
            term *= x / at;
            sum += term;
        }
        while (Math.Abs(term) >= Math.Abs(sum) * Change);
        return sum;
    }

    private static double Fraction(double x)
    {
        var b = x + 1 - Shape;
        double c = 1e30, d = 1 / b, value = d;
        for (var i = 1; i <= 100; i++)
        {
            var a = i * (Shape - i);
            b += 2;
            d = 1 / (a * d + b);
            c = b + a / c;
            value *= d * c;
            if (Math.Abs(d * c - 1) < Change)
                break;
        }
        return value;
    }

    // C. Lanczos (1964, doi:10.1137/0701008), with V. T. Toth's six coefficients; to 3e-11.
    private static double Lanczos(double x)
    {
        var sum = 2.50662827563479526904;
        sum += 225.525584619175212544 / x;
        sum -= 268.295973841304927459 / (x + 1);
        sum += 80.9030806934622512966 / (x + 2);
        sum -= 5.00757863970517583837 / (x + 3);
        sum += 0.0114684895434781459556 / (x + 4);
        return Math.Log(sum) + (x - 0.5) * Math.Log(x + 4.65) - (x + 4.65);
    }
}
