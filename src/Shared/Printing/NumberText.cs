using System.Globalization;

namespace Printing;

/// <summary>How numbers read in figures, tables and the report.</summary>
internal static class NumberText
{
    /// <summary>What stands where there is no number.</summary>
    public const string None = "n/a";

    public static string Fixed(double value, int digits) =>
        double.IsFinite(value)
            ? (Math.Round(value, digits, MidpointRounding.AwayFromZero) + 0.0)
                .ToString(Invariant($"F{digits}"), CultureInfo.InvariantCulture)
        : double.IsNaN(value) ? None
        : value > 0 ? "inf"
        : "-inf";

    /// <summary>A value with significant digits, without needless zeros; all digits before the point are kept.</summary>
    public static string Short(double value, int digits = 4) =>
        double.IsNaN(value) ? None
        : Math.Abs(value) >= Math.Pow(10, digits) ? Plain(Math.Round(value, MidpointRounding.AwayFromZero))
        : Plain(double.Parse(value.ToString(Invariant($"G{digits}"), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>The number itself, as it is printed: 30000 and 0.00006 and not in powers of ten, but for what has more zeros than can
    /// be read.</summary>
    public static string Plain(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) && Math.Abs(value) is >= 1e-10 and < 1e20
            ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : text;
    }

    /// <summary>The shortest text that reads back to the same number, for CSV.</summary>
    public static string Exact(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A number of patients, or a weight of them, which may have a decimal: never in powers of ten.</summary>
    public static string Patients(double count) => Fixed(count, count == Math.Floor(count) ? 0 : 1);

    /// <summary>A p value as papers print it: <c>0.033</c>, <c>&lt;0.001</c>.</summary>
    public static string P(double p) => double.IsNaN(p) ? None : p < 0.001 ? "<0.001" : p > 0.999 ? ">0.999" : Fixed(p, 3);

    /// <summary>The same after the letter.</summary>
    public static string PEquals(double p) => P(p) is ['<' or '>', .. var bound] ? $"p {P(p)[0]} {bound}" : "p = " + P(p);

    /// <summary>The ends of an interval: <c>0.66 to 0.78</c>, so that no sign is taken for a dash.</summary>
    public static string Interval(double lower, double upper, int digits) => $"{Fixed(lower, digits)} to {Fixed(upper, digits)}";

    /// <summary>An estimate with its interval: <c>0.72 (0.66 to 0.78)</c>; alone where it has none.</summary>
    public static string WithInterval(double value, double lower, double upper, int digits) =>
        double.IsNaN(value) ? None
        : double.IsNaN(lower) && double.IsNaN(upper) ? Fixed(value, digits)
        : $"{Fixed(value, digits)} ({Interval(lower, upper, digits)})";

    /// <summary>The same of what lies between 0 and 1 by its nature: limits beyond, which normal intervals may have, end there. An
    /// interval of no width, as at 0 or 1 where every patient is alike, is none: the formula has no error there.</summary>
    public static string Share(double value, double lower, double upper, int digits) =>
        lower == upper ? Fixed(value, digits) : WithInterval(value, Math.Max(0, lower), Math.Min(1, upper), digits);

    /// <summary>A ratio with its interval: limits beyond 100,000, which tell of no limit, are cut there, and what is above 0 and would
    /// be rounded to it is told as below the last decimal: <c>0.014 (&lt;0.001 to 0.090)</c>. Near 1, where a unit of the variable is
    /// little, there are up to six decimals, so that the limits are told from the ratio: <c>1.001 (0.999 to 1.003)</c>.</summary>
    public static string Ratio(double value, double lower, double upper, int digits)
    {
        if (double.IsNaN(value))
            return None;
        if (lower is > 0.5 and < 2 && upper is > 0.5 and < 2)
        {
            bool Alike(double limit) => Fixed(value, digits) == Fixed(limit, digits);
            while (digits < 6 && lower < upper && (Alike(lower) || Alike(upper)))
                digits++;
        }
        return $"{Ratio(value, digits)} ({Ratio(lower, digits)} to {Ratio(upper, digits)})";
    }

    /// <summary>How many decimals a column of ratios has: two, or three where the least ratio has fewer than two digits by them, or
    /// four where it has none.</summary>
    public static int RatioDigits(IEnumerable<double> ratios)
    {
        var least = ratios.Where(r => double.IsFinite(r) && r > 0).DefaultIfEmpty(1).Min();
        var size = -(int)Math.Floor(Math.Log10(least));
        return Math.Clamp(Math.Max(size, Math.Min(3, size + 1)), 2, 4);
    }

    /// <summary>How many decimals a column of measurements has, so that the median of their sizes has three or four digits.</summary>
    public static int Digits(IEnumerable<double> values)
    {
        double[] sizes = [.. values.Where(v => double.IsFinite(v) && v != 0).Select(Math.Abs).Order()];
        return sizes.Length == 0 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(sizes[sizes.Length / 2])), 0, 13);
    }

    /// <summary>How many decimals the medians and quartiles of measurements have: those of the measurements, which their least and
    /// largest tell, but no more than give the middle one three digits. Of whole numbers below 10 that lie between two, one.</summary>
    public static int MeasuredDigits(
        IEnumerable<(double Minimum, double LowerQuartile, double Median, double UpperQuartile, double Maximum)> groups)
    {
        var all = groups.ToList();
        double[] quartiles = [.. all.SelectMany(g => new[] { g.LowerQuartile, g.Median, g.UpperQuartile }).Where(double.IsFinite)];
        var most = Digits(quartiles);
        var measured = all.SelectMany(g => new[] { g.Minimum, g.Maximum }).Where(double.IsFinite).Select(Decimals).DefaultIfEmpty(0).Max();
        return measured > 0 ? Math.Min(most, measured)
            // A quartile of whole numbers lies at a quarter between two of them.
            : quartiles.Any(q => 4 * q != Math.Floor(4 * q)) ? Math.Min(most, 1)
            : quartiles.Any(q => q != Math.Floor(q)) ? Math.Clamp(most - 1, 0, 1)
            : 0;

        static int Decimals(double value) => Plain(value) is var text && text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point
            ? text.Length - point - 1 : 0;
    }

    /// <summary>How many decimals medians have: one, or where the least is below 0.1 as many as give it two digits.</summary>
    public static int TimeDigits(IEnumerable<double> times)
    {
        var least = times.Where(t => double.IsFinite(t) && t > 0).DefaultIfEmpty(1).Min();
        return least >= 0.1 ? 1 : Math.Min(12, 1 - (int)Math.Floor(Math.Log10(least)));
    }

    private static string Ratio(double value, int digits) =>
        value is > 1e5 and < double.PositiveInfinity ? ">100000"
        : value > 0 && Math.Round(value, digits, MidpointRounding.AwayFromZero) == 0 ? "<" + Fixed(Math.Pow(10, -digits), digits)
        : Fixed(value, digits);

    /// <summary>A number with its unit, or without where there is none.</summary>
    public static string WithUnit(string number, string unit) => unit.Length == 0 ? number : $"{number} {unit}";

    /// <summary>A time with its unit: <c>12 months</c>, <c>1 year</c>.</summary>
    public static string Time(double time, string unit) => WithUnit(Plain(time), Unit(time, unit));

    /// <summary>A unit, given in the plural, as it stands after a number.</summary>
    public static string Unit(double number, string unit) =>
        number == 1 && unit.Length > 2 && unit[^1] == 's' && unit[^2] != 's' ? unit[..^1] : unit;

    public static string Percent(double share, int digits = 0) => Fixed(100 * share, digits) + "%";
}
