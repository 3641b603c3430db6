using System.Globalization;

namespace Radiomics.Reporting.Drawing;

/// <summary>How numbers read in figures, tables and the report.</summary>
internal static class NumberText
{
    /// <summary>What stands where there is no number.</summary>
    public const string None = "n/a";

    public static string Fixed(double value, int digits) =>
        double.IsFinite(value)
            ? (Math.Round(value, digits, MidpointRounding.AwayFromZero) + 0.0).ToString("F" + digits, CultureInfo.InvariantCulture)
        : double.IsNaN(value) ? None
        : value > 0 ? "inf"
        : "-inf";

    /// <summary>A value with significant digits, without needless zeros.</summary>
    public static string Short(double value, int digits = 4) =>
        double.IsNaN(value) ? None : value.ToString("G" + digits, CultureInfo.InvariantCulture);

    /// <summary>The shortest text that reads back to the same number, for CSV.</summary>
    public static string Exact(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A p value as papers print it: <c>0.033</c>, <c>&lt;0.0001</c>.</summary>
    public static string P(double p) => double.IsNaN(p) ? None : p < 0.0001 ? "<0.0001" : p < 0.001 ? Fixed(p, 4) : Fixed(p, 3);

    /// <summary>The same after the letter.</summary>
    public static string PEquals(double p) => P(p) is ['<', .. var bound] ? "p < " + bound : "p = " + P(p);

    public static string Interval(double lower, double upper, int digits)
    {
        var (a, b) = (Fixed(lower, digits), Fixed(upper, digits));
        return lower < 0 || a == None ? $"{a} to {b}" : $"{a}-{b}";
    }

    /// <summary>An estimate with its interval: <c>0.72 (0.66-0.78)</c>.</summary>
    public static string WithInterval(double value, double lower, double upper, int digits) =>
        double.IsNaN(value) ? None : $"{Fixed(value, digits)} ({Interval(lower, upper, digits)})";

    /// <summary>A number with its unit, or without where there is none.</summary>
    public static string WithUnit(string number, string unit) => unit.Length == 0 ? number : $"{number} {unit}";

    /// <summary>A time with its unit.</summary>
    public static string Time(double time, string unit) => WithUnit(Short(time), unit);

    public static string Percent(double share, int digits = 0) => Fixed(100 * share, digits) + "%";
}
