namespace Suggestions;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Nearest
{
    /// <summary>" Did you mean 'x'?" for the nearest candidate, or nothing where none is near.</summary>
    public static string Suggest(string name, IEnumerable<string> candidates) =>
        Find(name, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    /// <summary>The candidate with the smallest edit distance (letter case aside; two letters that changed places are one edit), unless
    /// more than half of the name would change.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        var least = name.Length / 2 + 1;
        foreach (var candidate in candidates)
        {
            var distance = Distance(name, candidate);
            if (distance < least)
                (best, least) = (candidate, distance);
        }
        return best;
    }

    /// <summary>The restricted distance of Damerau and Levenshtein, letter case aside.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > 256 || b.Length > 256)
            return int.MaxValue;
        Span<int> above = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        Span<int> next = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            next[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                next[j] = Math.Min(row[j - 1] + (Same(i - 1, j - 1) ? 0 : 1), Math.Min(row[j], next[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(i - 1, j - 2) && Same(i - 2, j - 1))
                    next[j] = Math.Min(next[j], above[j - 2] + 1);
            }
            var free = above;
            above = row;
            row = next;
            next = free;
        }
        return row[b.Length];

        bool Same(int i, int j) => char.ToUpperInvariant(a[i]) == char.ToUpperInvariant(b[j]);
    }
}
