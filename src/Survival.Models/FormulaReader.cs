using System.Globalization;

namespace Survival.Models;

/// <summary>Reads a formula sign by sign.</summary>
internal sealed class FormulaReader(string text)
{
    private readonly List<string> _strata = [];
    private readonly Dictionary<string, ModelTerm> _variables = new(StringComparer.Ordinal);
    private readonly List<ModelTerm> _terms = [];
    private readonly HashSet<string> _interactions = new(StringComparer.Ordinal);
    private string? _cluster;
    private string? _offset;
    private string? _weight;
    private int _at;

    internal sealed record Parts(
        IReadOnlyList<string> FollowUp,
        IReadOnlyList<ModelTerm> Terms,
        IReadOnlyList<string> Strata,
        string? Cluster,
        string? Offset,
        string? Weight);

    public Parts Read()
    {
        var followUp = text.Contains('~', StringComparison.Ordinal) ? Left() : [];
        Skip();
        if (_at == text.Length)
            throw new FormatException(
                $"'{text}' has nothing right of '~': write the covariates, such as 'time, event ~ age + sex', or '~ 1' for none.");
        do
            Sum();
        while (Take('+'));
        Skip();
        return _at == text.Length
            ? new Parts(followUp, _terms, _strata, _cluster, _offset, _weight)
            : throw text[_at] switch
            {
                '-' => new FormatException(Invariant($"'{text}' takes something away at sign {_at + 1}; leave it out of the formula ")
                    + "instead. A Cox model has no intercept, so that '- 1' is not needed."),
                '^' => new FormatException(Invariant($"'{text}' has a power at sign {_at + 1}: write fp(x, 2) of a number, or ")
                    + "a * b * c for all interactions."),
                '%' or '/' => new FormatException(Invariant($"'{text}' nests variables by '{text[_at]}' at sign {_at + 1}: write them ")
                    + "with their interaction, a * b."),
                _ => Wrong("'+', '*', ':' or the end"),
            };
    }

    private List<string> Left()
    {
        Skip();
        List<string> names = [];
        if (!Take('~'))
        {
            var surv = text.AsSpan(_at).StartsWith("Surv(", StringComparison.Ordinal);
            if (surv)
                _at += 5;
            do
                names.Add(Name());
            while (Take(','));
            Skip();
            if (surv && _at < text.Length && text[_at] is '=' or '>' or '!')
                throw new FormatException(
                    $"'{text}' compares inside Surv( ): name the event's column alone, and its values where the cohort is made "
                        + "(CohortColumns.EventValues).");
            if (surv)
                Expect(')');
            Expect('~');
            if (names.Count is not (2 or 3))
                throw new FormatException(
                    Invariant($"The left side of '{text}' has {names.Count} {(names.Count == 1 ? "column" : "columns")}; 'time, event' or ")
                        + "'entry, time, event' was expected.");
        }
        return names;
    }

    // a * b * c: every variable, every pair, all three.
    private void Sum()
    {
        List<List<string>> factors = [];
        do
        {
            List<string> product = [];
            do
            {
                if (Factor(alone: product.Count == 0 && factors.Count == 0) is { } name)
                    product.Add(name);
            }
            while (Take(':'));
            if (product.Count > 0)
                factors.Add(product);
        }
        while (Take('*'));
        for (var subset = 1; subset < 1 << factors.Count; subset++)
        {
            string[] variables =
                [.. Enumerable.Range(0, factors.Count).Where(k => (subset >> k & 1) == 1).SelectMany(k =>
                    factors[k]).Distinct(StringComparer.Ordinal)];
            if (variables.Length == 1)
                Add(variables[0]);
            else if (_interactions.Add(string.Join('\u0001', variables.Order(StringComparer.Ordinal))))
                _terms.Add(ModelTerm.Interaction(variables));
        }
    }

    private void Add(string variable)
    {
        var term = _variables[variable];
        if (!_terms.Contains(term))
            _terms.Add(term);
    }

    /// <summary>A variable in its form; <see langword="null"/> of what is no variable.</summary>
    private string? Factor(bool alone)
    {
        Skip();
        var quoted = _at < text.Length && text[_at] == '`';
        var start = _at;
        if (alone && Take('1'))
            return null;
        var word = Name();
        if (quoted || !Take('('))
            return Variable(ModelTerm.Linear(word));
        switch (word)
        {
            case "strata" when alone:
                do
                    _strata.Add(Name());
                while (Take(','));
                Expect(')');
                return null;
            case "cluster" when alone:
                _cluster = ColumnOf(word);
                return null;
            case "offset" when alone:
                _offset = ColumnOf(word);
                return null;
            case "weights" when alone:
                _weight = ColumnOf(word);
                return null;
            case "factor":
                return Variable(ModelTerm.Categorical(Closed(Name())));
            case "rcs" or "ns":
                var (name, (count, knots)) = (Name(), Take(',') ? CountOrKnots() : (word == "rcs" ? 5 : 3, null));
                Expect(')');
                return Variable((word, knots) switch
                {
                    ("rcs", null) => ModelTerm.RestrictedCubic(name, count),
                    ("rcs", _) => ModelTerm.RestrictedCubic(name, knots!),
                    (_, null) => ModelTerm.Natural(name, count),
                    _ => ModelTerm.Natural(name, knots!),
                });
            case "fp":
                var (raised, powers) = (Name(), new List<double>());
                while (Take(','))
                {
                    var list = Take('[');
                    do
                        powers.Add(Number());
                    while (list && Take(','));
                    if (list)
                        Expect(']');
                }
                Expect(')');
                return Variable(ModelTerm.FractionalPolynomial(raised, powers));
            default:
                _at = start;
                throw Instead(word) is { } hint
                    ? new FormatException($"'{text}' has '{word}( )', which is no term here: {hint}.")
                    : Wrong("a variable, rcs( ), ns( ), fp( ), factor( ), strata( ), cluster( ), offset( ) or weights( )");
        }
    }

