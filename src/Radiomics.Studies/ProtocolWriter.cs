using System.Globalization;
using System.Text;

namespace Radiomics.Studies;

/// <summary>A protocol as YAML.</summary>
internal static class ProtocolWriter
{
    public static string Write(StudyProtocol protocol)
    {
        var text = new StringBuilder();
        var settings = ProtocolSettings.All.Where(s => !s.IsFlagOnly).ToList();
        foreach (var setting in settings.Where(s => !s.IsColumn && s.Key != "factors"))
            Setting(text, "", setting, protocol);
        text.Append("columns:\n");
        foreach (var setting in settings.Where(s => s.IsColumn))
            Setting(text, "  ", setting, protocol);
        text.Append(protocol.Factors.Count == 0 ? "factors: []\n" : "factors:\n");
        foreach (var factor in protocol.Factors)
            Factor(text, factor);
        if (protocol.ExternalModel is { } model)
            Model(text, model);
        return text.ToString();
    }

    /// <summary>A name in small letters: <c>log_rank</c>.</summary>
    public static string Snake(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static void Setting(StringBuilder text, string indent, ProtocolSetting setting, StudyProtocol protocol)
    {
        var value = setting.ValueIn(protocol);
        var written = setting.IsList ? Flow(SettingForms.Texts(value))
            : value.Length == 0 ? "\"\""
            : Quoted(value);
        text.Append(CultureInfo.InvariantCulture, $"{indent}{setting.Key}: {written}\n");
    }

    private static void Factor(StringBuilder text, StudyFactor f)
    {
        text.Append(CultureInfo.InvariantCulture, $"  - name: {Quoted(f.Name)}\n");
        void Add(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                text.Append(CultureInfo.InvariantCulture, $"    {key}: {Quoted(value)}\n");
        }
        Add("label", f.Label);
        Add("unit", f.Unit);
        Add("reference", f.Reference);
        Add("stand_in", f.StandIn);
        if (f.IsCandidate is not true)
            text.Append(CultureInfo.InvariantCulture, $"    candidate: {(f.IsCandidate is null ? "\"\"" : "no")}\n");
        Add("optional", f.IsOptional ? "yes" : "");
    }

    private static void Model(StringBuilder text, ExternalModel m)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"external_model:\n  name: {Quoted(m.Name)}\n  citation: {Quoted(m.Citation)}\n  signature:\n"
        );
        foreach (var term in m.Signature)
            text.Append(CultureInfo.InvariantCulture, $"    {Quoted(term.Feature)}: {Number(term.Weight)}\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"  cut_point: {Number(m.CutPoint)}\n  group_rule: {SettingForms.Rule(m.GroupRule)}\n  score_coefficient: "
                + $"{Number(m.ScoreCoefficient)}\n"
        );
        Section(
            "predictors",
            m.Predictors,
            p =>
                $"{{ column: {Quoted(p.Column)}, coefficient: "
                + $"{Number(p.Coefficient)}"
                + $"{(p.NumberColumn is { } n ? $", number_column: {Quoted(n)}, threshold: {Number(p.Threshold)}" : "")}"
                + $"{(p.NumberColumn is null ? "" : $", rule: {SettingForms.Rule(p.Rule)}")} }}"
        );
        Section("caveats", m.Caveats, Quoted);
        Section(
            "characteristics",
            m.Characteristics,
            c =>
                $"{{ name: {Quoted(c.Name)}, levels: {Flow(c.Levels)}, training: [{Whole(c.Training)}], validation: "
                    + $"[{Whole(c.Validation)}], p: {Number(c.PValue)}, remark: {Quoted(c.Remark)} }}"
        );
        Section(
            "results",
            m.Results,
            r =>
                $"{{ kind: {Snake(r.Kind.ToString())}{(r.Model.Length > 0 ? $", model: {Quoted(r.Model)}" : "")}"
                    + $"{(double.IsNaN(r.Time) ? "" : $", time: {Number(r.Time)}")}, "
                    + $"training: {Quoted(r.Training)}, validation: {Quoted(r.Validation)} }}"
        );

        void Section<T>(string key, IReadOnlyList<T> items, Func<T, string> write)
        {
            if (items.Count == 0)
                return;
            text.Append(CultureInfo.InvariantCulture, $"  {key}:\n");
            foreach (var item in items)
                text.Append(CultureInfo.InvariantCulture, $"    - {write(item)}\n");
        }
    }

    private static string Flow(IReadOnlyList<string> parts) => $"[{string.Join(", ", parts.Select(Quoted))}]";

    private static string Whole(IReadOnlyList<int> numbers) => string.Join(", ", numbers.Select(n => Invariant($"{n}")));

    private static string Number(double value) => SettingForms.Of(value);

    /// <summary>A text as it is where no reader can mistake it, else in double quotes.</summary>
    private static string Quoted(string text)
    {
        var plain =
            text.Length > 0
            && text is not ("null" or "~")
            && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-' or ' ' or '(' or ')' or '/' or '+' or '=')
            && text[0] is not ('-' or '=' or ' ')
            && text[^1] != ' ';
        if (plain || SettingForms.Number(text) is not null)
            return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(
                c switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    '\t' => "\\t",
                    < ' ' => Invariant($"\\x{(int)c:x2}"),
                    _ => c.ToString(),
                }
            );
        return quoted.Append('"').ToString();
    }
}
