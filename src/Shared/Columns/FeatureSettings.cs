namespace Columns;

/// <summary>The settings under which a table's features were extracted, as PyRadiomics' column of diagnostics tells them: what a model
/// remembers of those it was fitted to, so that others are told from them.</summary>
internal static class FeatureSettings
{
    public const string Column = "diagnostics_Configuration_Settings";

    /// <summary>Under which a model's provenance has them.</summary>
    public const string ModelKey = "feature_settings";

    // These say which region, or what is refused or written, and change no feature.
    private static readonly string[] WithoutEffect =
    [
        "label", "label_channel", "additionalInfo", "enableCExtensions", "geometryTolerance", "correctMask", "minimumROIDimensions",
        "minimumROISize", "preCrop",
    ];

    /// <summary>What is common to the cells of a table; empty where they tell nothing, <see langword="null"/> where they differ.</summary>
    public static string? Of(IEnumerable<string?> cells)
    {
        string[] all = [.. cells.OfType<string>().Select(Effective).Distinct(StringComparer.Ordinal)];
        return all.Length switch { 0 => "", 1 => all[0], _ => null };
    }

    /// <summary>How the settings of a table's features differ from those of a model's, for a reader: <c>binWidth 5 (the model's:
    /// 25)</c>; empty where nothing is known of one of them or they are the same.</summary>
    public static string Difference(IEnumerable<string?> cells, string model)
    {
        if (model.Length == 0)
            return "";
        var fitted = Parts(model);
        string[] others = [.. cells.OfType<string>().Select(Effective).Where(c => c != model).Distinct(StringComparer.Ordinal)];
        return string.Join(", ", others.Select(Parts).SelectMany(own => own.Keys.Union(fitted.Keys)
            .Where(k => own.GetValueOrDefault(k) != fitted.GetValueOrDefault(k))
            .Select(k => $"{k} {own.GetValueOrDefault(k, "by default")} (the model's: {fitted.GetValueOrDefault(k, "by default")})"))
            .Distinct().Take(5));
    }

    private static string Effective(string cell) => cell.StartsWith('{') && cell.EndsWith('}')
        ? "{" + string.Join(", ", Parts(cell).Where(p => !WithoutEffect.Contains(p.Key)).Select(p => $"'{p.Key}': {p.Value}")) + "}"
        : cell;

    // The entries of Python's dictionary; of another text the whole is one entry.
    private static Dictionary<string, string> Parts(string cell)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!cell.StartsWith('{') || !cell.EndsWith('}'))
            return new(StringComparer.Ordinal) { ["settings"] = cell };
        var (depth, from, quoted) = (0, 1, false);
        for (var i = 1; i < cell.Length; i++)
        {
            quoted ^= cell[i] == '\'';
            if (quoted)
                continue;
            if (depth == 0 && (cell[i] == ',' || i == cell.Length - 1))
            {
                var entry = cell[from..i];
                if (entry.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                    parts[entry[..colon].Trim(' ', '\'')] = entry[(colon + 1)..].Trim();
                from = i + 1;
            }
            depth += cell[i] is '[' or '{' or '(' ? 1 : cell[i] is ']' or '}' or ')' ? -1 : 0;
        }
        return parts;
    }
}
