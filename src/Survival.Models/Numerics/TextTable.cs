using System.Globalization;
using System.Text;

namespace Survival.Models.Numerics;

/// <summary>A table of text with columns aligned as R prints them: the first to the left, the others to the right.</summary>
internal sealed class TextTable(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public TextTable Row(params string[] cells)
    {
        _rows.Add(cells);
        return this;
    }

    /// <summary>A number to some significant digits; NA for NaN.</summary>
    public static string Number(double value, int digits = 4)
    {
        if (double.IsNaN(value))
            return "NA";
        if (value == 0 || double.IsInfinity(value))
            return value == 0 ? "0" : value > 0 ? "Inf" : "-Inf";
        var size = Math.Abs(value);
        if (size is >= 1e-4 and < 1e15)
        {
            var decimals = Math.Max(0, digits - 1 - (int)Math.Floor(Math.Log10(size)));
            return Math.Round(value, Math.Min(15, decimals))
                .ToString("F" + Math.Min(15, decimals).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        }
        return value.ToString("0." + new string('#', digits - 1) + "e+00", CultureInfo.InvariantCulture);
    }

    /// <summary>A number with fixed decimals; NA for NaN.</summary>
    public static string Fixed(double value, int decimals) =>
        double.IsNaN(value) ? "NA" : value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A count that may be a sum of weights.</summary>
    public static string Count(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    public override string ToString()
    {
        var width = columns.Select((c, j) => Math.Max(c.Length, _rows.Count == 0 ? 0 : _rows.Max(r => r[j].Length))).ToArray();
        var text = new StringBuilder();
        foreach (var row in (IEnumerable<string[]>)[columns, .. _rows])
        {
            var line = new StringBuilder(row[0].PadRight(width[0]));
            for (var j = 1; j < width.Length; j++)
                line.Append("  ").Append(row[j].PadLeft(width[j]));
            text.Append(line.ToString().TrimEnd()).Append('\n');
        }
        return text.ToString();
    }
}
