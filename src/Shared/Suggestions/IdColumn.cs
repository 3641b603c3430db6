namespace Suggestions;

/// <summary>The column of ids, whose letter case counts only where two columns differ by nothing else: the same rule in every
/// command.</summary>
internal static class IdColumn
{
    /// <summary>The column that is meant by a name: that of the very name, else the only one that differs from it by letter case alone;
    /// the name itself where there is none, so that the refusal shows what was asked for.</summary>
    public static string In(IEnumerable<string> columns, string name)
    {
        string[] near = [.. columns.Where(c => string.Equals(c, name, StringComparison.OrdinalIgnoreCase))];
        return near is [var only] && !near.Contains(name) ? only : name;
    }
}
