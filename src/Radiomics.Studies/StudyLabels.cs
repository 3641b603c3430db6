namespace Radiomics.Studies;

/// <summary>
/// What a column is called in print: by the caller, by the protocol, by what a study itself makes, else by its own name. A level is named
/// with the one
/// that it is compared with. Immutable.
/// </summary>
public sealed class StudyLabels
{
    private static readonly Dictionary<string, string> _made = new(StringComparer.Ordinal)
    {
        ["radscore"] = "Rad-score",
        ["time"] = "Follow-up",
        ["high_ge"] = "High Rad-score",
        ["high"] = "High Rad-score",
        ["signature"] = "Signature",
        ["clinical"] = "Clinical model",
        ["nomogram"] = "Nomogram",
    };

    private readonly StudyProtocol _protocol;
    private readonly IReadOnlyDictionary<string, string> _own;
    private readonly Dictionary<string, (string Factor, string Level, string Reference)> _levels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _flags;

    /// <summary>The labels of a study.</summary>
    /// <param name="result">The study.</param>
    /// <param name="own">What columns are called before all else, by their name in the files; <see langword="null"/> for none.</param>
    public StudyLabels(StudyResult result, IReadOnlyDictionary<string, string>? own = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        (_protocol, _own) = (result.Protocol, own ?? new Dictionary<string, string>());
        var models = result.Cox.Univariable.Select(u => u.Model).Append(result.Cox.Multivariable)
            .Concat(result.Models?.Fits.Select(f => f.Model) ?? []);
        foreach (var term in models.OfType<Survival.Models.Cox.CoxModel>().SelectMany(m => m.Terms).Where(t => t.IsCategorical))
        {
            foreach (var level in term.Levels.Skip(1))
                _levels[term.Name + level] = (term.Name, level, term.Levels[0]);
        }
        _flags = [.. result.Baseline.Categorical.Where(c => c.Levels is ["0", "1"]).Select(c => c.Name)];
    }

    /// <summary>A column, a level's column of a categorical one, or a model.</summary>
    /// <param name="name">Its name: <c>age</c>, <c>stageII</c>, <c>nomogram</c>.</param>
    public string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_own.TryGetValue(name, out var given))
            return given;
        if (_protocol.Factors.FirstOrDefault(f => f.Name == name) is { } factor && (factor.Label.Length > 0 || factor.Unit.Length > 0))
            return factor.Label.Length > 0 ? factor.Title : (factor with { Label = name.Replace('_', ' ') }).Title;
        if (name == "event")
            return Capital(_protocol.Outcome.Name);
        if (_made.TryGetValue(name, out given))
            return given;
        return _levels.TryGetValue(name, out var level) ? $"{Of(level.Factor)} {level.Level} vs {level.Reference}" : name.Replace('_', ' ');
    }

    /// <summary>Whether a name is one that a protocol can say something of: a column of the data, or what the study itself makes.</summary>
    internal static bool Takes(string name, StudyInput input) =>
        input.Clinical.ColumnNames.Contains(name, StringComparer.Ordinal)
        || input.Features.ColumnNames.Contains(name, StringComparer.Ordinal)
        || name == BaselineStep.Event
        || _made.ContainsKey(name);

    /// <summary>What a column that the study itself makes is called; <see langword="null"/> of others.</summary>
    internal static string? OfOwn(string name) => _made.GetValueOrDefault(name);

    /// <summary>The same of a term of a regression: a column of 0 and 1 says what is compared.</summary>
    /// <param name="name">Its name.</param>
    public string OfTerm(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _flags.Contains(name) && !_own.ContainsKey(name) ? Of(name) + " (yes vs no)" : Of(name);
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
