using System.Text.RegularExpressions;

namespace Survival.Models;

/// <summary>
/// What a model is made of, in the words of R: <c>time, event ~ age + rcs(size, 4) + sex * stage</c>. The left side names the follow-up
/// (<c>time, event</c> or <c>entry, time, event</c>, also inside <c>Surv( )</c>) and may be left out for a cohort, which has its follow-up.
/// On the right stand variables, <c>rcs(x, knots)</c>, <c>ns(x, df)</c>, <c>fp(x, powers)</c> and <c>factor(x)</c>; knots may be named in
/// brackets, <c>rcs(x, [1, 2, 5])</c>. <c>a:b</c> is an interaction and <c>a * b</c> both variables with it. <c>strata(x)</c>,
/// <c>cluster(x)</c>, <c>offset(x)</c> and <c>weights(x)</c> name columns of the follow-up. A name with other signs than letters, digits,
/// dots and underscores stands in backticks. Immutable.
/// </summary>
public sealed partial class ModelFormula
{
    /// <summary>A formula of terms, for a cohort.</summary>
    /// <param name="terms">The terms; none twice, and with an interaction its variables.</param>
    /// <exception cref="ArgumentException">A variable stands twice, or an interaction without one of its variables.</exception>
    public ModelFormula(params IReadOnlyList<ModelTerm> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        // As R, variables before interactions, and those of fewer variables first.
        Terms = [.. terms.OrderBy(t => t.Factors.Count)];
        Check(Terms);
    }

    /// <summary>The start of follow-up; <see langword="null"/> where it is not named.</summary>
    public string? Entry { get; private init; }

    /// <summary>The end of follow-up; <see langword="null"/> where the formula has no left side.</summary>
    public string? Time { get; private init; }

    /// <summary>How follow-up ended; <see langword="null"/> where the formula has no left side.</summary>
    public string? Event { get; private init; }

    /// <summary>The terms, interactions last.</summary>
    public IReadOnlyList<ModelTerm> Terms { get; }

    /// <summary>The columns whose combinations are strata.</summary>
    public IReadOnlyList<string> Strata { get; private init; } = [];

    /// <summary>The column of clusters; <see langword="null"/> for none.</summary>
    public string? Cluster { get; private init; }

    /// <summary>The column of offsets; <see langword="null"/> for none.</summary>
    public string? Offset { get; private init; }

    /// <summary>The column of case weights; <see langword="null"/> for none.</summary>
    public string? Weight { get; private init; }

    /// <summary>The variables of the terms, each once.</summary>
    public IReadOnlyList<string> Variables => [.. Terms.Where(t => t.Kind != TermKind.Interaction).Select(t => t.Name)];

    /// <summary>Reads a formula.</summary>
    /// <param name="text">The formula.</param>
    /// <exception cref="FormatException">It is no formula; the message says at which sign and what was expected. As any <c>Parse</c> of
    /// .NET: a formula is a part of the program, not of its data.</exception>
    /// <exception cref="ArgumentException">A term that is not allowed, a variable that stands twice, or an interaction without one of its
    /// variables.</exception>
    public static ModelFormula Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var parts = new FormulaReader(text).Read();
        return new ModelFormula(parts.Terms)
        {
            Entry = parts.FollowUp.Count == 3 ? parts.FollowUp[0] : null,
            Time = parts.FollowUp.Count > 0 ? parts.FollowUp[^2] : null,
            Event = parts.FollowUp.Count > 0 ? parts.FollowUp[^1] : null,
            Strata = parts.Strata,
            Cluster = parts.Cluster,
            Offset = parts.Offset,
            Weight = parts.Weight,
        };
    }

    /// <summary>Reads a formula, as <see cref="Parse"/>.</summary>
    /// <param name="text">The formula.</param>
    public static implicit operator ModelFormula(string text) => Parse(text);

    /// <summary>The formula as text that <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        string[] left = [.. new[] { Entry, Time, Event }.OfType<string>().Select(Quote)];
        List<string> right = [.. Terms.Select(t => t.ToString())];
        if (Strata.Count > 0)
            right.Add($"strata({string.Join(", ", Strata.Select(Quote))})");
        foreach (var (word, name) in new[] { ("cluster", Cluster), ("offset", Offset), ("weights", Weight) })
        {
            if (name is not null)
                right.Add($"{word}({Quote(name)})");
        }
        return $"{string.Join(", ", left)} ~ {(right.Count == 0 ? "1" : string.Join(" + ", right))}".TrimStart();
    }

    internal static string Quote(string name) => Plain().IsMatch(name) ? name : $"`{name}`";

    internal CohortColumns Columns() => Time is { } time && Event is { } @event
        ? new CohortColumns(time, @event) { Entry = Entry, Strata = Strata, Cluster = Cluster, Offset = Offset, Weight = Weight }
        : throw new ArgumentException($"The formula '{this}' does not say which columns are time and event: write 'time, event ~ ...'.");

    /// <summary>The terms alone, of a cohort that was made of the rest.</summary>
    internal ModelFormula ForCohort() => new(Terms);

    private static void Check(IReadOnlyList<ModelTerm> terms)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var term in terms)
        {
            ArgumentNullException.ThrowIfNull(term);
            var key = term.Kind == TermKind.Interaction ? Key(term.Factors) : Key([term.Name]);
            if (!seen.Add(key))
                throw new ArgumentException($"'{term.Name}' stands twice in the formula; give it one form.", nameof(terms));
            if (term.Kind != TermKind.Interaction)
                continue;
            for (var leave = 0; leave < term.Factors.Count; leave++)
            {
                string[] rest = [.. term.Factors.Where((_, k) => k != leave)];
                if (!seen.Contains(Key(rest)))
                    throw new ArgumentException(
                        $"The interaction '{term.Name}' stands without '{string.Join(':', rest)}', so its coefficients depend on where "
                            + $"variables have their zero. Add that, or write {string.Join(" * ", term.Factors)}.",
                        nameof(terms));
            }
        }
    }

    private static string Key(IEnumerable<string> variables) => string.Join('\u0001', variables.Order(StringComparer.Ordinal));

    [GeneratedRegex(@"^(?!\.$)[\p{L}_.][\p{L}\p{N}_.]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
