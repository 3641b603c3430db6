using System.IO.Enumeration;
using Radiomics.Imaging;

namespace Radiomics.Survival;

/// <summary>Finds regions by name: exactly, letter case counting, or by a pattern with * and ?.</summary>
internal static class NamePattern
{
    public static IReadOnlyList<string> Match(string source, string pattern, IReadOnlyList<string> names)
    {
        if (names.Contains(pattern, StringComparer.Ordinal))
            return [pattern];
        var found = pattern.AsSpan().ContainsAny('*', '?')
            ? names.Where(name => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)).ToList()
            : [];
        return found.Count > 0 ? found : throw new RoiNotFoundException(source, pattern, names);
    }
}
