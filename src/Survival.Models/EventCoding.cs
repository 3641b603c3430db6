using System.Globalization;
using Plain;

namespace Survival.Models;

/// <summary>Which values of a column were taken as the event and which as a censoring, and by which rule.</summary>
public sealed class EventCoding
{
    private EventCoding(
        string column, string rule, IReadOnlyList<(string Text, int Count)> events, IReadOnlyList<(string Text, int Count)> censored) =>
        (Column, Rule, Events, Censored) = (column, rule, events, censored);

    /// <summary>The column.</summary>
    public string Column { get; }

    /// <summary>How it was told: "named", "0/1", "true/false", "R's 1/2" or "CNSR".</summary>
    public string Rule { get; }

    /// <summary>The values taken as the event, as they are spelled, with their rows.</summary>
    public IReadOnlyList<(string Text, int Count)> Events { get; }

    /// <summary>The values taken as a censoring.</summary>
    public IReadOnlyList<(string Text, int Count)> Censored { get; }

    /// <summary>Whether the coding was told from the values and is one that files also mean otherwise, so that it should be looked
    /// at.</summary>
    public bool IsAssumed => Rule is "R's 1/2" or "CNSR";

    /// <summary>A line that says which values are the event and which a censoring.</summary>
    public override string ToString() => $"{Column}: {List(Events)} {Verb(Events)} the event, {List(Censored)} {Verb(Censored)} censored"
        + Rule switch
        {
            "R's 1/2" => " (1/2 as R codes it; name the value of the event if it is otherwise)",
            "CNSR" => " (CNSR as ADaM codes it: 0 is the event; name the value of the event if it is otherwise)",
            _ => "",
        };

    /// <summary>The coding of given events, which needs no telling.</summary>
    internal static EventCoding Of(string column, ReadOnlySpan<bool> events)
    {
        var count = events.Count(true);
        (string Text, int Count)[] yes = count > 0 ? [("true", count)] : [];
        return new(column, "true/false", yes, count < events.Length ? [("false", events.Length - count)] : []);
    }

