namespace Suggestions;

/// <summary>Finds ids that a spreadsheet changed: zeros in front, a decimal point behind, capitals, spaces, punctuation.</summary>
internal static class NearIds
{
    /// <summary>What to say of ids of one table that would be in the other but for how they are written; nothing where there are
    /// none.</summary>
    /// <param name="here">Ids that only the one table has.</param>
    /// <param name="there">Ids that only the other has.</param>
    public static string? Advice(IEnumerable<string> here, IEnumerable<string> there)
    {
        var loose = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in there)
            loose.TryAdd(Loose(id), id);
        string[] near = [.. here.Where(h => Loose(h) is { Length: > 0 } text && loose.ContainsKey(text))];
        return near.Length == 0
            ? null
            : Invariant(
                $"{near.Length} of them would match but for zeros in front, '.0' behind, capitals, spaces or punctuation, such as "
            )
                + $"'{near[0]}' and '{loose[Loose(near[0])]}'; write the ids alike in both files (ids are compared as text, exactly).";
    }

    private static string Loose(string id)
    {
        var text = id.EndsWith(".0", StringComparison.Ordinal) ? id[..^2] : id;
        return new string([.. text.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]).TrimStart('0');
    }
}
