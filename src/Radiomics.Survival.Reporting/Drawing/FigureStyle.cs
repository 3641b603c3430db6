namespace Radiomics.Reporting.Drawing;

/// <summary>How wide figures are and what colours their series have. Immutable.</summary>
/// <remarks>Text has the same size at any width (labels 6.6 points, titles 7.8 on paper), so panels stand below each other where they have
/// no room
/// beside each other.</remarks>
public sealed record FigureStyle
{
    /// <summary>Units of a drawing per mm on paper: 120 in an inch.</summary>
    internal const double UnitsPerMillimetre = 120 / 25.4;

    /// <summary>For the screen and the page of a report: 200 mm.</summary>
    public static FigureStyle Default { get; } = new();

    /// <summary>One column of a journal: 85 mm.</summary>
    public static FigureStyle OneColumn { get; } = new() { WidthMillimetres = 85 };

    /// <summary>Two columns of a journal: 175 mm.</summary>
    public static FigureStyle TwoColumns { get; } = new() { WidthMillimetres = 175 };

    /// <summary>The width that a figure has at most, in mm, from 40 to 1000. A figure that needs less is narrower; one that cannot be drawn
    /// as narrow
    /// is made smaller as a whole. The default is 200.</summary>
    public double WidthMillimetres { get; init; } = 200;

    /// <summary>The colours of series as <c>#rrggbb</c>, at least one; by default Okabe and Ito's, which people with colour-blindness tell
    /// apart.</summary>
    public IReadOnlyList<string> Palette { get; init; } = Drawing.Palette.Series;

    /// <summary>The width in units of a drawing.</summary>
    internal double Width => WidthMillimetres * UnitsPerMillimetre;

    // The numbers of a panel's series among those of all panels; none for their places in the panel.
    private IReadOnlyList<int>? Numbers { get; init; }

    /// <summary>The style of each panel, in which a series has one colour and kind of line in all of them, though some panels lack
    /// others. Where a panel has a name twice, each counts its own.</summary>
    internal FigureStyle[] OfPanels<T>(IEnumerable<IEnumerable<T>> panels)
    {
        T[][] series = [.. panels.Select(p => p.ToArray())];
        T[] all = [.. series.SelectMany(s => s).Distinct()];
        var isTwice = series.Any(s => s.Distinct().Count() < s.Length);
        return [.. series.Select(s => isTwice ? this : this with { Numbers = [.. s.Select(v => Array.IndexOf(all, v))] })];
    }

    internal string Colour(int series) => Palette[(Numbers?[series] ?? series) % Palette.Count];

    /// <summary>The kind of line of a series. It goes round beside the colours, so that neighbours are told apart in grey too, and a step
    /// further where both would begin anew.</summary>
    internal IReadOnlyList<double>? Dash(int series)
    {
        series = Numbers?[series] ?? series;
        var kinds = Drawing.Palette.Dashes;
        // The least common multiple of the colours and the four kinds.
        var both = Palette.Count * (Palette.Count % 4 == 0 ? 1 : Palette.Count % 2 == 0 ? 2 : 4);
        return kinds[(series + (series / both)) % kinds.Count];
    }

    /// <summary>Checks the style.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A width outside 40 to 1000 mm.</exception>
    /// <exception cref="ArgumentException">A colour that is not <c>#rrggbb</c>, or none.</exception>
    internal FigureStyle Checked()
    {
        if (!(WidthMillimetres is >= 40 and <= 1000))
            throw new ArgumentOutOfRangeException("style", WidthMillimetres, "WidthMillimetres is from 40 to 1000.");
        if (Palette is null || Palette.Count == 0 || !Palette.All(IsColour))
            throw new ArgumentException("Palette has colours such as #0072b2, at least one.", "style");
        return this;
    }

    private static bool IsColour(string? text) => text is ['#', .. { Length: 6 } digits] && digits.All(char.IsAsciiHexDigit);
}
