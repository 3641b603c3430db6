using Reference;

namespace Api.Tests;

/// <summary>A rule of the house: it holds where nothing offends it but what known.txt lists, which is to shrink; else all that offends is
/// listed.</summary>
internal static class Rule
{
    private static readonly HashSet<string> _known = [.. File.ReadLines(
        Path.Combine(SharedData.Repository, "tests", "Api.Tests", "known.txt"))
        .Where(l => l.Length > 0 && l[0] != '#')];

    public static void Holds(IEnumerable<string> offenders)
    {
        string[] all = [.. offenders.Distinct().Where(o => !_known.Contains(o)).Order(StringComparer.Ordinal)];
        Assert.True(all.Length == 0, $"{all.Length} offend the rule:\n  {string.Join("\n  ", all)}");
    }
}