    // What R writes and this does not, with what to write instead.
    private static string? Instead(string word) => word switch
    {
        "log" or "ln" => "write fp(x, 0), the logarithm of x (above 0), or give the table a column of it",
        "sqrt" => "write fp(x, 0.5), the square root of x (above 0), or give the table a column of it",
        "log2" or "log10" or "log1p" or "exp" or "abs" or "scale" or "I" =>
            "a formula computes nothing but curves; give the table a column of it, or write a power of x as fp(x, 2)",
        "poly" or "pol" => "write fp(x, 1, 2) for a parabola of x (above 0), or rcs(x, 3)",
        "bs" or "pspline" or "s" or "lsp" or "nsk" => "write ns(x, 3) or rcs(x, 4)",
        "as.factor" or "C" or "catg" or "ordered" or "scored" => "write factor(x)",
        "strat" => "write strata(x)",
        "strata" => "it stands by itself, after a '+'; an effect of x that differs between strata is x * factor(h) + strata(g), h a copy "
            + "of the column g, with CoxOptions.DropCollinear, for the stratum takes up h's own effect",
        "cluster" or "offset" or "weights" => "it stands by itself, after a '+'",
        "id" => "write cluster(x)",
        "tt" => "an effect that changes with time is fitted to rows of start and stop, 'start, stop, event ~ ...', several a patient, with "
            + "cluster(id); their columns may hold functions of time",
        "frailty" => "no such model is fitted here; cluster(x) gives robust errors",
        "ridge" => "no such model is fitted here; CoxNet fits a ridge",
        "Surv" => "the follow-up stands left of '~', as 'time, event ~ ...' or 'Surv(time, event) ~ ...'",
        _ => null,
    };

    private string Variable(ModelTerm term)
    {
        // "rcs(size, 4) + size:sex" names the variable of a term that has its form already.
        if (_variables.TryGetValue(term.Name, out var known))
        {
            if (term.Kind != TermKind.Linear && term.ToString() != known.ToString())
                throw new FormatException($"'{text}' has '{term.Name}' as {known} and as {term}; give it one form.");
            return term.Name;
        }
        _variables[term.Name] = term;
        return term.Name;
    }

    private (int Count, IReadOnlyList<double>? Knots) CountOrKnots()
    {
        Skip();
        var list = text.AsSpan(_at).StartsWith("c(", StringComparison.Ordinal);
        if (list)
            _at++;
        if (!list && !Take('['))
        {
            var number = Number();
            return number == Math.Floor(number) && number is > 0 and < 1000 ? ((int)number, null) : throw Wrong("a whole number");
        }
        if (list)
            Expect('(');
        var knots = new List<double>();
        do
            knots.Add(Number());
        while (Take(','));
        Expect(list ? ')' : ']');
        return (0, knots);
    }

    private double Number()
    {
        Skip();
        var end = _at;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or '-' or '+' or 'e' or 'E'))
            end++;
        if (!double.TryParse(text.AsSpan(_at, end - _at), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || !double.IsFinite(value))
            throw Wrong("a number");
        _at = end;
        return value;
    }

    private string Name()
    {
        Skip();
        if (_at < text.Length && text[_at] == '`')
        {
            var close = text.IndexOf('`', _at + 1);
            if (close <= _at + 1)
                throw Wrong("a name in backticks");
            var quoted = text[(_at + 1)..close];
            _at = close + 1;
            return quoted;
        }
        var end = _at;
        while (end < text.Length && (char.IsLetter(text[end]) || text[end] is '_' or '.' || (end > _at && char.IsDigit(text[end]))))
            end++;
        if (end == _at)
            throw Wrong("a name (in backticks where it has other signs than letters, digits, dots and underscores)");
        var name = text[_at..end];
        if (name == ".")
            throw new FormatException(
                $"'{text}' has '.', which is no name: name the covariates, or give the verb the cohort without a formula, which takes "
                    + "every column (in backticks, `.` is the column of that name).");
        _at = end;
        return name;
    }

    // Of cluster, offset and weights: a column as it is.
    private string ColumnOf(string word)
    {
        Skip();
        var computes = _at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] is '-' or '(');
        var name = computes ? "" : Name();
        if (!computes && Take(')'))
            return name;
        if (_at == text.Length)
            throw Wrong("')'");
        throw new FormatException($"'{text}' computes inside {word}( ), which names one column; give the table a column of it.");
    }

    private string Closed(string name)
    {
        Expect(')');
        return name;
    }

    private bool Take(char sign)
    {
        Skip();
        if (_at >= text.Length || text[_at] != sign)
            return false;
        _at++;
        return true;
    }

    private void Expect(char sign)
    {
        if (!Take(sign))
            throw Wrong($"'{sign}'");
    }

    private void Skip()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
    }

    private FormatException Wrong(string expected) => new(
        FormattableString.Invariant($"'{text}' is no formula: {expected} was expected ")
            + (_at < text.Length ? FormattableString.Invariant($"at sign {_at + 1}, '{text[_at]}'.") : "at its end."));
}
