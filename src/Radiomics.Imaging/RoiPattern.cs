using System.Text.RegularExpressions;
using Plain;

namespace Radiomics.Imaging;

/// <summary>
/// What a user writes to choose regions by name, the same for RTSTRUCT, SEG, <c>.seg.nrrd</c> and labels: a name that is there exactly,
/// letter
/// case counting, means that region; else it is a pattern for the whole name, letter case not counting, in which <c>*</c> stands for any
/// text,
/// <c>?</c> for any one character and <c>[</c> for itself; or, between slashes, a regular expression that must occur in the name:
/// <c>/^GTV[0-9]+$/</c>. Immutable.
/// </summary>
public sealed class RoiPattern
{
    private readonly Regex _regex;

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The name or pattern; spaces around it do not count.</param>
    /// <exception cref="ArgumentException">It is empty.</exception>
    /// <exception cref="RoiExpressionException">The regular expression is not one.</exception>
    public RoiPattern(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        Text = text.Trim();
        var isExpression = Text.Length > 2 && Text[0] == '/' && Text[^1] == '/';
        MayMatchSeveral = isExpression || Text.AsSpan().ContainsAny('*', '?');
        var expression = isExpression
            ? Text[1..^1]
            : $"^{Regex.Escape(Text).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal)}$";
        try
        {
            _regex = new Regex(expression, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is RegexParseException or NotSupportedException)
        {
            throw new RoiExpressionException($"'{text}' is not a regular expression that can be used: {e.Message}");
        }
    }

    /// <summary>What was written.</summary>
    public string Text { get; }

    /// <summary>Whether several regions may be meant: it has <c>*</c> or <c>?</c>, or is a regular expression.</summary>
    public bool MayMatchSeveral { get; }

    /// <summary>Whether a name fits the pattern, letter case not counting.</summary>
    /// <param name="name">The name.</param>
    public bool IsMatch(string name) => _regex.IsMatch(name.Trim());

    /// <summary>The names that are meant.</summary>
    /// <param name="names">The names there are.</param>
    /// <param name="source">The file, for messages.</param>
    /// <returns>The name that is there exactly, or all that fit the pattern, in their order; none where none does.</returns>
    /// <exception cref="AmbiguousRoiException">The text is a plain name, not there exactly, and several names differ from it in letter case
    /// only; the message lists them.</exception>
    public IReadOnlyList<string> Choose(IEnumerable<string> names, string source)
    {
        ArgumentNullException.ThrowIfNull(names);
        var all = names.ToList();
        if (all.FirstOrDefault(n => n.Trim() == Text) is { } exact)
            return [exact];
        var found = all.Where(IsMatch).Distinct(StringComparer.Ordinal).ToList();
        return found.Count <= 1 || MayMatchSeveral
            ? found
            : throw new AmbiguousRoiException(
                source, $"'{Text}' may be any of {PlainWords.List(found)}; write the one meant exactly as it stands there."
            );
    }
}