    /// <summary>The same coding with the rows that remain of a cohort counted; a value of which none remains is left out.</summary>
    /// <param name="cells">The cells that remain.</param>
    internal EventCoding Recounted(IReadOnlyList<string> cells)
    {
        var counts = cells.GroupBy(c => c, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return new(Column, Rule, Remaining(Events), Remaining(Censored));

        IReadOnlyList<(string Text, int Count)> Remaining(IReadOnlyList<(string Text, int Count)> values) =>
            [.. values.Where(v => counts.ContainsKey(v.Text)).Select(v => (v.Text, counts[v.Text]))];
    }

    /// <summary>Tells events from cells, none of which is missing.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="eventValues">The values named as the event, or <see langword="null"/>.</param>
    /// <param name="censoredValues">The values named as a censoring, or <see langword="null"/>.</param>
    /// <param name="where">Says where a cell stands, for messages.</param>
    /// <param name="events">The events.</param>
    internal static EventCoding Tell(
        string column,
        IReadOnlyList<string> cells,
        IReadOnlyList<string>? eventValues,
        IReadOnlyList<string>? censoredValues,
        Func<int, string> where,
        out bool[] events)
    {
        var values = cells.Select((c, i) => (Cell: c, Row: i)).GroupBy(c => c.Cell, StringComparer.Ordinal)
            .Select(g => new Value(g.Key, Number(g.Key), g.Count(), g.First().Row)).OrderBy(v => v.Number).ThenBy(v => v.Text,
                StringComparer.Ordinal).ToList();
        var asked = new Asked(column, values, where);
        var (rule, isEvent) = eventValues is null && censoredValues is null ? asked.Told() : (
            "named", asked.Named(eventValues, censoredValues));
        var byText = values.ToDictionary(v => v.Text, isEvent, StringComparer.Ordinal);
        events = [.. cells.Select(c => byText[c])];
        return new(column, rule, Report(true), Report(false));

        (string Text, int Count)[] Report(bool wanted) => [.. values.Where(v => isEvent(v) == wanted).Select(v => (v.Text, v.Count))];
    }

    /// <summary>The values that count as a censoring of the event studied where other values are competing events: these, and what is
    /// named as a censoring or, where nothing is, every other value. One that only is spelt like the event or a competing event (but for
    /// case and signs, or as another form of a number) is left out, so that the coding refuses it by name.</summary>
    /// <param name="cells">The cells of the event's column.</param>
    /// <param name="eventValues">The values that are the event.</param>
    /// <param name="competingValues">The values that are competing events.</param>
    /// <param name="censoredValues">The values named as a censoring; <see langword="null"/> for all others.</param>
    public static IReadOnlyList<string> Censorings(
        IReadOnlyList<string> cells,
        IReadOnlyList<string> eventValues,
        IReadOnlyList<string> competingValues,
        IReadOnlyList<string>? censoredValues = null)
    {
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentNullException.ThrowIfNull(eventValues);
        ArgumentNullException.ThrowIfNull(competingValues);
        string[] spoken = [.. eventValues, .. competingValues];
        var others = censoredValues
            ?? cells.Distinct(StringComparer.Ordinal).Where(c => !spoken.Any(n => Same(n, c) || IsSpellingOf(n, c)));
        return [.. others, .. competingValues];
    }

    /// <summary>Whether a cell is the value named: spelled alike, or the same number.</summary>
    internal static bool Same(string named, string cell) =>
        named == cell || (Number(named) is var a && !double.IsNaN(a) && a == Number(cell));

    private static bool IsSpellingOf(string named, string cell) => Loose(named) == Loose(cell);

    private static string Loose(string text) => new([.. text.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) && double.IsFinite(v) ? v : double.NaN;

    private static string List(IReadOnlyList<(string Text, int Count)> values) => values.Count == 0 ? "no value"
        : string.Join(", ", values.Select(v => Invariant($"'{v.Text}' ({v.Count} {(v.Count == 1 ? "row" : "rows")})")));

    private static string Verb(IReadOnlyList<(string Text, int Count)> values) => values.Count > 1 ? "are" : "is";

    private sealed record Value(string Text, double Number, int Count, int FirstRow);

    /// <summary>The column of which it is asked.</summary>
    private sealed class Asked(string column, List<Value> values, Func<int, string> where)
    {
        private const int MostShown = 12;

        // Words that mean an event in the files of studies: for advice only, never to decide.
        private static readonly string[] _eventWords =
            ["dead", "died", "death", "deceased", "exitus", "yes", "y", "event", "progression", "progressed", "relapse", "relapsed",
                "recurrence", "failure", "failed", "uncensored", "ja", "tot", "tod", "verstorben", "gestorben", "ereignis", "rezidiv",
                "oui", "décédé", "si", "sí"];

        public (string Rule, Func<Value, bool> IsEvent) Told()
        {
            if (values.TrueForAll(v => !double.IsNaN(v.Number)))
            {
                if (column.Equals("CNSR", StringComparison.OrdinalIgnoreCase))
                {
                    return values.TrueForAll(v => v.Number >= 0 && v.Number == Math.Floor(v.Number))
                        ? ("CNSR", v => v.Number == 0)
                        : throw Refusal(values[0], "CNSR is 0 for the event and a whole number above for a censoring.");
                }
                if (column.Contains("cens", StringComparison.OrdinalIgnoreCase))
                    throw Refusal(values[0], "The column's name speaks of censoring, so that 1 may be either.");
                if (values.TrueForAll(v => v.Number is 0 or 1))
                    return ("0/1", v => v.Number == 1);
                if (values.TrueForAll(v => v.Number is 1 or 2))
                    return ("R's 1/2", v => v.Number == 2);
                throw Refusal(
                    values.First(v => v.Number is not (0 or 1)),
                    "Told by themselves are 0 and 1 (1 is the event) and R's 1 and 2 (2 is the event). Of several kinds of event, name "
                        + "the one that is studied and the others as censored.");
            }
            if (values.TrueForAll(v => bool.TryParse(v.Text, out _) || v.Text is "T" or "F" or "t" or "f"))
            {
                return column.Contains("cens", StringComparison.OrdinalIgnoreCase) || column.Contains(
                    "cnsr", StringComparison.OrdinalIgnoreCase)
                    ? throw Refusal(values[0], "The column's name speaks of censoring, so that true may be either.")
                    : ("true/false", v => v.Text[0] is 'T' or 't');
            }
            throw Refusal(values.First(v => double.IsNaN(v.Number)), "Words are not guessed.");
        }

        public Func<Value, bool> Named(IReadOnlyList<string>? eventValues, IReadOnlyList<string>? censoredValues)
        {
            if (eventValues is { Count: 0 } || censoredValues is { Count: 0 })
                throw new ArgumentException("A list of values that are the event, or a censoring, must name one.",
                    eventValues is { Count: 0 } ? nameof(eventValues) : nameof(censoredValues));
            if (eventValues?.FirstOrDefault(e => censoredValues?.Any(c => Same(e, c)) == true) is { } twice)
                throw new ArgumentException($"'{twice}' is named as the event and as a censoring.", nameof(censoredValues));
            bool IsNamed(IReadOnlyList<string>? names, Value v) => names?.Any(n => Same(n, v.Text)) == true;
            var others = values.Where(v => !IsNamed(eventValues, v) && !IsNamed(censoredValues, v)).ToList();
            // What occurs in no row is not proposed.
            IEnumerable<string> Proposed(IReadOnlyList<string> names) => names.Where(n => values.Exists(v => Same(n, v.Text)))
                .Concat(others.Where(v => names.Any(n => IsSpellingOf(n, v.Text))).Select(v => v.Text));
            var both = eventValues is not null && censoredValues is not null;
            if (both && others.Count == 0)
                return v => IsNamed(eventValues, v);
            if (both && values.Exists(v => IsNamed(eventValues, v)))
                throw Refusal(others[0], "It is named neither as the event nor as a censoring.", [.. Proposed(eventValues!)]);
            var (named, what) = eventValues is not null ? (eventValues, "event") : (censoredValues!, "censored");
            if (!values.Exists(v => IsNamed(named, v)))
            {
                var meant = values.Find(v => named.Any(n => IsSpellingOf(n, v.Text)));
                throw Refusal(values[0], $"No row has {string.Join(" or ", named.Select(n => $"'{n}'"))}, which "
                    + $"{(named.Count == 1 ? "was" : "were")} named as the {what} value."
                    + (meant is null ? "" : $" Did you mean '{meant.Text}'?"), meant is null ? null : [.. Proposed(named)], blames: false);
            }
            if (others.Find(v => double.IsNaN(v.Number) && named.Any(n => IsSpellingOf(n, v.Text))) is { } spelling)
                throw Refusal(spelling, $"It is another spelling of a value named as the {what} value; name it too, or as the other.",
                    eventValues is null ? null : [.. Proposed(named)]);
            if (others.Count > 1)
                throw Refusal(others[1], $"With {PlainWords.List(named.Select(n => $"'{n}'"))} named as the {what} value, more than "
                    + $"one other value occurs; name those too.", eventValues, competing: eventValues is not null);
            return eventValues is not null ? v => IsNamed(eventValues, v) : v => !IsNamed(censoredValues, v);
        }

        private InvalidSurvivalDataException Refusal(
            Value value, string why, IReadOnlyList<string>? named = null, bool blames = true, bool competing = false)
        {
            // A column of many values is another one, perhaps of names: they are not shown.
            var found = values.Count > MostShown
                ? $"{values.Count} different values"
                : PlainWords.List(values.Select(v => $"'{v.Text}' ({v.Count} {(v.Count == 1 ? "row" : "rows")})"));
            var likely = values.Find(v => _eventWords.Contains(v.Text, StringComparer.OrdinalIgnoreCase)) ?? values.FirstOrDefault(
                v => v.Number == 1) ?? value;
            // All spellings of the likely one: of one alone the others would be asked for next.
            var proposed = named ?? [.. values.Where(v => v == likely || (Loose(v.Text) == Loose(likely.Text) && double.IsNaN(v.Number)))
                .Select(v => v.Text)];
            return new InvalidSurvivalDataException(
                values.Count > MostShown
                    ? $"Column '{column}' has {found}; an event column has few. Is it the right column? {where(value.FirstRow)} is the "
                        + $"first that cannot be told."
                    : (blames ? $"Column '{column}' has '{value.Text}' in {where(value.FirstRow)}. {why} The column has {found}. "
                        : $"Column '{column}' has {found}. {why} ")
                        + $"Say which values are the event (eventValues, such as "
                            + $"[{string.Join(", ", proposed.Select(p => $"\"{p}\""))}]) and which are censored (censoredValues)"
                            + (competing ? "; a competing event is a censoring of this one, or an event of another cause "
                                + "(CompetingRisksData.FromCohort)." : "."),
                value.FirstRow,
                column);
        }
    }
}
