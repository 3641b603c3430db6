using System.Globalization;
using System.Text.RegularExpressions;

namespace Radiomics.Imaging.Formats;

/// <summary>Finds the data files that a detached header names.</summary>
internal static partial class DataFiles
{
    private const int MostFiles = 100_000;

    /// <summary>The path of a file named in a header: beside it, unless it is absolute.</summary>
    /// <exception cref="ImageFormatException">The name cannot be that of a file.</exception>
    public static string Resolve(string header, string name)
    {
        name = name.Trim();
        if (name.Length == 0 || name.Length > 4096 || name.Contains('\0', StringComparison.Ordinal))
            throw new ImageFormatException(header, "the name of its data file is empty or damaged.");
        return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(header)) ?? ".", name);
    }

    /// <summary>Numbered names: a printf pattern with one integer, then the first and last number and a step.</summary>
    /// <returns>The names; null where the text is not such a pattern.</returns>
    /// <exception cref="ImageFormatException">The range is damaged.</exception>
    public static IReadOnlyList<string>? Numbered(string header, string text)
    {
        var words = TextHeader.Words(text);
        if (words.Length < 3 || Pattern().Match(words[0]) is not { Success: true } match)
            return null;
        var first = TextHeader.Integer(header, "data file", words[1], int.MinValue, int.MaxValue);
        var last = TextHeader.Integer(header, "data file", words[2], int.MinValue, int.MaxValue);
        var step = words.Length > 3 ? TextHeader.Integer(header, "data file", words[3], int.MinValue, int.MaxValue) : 1;
        if (step == 0 || (last - first) / step < 0 || (last - first) / step >= MostFiles)
            throw new ImageFormatException(header, Invariant(
                $"its data files are numbered from {first} to {last} by {step}, which is not a range."
            ));
        var width = match.Groups["width"].Value is { Length: > 0 } digits
            ? Math.Min(20, int.Parse(digits, CultureInfo.InvariantCulture))
            : 0;
        var padding = match.Groups["zero"].Success ? '0' : ' ';
        var names = new List<string>();
        for (var i = first; step > 0 ? i <= last : i >= last; i += step)
        {
            names.Add(string.Concat(
                words[0].AsSpan(0, match.Index),
                i.ToString(CultureInfo.InvariantCulture).PadLeft(width, padding),
                words[0].AsSpan(match.Index + match.Length)));
        }
        return names;
    }

    [GeneratedRegex("%(?<zero>0)?(?<width>[0-9]{0,3})[diu]")]
    private static partial Regex Pattern();
}
