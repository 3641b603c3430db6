using System.Globalization;
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
    ) =>
        new(
            key,
            "a=text;b=text",
            description,
            "column=text, separated by semicolons,",
            p => string.Join(';', p.Factors.Where(f => get(f).Length > 0).Select(f => $"{f.Name}={get(f)}")),
            (p, v) =>
            {
                var factors = p.Factors.ToList();
                foreach (var part in v.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                {
                    if (part.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at))
                        return null;
                    var (name, text) = (part[..at].Trim(), part[(at + 1)..].Trim());
                    var k = factors.FindIndex(f => f.Name == name);
                    if (k < 0)
                        factors.Add(set(new StudyFactor(name) { IsCandidate = null }, text));
                    else
                        factors[k] = set(factors[k], text);
                }
                return p with { Factors = factors };
            }
        )
        {
            IsFlagOnly = true,
        };

    public static List<string> Texts(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    public static string List(IReadOnlyList<string> texts) => string.Join(", ", texts);

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
