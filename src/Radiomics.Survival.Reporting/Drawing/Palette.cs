namespace Radiomics.Reporting.Drawing;

/// <summary>The colours of Okabe and Ito, which people with colour-blindness tell apart, and the greys of axes and text.</summary>
internal static class Palette
{
    public const string Ink = "#1b1b1b";
    public const string Grey = "#666666";
    public const string Faint = "#d9d9d9";
    public const string Blue = "#0072b2";
    public const string Orange = "#e69f00";
    public const string Green = "#009e73";
    public const string Vermilion = "#d55e00";
    public const string Sky = "#56b4e9";
    public const string Purple = "#cc79a7";

    /// <summary>For series, the darkest first; never only the colour tells series apart (see <see cref="Dashes"/>).</summary>
    public static IReadOnlyList<string> Series { get; } = [Blue, Vermilion, Green, Purple, Orange, Sky, "#000000"];

    public static IReadOnlyList<double[]?> Dashes { get; } = [null, [7, 3], [2, 2.5], [7, 3, 2, 3]];

    public static string Of(int index) => Series[index % Series.Count];

    /// <summary>How dense a confidence band is: of many groups together no denser than of four.</summary>
    public static double BandOpacity(int groups) => 0.16 * Math.Min(1, 4.0 / groups);

    /// <summary>A colour between two.</summary>
    public static string Mix(string from, string to, double share)
    {
        Span<int> rgb = stackalloc int[3];
        for (var k = 0; k < 3; k++)
        {
            var (a, b) = (Channel(from, k), Channel(to, k));
            rgb[k] = (int)Math.Round(a + ((b - a) * share));
        }
        return Invariant($"#{rgb[0]:x2}{rgb[1]:x2}{rgb[2]:x2}");
    }

    public static int Channel(string colour, int index) => Convert.ToInt32(colour.Substring(1 + (2 * index), 2), 16);
}
