using System.Globalization;
using System.Text;
using Plain;
using Suggestions;
using Survival.Models.CutPoints;

namespace Radiomics.Studies;

/// <summary>The forms of a protocol's settings: how a text, a column, a share, a count, a list is read and written.</summary>
internal static class SettingForms
{
    public static string Rule(CutPointRule rule) => rule == CutPointRule.AtOrAbove ? "at-or-above" : "above";

    public static CutPointRule? Rule(string text) =>
        text switch
        {
            "at-or-above" => CutPointRule.AtOrAbove,
            "above" => CutPointRule.Above,
            _ => null,
        };

    public static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) && double.IsFinite(v) ? v : null;

    public static bool? Flag(string text) =>
        text switch
        {
            "yes" or "true" => true,
            "no" or "false" => false,
            _ => null,
        };

    public static string Of(double value) => NumberText.Plain(value);

    public static ProtocolSetting Text(
        string key,
        string valueName,
        string description,
        Func<StudyProtocol, string> get,
        Func<StudyProtocol, string, StudyProtocol> set,
        bool mayBeEmpty = false
    ) => new(key, valueName, description, "a text", get, (p, v) => v.Length > 0 || mayBeEmpty ? set(p, v) : null);

    public static ProtocolSetting Column(
        string key,
        string description,
        Func<StudyColumns, string> get,
        Func<StudyColumns, string, StudyColumns> set,
        bool mayBeEmpty = false,
        bool isList = false
    ) =>
        new(
            key,
            key.EndsWith("value", StringComparison.Ordinal) ? "value"
                : isList ? "a,b,c"
                : "column",
            description,
            "the name of a column",
            p => get(p.Columns),
            (p, v) => v.Length > 0 || mayBeEmpty ? p with { Columns = set(p.Columns, v) } : null
        )
        {
            IsColumn = true,
            IsList = isList,
        };

    public static ProtocolSetting Share(
        string key,
        string description,
        Func<StudyProtocol, double> get,
        Func<StudyProtocol, double, StudyProtocol> set,
        double above,
        double below
    ) =>
        new(
            key,
            "x",
            description,
            Invariant($"a number between {above} and {below}"),
            p => Of(get(p)),
            (p, v) => Number(v) is { } x && x > above && x < below ? set(p, x) : null
        );

    public static ProtocolSetting Count(
        string key,
        string description,
        Func<StudyProtocol, int> get,
        Func<StudyProtocol, int, StudyProtocol> set,
        int least
    ) =>
        new(
            key,
            "n",
            description,
            Invariant($"a whole number, {least} or more,"),
            p => get(p).ToString(CultureInfo.InvariantCulture),
            (p, v) =>
                int.TryParse(v, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && n >= least ? set(p, n) : null
        );

    /// <summary>A detail of each factor, as <c>name=text;name=text</c>.</summary>
    public static ProtocolSetting Detail(
        string key,
        string description,
        Func<StudyFactor, string> get,
        Func<StudyFactor, string, StudyFactor> set
    )
    {
        return new(
            key,
            "a=text;b=text",
            description,
            "column=text, separated by semicolons,",
            p => string.Join(';', p.Factors.Where(f => get(f).Length > 0).Select(f => $"{f.Name}={get(f)}")),
            (p, v) => Set(p, v, null)
        )
        {
            IsFlagOnly = true,
            SetAmong = Set,
        };

        StudyProtocol? Set(StudyProtocol p, string v, StudyInput? input)
        {
            var factors = p.Factors.ToList();
            foreach (var part in v.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (part.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at))
                    return null;
                at = input is null ? at : EndOfName(key, part, input);
                var (name, text) = (part[..at].Trim(), part[(at + 1)..].Trim());
                var k = factors.FindIndex(f => f.Name == name);
                if (k < 0)
                    factors.Add(set(new StudyFactor(name) { IsCandidate = null }, text));
                else
                    factors[k] = set(factors[k], text);
            }
            return p with { Factors = factors };
        }
    }

    // The longest that is a column: '=' may stand in the name of a column, and in a label.
    private static int EndOfName(string key, string part, StudyInput input)
    {
        for (var at = part.LastIndexOf('='); at > 0; at = part.LastIndexOf('=', at - 1))
        {
            if (StudyLabels.Takes(part[..at].Trim(), input))
                return at;
        }
        var name = part[..part.IndexOf('=', StringComparison.Ordinal)].Trim();
        throw new StudyProtocolException("", 0, key,
            $"'{name}' of '{part}' is no column.{Nearest.Suggest(name, input.Clinical.ColumnNames)} The columns are: "
                + $"{Names(input.Clinical.ColumnNames)}.");
    }

    /// <summary>The parts of a list with commas between them; one with a comma of its own stands in double quotes, as in CSV.</summary>
    public static List<string> Texts(string text)
    {
        var (parts, part, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
                part.Append(text[++i]);
            else if (text[i] == '"' && (quoted || string.IsNullOrWhiteSpace(part.ToString())))
                quoted = !quoted;
            else if (text[i] == ',' && !quoted)
                End();
            else
                part.Append(text[i]);
        }
        End();
        return parts;

        void End()
        {
            if (part.ToString().Trim() is { Length: > 0 } whole)
                parts.Add(whole);
            part.Clear();
        }
    }

    /// <summary>A list as <see cref="Texts"/> takes it.</summary>
    public static string List(IReadOnlyList<string> texts) => string.Join(", ", texts.Select(Quoted));

    /// <summary>A part of a list, in double quotes where a comma or quotes stand in it.</summary>
    public static string Quoted(string text) =>
        text.AsSpan().ContainsAny(',', '"') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    /// <summary>The names of columns for a message, each as it may be given.</summary>
    public static string Names(IEnumerable<string> columns) => PlainWords.List(columns.Select(Quoted));

    public static string List(IReadOnlyList<double> values) => string.Join(", ", values.Select(Of));

    public static List<double>? Numbers(string text)
    {
        var numbers = new List<double>();
        foreach (var part in Texts(text))
        {
            if (Number(part) is not { } value)
                return null;
            numbers.Add(value);
        }
        return numbers;
    }

    public static bool Ascending(List<double> values) => values.Zip(values.Skip(1)).All(p => p.First < p.Second);
}
