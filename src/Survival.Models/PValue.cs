using System.Globalization;

namespace Survival.Models;

/// <summary>How p-values are printed, in one place for tables, reports and results, and how they are adjusted for their number.</summary>
public static partial class PValue
{
    // R's format.pval: what is smaller cannot be told from rounding.
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>A p-value as a journal prints it: three decimals, <c>&lt;0.001</c> below that.</summary>
    /// <param name="p">The p-value.</param>
    /// <param name="least">The smallest that is printed as a number, a power of ten; such as 0.0001 for <c>&lt;0.0001</c> (four decimals
    /// below 0.001).</param>
    /// <param name="notDefined">What stands for NaN.</param>
    public static string Format(double p, double least = 0.001, string notDefined = "")
    {
        if (double.IsNaN(p))
            return notDefined;
        if (p < least)
            return "<" + least.ToString("0.###############", CultureInfo.InvariantCulture);
        var decimals = p >= 0.001 ? 3 : (int)Math.Round(-Math.Log10(least));
        return p.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>A p-value as R prints it: a few significant digits, <c>&lt;2e-16</c> where it is smaller than rounding; <c>NA</c> for
    /// NaN.</summary>
    /// <param name="p">The p-value.</param>
    /// <param name="digits">The significant digits, 1 to 15.</param>
    public static string Significant(double p, int digits = 3)
    {
        if (double.IsNaN(p))
            return "NA";
        if (p < Epsilon)
            return "<2e-16";
        var format = p < 1e-4 ? "0." + new string('#', digits - 1) + "e-00" : "G" + digits.ToString(CultureInfo.InvariantCulture);
        return p.ToString(format, CultureInfo.InvariantCulture);
    }

    internal static string Equation(double p) => Significant(p) is ['<', .. var bound] ? "p < " + bound : "p = " + Significant(p);
}
