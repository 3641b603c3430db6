using Plain;

namespace Radiomics.Reporting;

internal static class Html
{
    /// <summary>Text for HTML; letters beyond ASCII stay as they are.</summary>
    public static string Text(string text) => WithoutControls(text)
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);

    // Several lines may stand in a text of a page; nothing else that acts may.
    private static string WithoutControls(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(PlainWords.WithoutControls));
}
