using Radiomics.Studies;

namespace Radiomics.Reporting.Wording;

/// <summary>
/// What a column is called in print: by the report's options, by the protocol, by what a study itself makes, else by its own name.
/// </summary>
internal sealed class ColumnLabels(StudyProtocol protocol, IReadOnlyDictionary<string, string> own)
{
    private static readonly Dictionary<string, string> _made = new(StringComparer.Ordinal)
    {
        ["radscore"] = "Rad-score",
        ["time"] = "Follow-up",
        ["high_ge"] = "High-risk group",
        ["high"] = "High-risk group",
        ["signature"] = "Signature",
        ["clinical"] = "Clinical model",
        ["nomogram"] = "Nomogram",
    };

    /// <summary>A column, a level's column of a categorical one, or a model.</summary>
    public string Of(string name)
    {
        if (own.TryGetValue(name, out var given))
            return given;
        if (protocol.Factors.FirstOrDefault(f => f.Name == name) is { } factor && (factor.Label.Length > 0 || factor.Unit.Length > 0))
            return factor.Title;
        if (name == "event")
            return ReportText.Capital(protocol.Outcome.Name);
        if (_made.TryGetValue(name, out given))
            return given;
        // "stageII" is the level II of stage.
        if (
            protocol.Factors.FirstOrDefault(f => f.Label.Length > 0 && name.StartsWith(f.Name, StringComparison.Ordinal)) is { } categorical
        )
            return $"{categorical.Label}: {name[categorical.Name.Length..]}";
        return name.Replace('_', ' ');
    }
}
