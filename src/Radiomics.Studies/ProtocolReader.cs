using System.Globalization;
using Suggestions;
using Survival.Models.CutPoints;
using Survival.Models.Prognosis;

namespace Radiomics.Studies;

/// <summary>A protocol from its YAML. A key that is none is named, with the one that was probably meant.</summary>
internal sealed class ProtocolReader
{
    private static readonly string[] _factorKeys = ["name", "label", "unit", "reference", "stand_in", "candidate", "optional"];
    private static readonly string[] _modelKeys =
    [
        "name",
        "citation",
        "signature",
        "cut_point",
        "group_rule",
        "score_coefficient",
        "predictors",
        "caveats",
        "characteristics",
        "results",
    ];

    public StudyProtocol Protocol(YamlNode root)
    {
        var protocol = StudyProtocol.Default;
        var settings = ProtocolSettings.All.Where(s => !s.IsFlagOnly).ToList();
        var (plain, columns) = (
            settings.Where(s => !s.IsColumn).ToDictionary(s => s.Key),
            settings.Where(s => s.IsColumn).ToDictionary(s => s.Key)
        );
        var entries = Mapping(root, [.. plain.Keys, "columns", "external_model"]);
        // The words that follow from the outcome's name are read after it, wherever they stand.
        foreach (var (key, node) in entries.OrderBy(e => e.Key == "outcome" ? 0 : 1))
        {
            protocol = key switch
            {
                "columns" => Mapping(node, columns.Keys).Aggregate(protocol, (p, e) => Set(p, columns[e.Key], e.Value)),
                "factors" => protocol with { Factors = [.. List(node).Select(Factor)] },
                "external_model" => node.Text == ""
                    ? protocol with
                    {
                        ExternalModel = null,
                    }
                    : protocol with
                    {
                        ExternalModel = Model(node),
                    },
                _ => Set(protocol, plain[key], node),
            };
        }
        if (protocol.Factors.GroupBy(f => f.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw entries["factors"].Refusal($"'{twice.Key}' stands twice; remove one.");
        return protocol;
    }

    private static StudyProtocol Set(StudyProtocol protocol, ProtocolSetting setting, YamlNode node)
    {
        var text = node.Items is { } items && setting.IsList ? SettingForms.List([.. items.Select(Text)]) : Text(node);
        try
        {
            return setting.Set(protocol, text);
        }
        catch (StudyProtocolException refusal) when (refusal.Line == 0)
        {
            throw node.Refusal(refusal.Problem);
        }
    }

    private static StudyFactor Factor(YamlNode node)
    {
        if (node.Text is { Length: > 0 } name)
            return new StudyFactor(name);
        var entries = Mapping(node, _factorKeys);
        return new StudyFactor(Text(Need(node, entries, "name")))
        {
            Label = Optional(entries, "label") ?? "",
            Unit = Optional(entries, "unit") ?? "",
            Reference = Optional(entries, "reference"),
            StandIn = Optional(entries, "stand_in"),
            IsCandidate = !entries.TryGetValue("candidate", out var candidate) ? true : candidate.Text == "" ? null : Flag(candidate),
            IsOptional = entries.TryGetValue("optional", out var optional) && Flag(optional),
        };
    }

    public ExternalModel Model(YamlNode node)
    {
        var entries = Mapping(node, _modelKeys);
        var signature = Need(node, entries, "signature");
        return new ExternalModel
        {
            Name = Text(Need(node, entries, "name")),
            Citation = Optional(entries, "citation") ?? "",
            Signature = signature.Entries is { Count: > 0 } weights
                ? [.. weights.Select(w => new SignatureTerm(w.Key, Number(w.Value)))]
                : throw signature.Refusal("a mapping of features to weights was expected, such as 'original_firstorder_Mean: 0.12'."),
            CutPoint = Number(Need(node, entries, "cut_point")),
            GroupRule = entries.TryGetValue("group_rule", out var rule) ? Rule(rule) : CutPointRule.AtOrAbove,
            ScoreCoefficient = entries.TryGetValue("score_coefficient", out var coefficient) ? Number(coefficient) : 1,
            Predictors = entries.TryGetValue("predictors", out var predictors) ? [.. List(predictors).Select(Predictor)] : [],
            Caveats = entries.TryGetValue("caveats", out var caveats) ? [.. List(caveats).Select(Text)] : [],
            Characteristics = entries.TryGetValue("characteristics", out var rows) ? [.. List(rows).Select(Characteristic)] : [],
            Results = entries.TryGetValue("results", out var results) ? [.. List(results).Select(Result)] : [],
        };
    }

    private static ExternalPredictor Predictor(YamlNode node)
    {
        var entries = Mapping(node, ["column", "coefficient", "number_column", "threshold", "rule"]);
        var number = Optional(entries, "number_column");
        return new ExternalPredictor(Text(Need(node, entries, "column")), Number(Need(node, entries, "coefficient")))
        {
            NumberColumn = number,
            Threshold = number is null ? double.NaN : Number(Need(node, entries, "threshold")),
            Rule = entries.TryGetValue("rule", out var rule) ? Rule(rule) : CutPointRule.Above,
        };
    }

    private static ExternalCharacteristic Characteristic(YamlNode node)
    {
        var entries = Mapping(node, ["name", "levels", "training", "validation", "p", "remark"]);
        IReadOnlyList<int> Counts(string key) => [.. List(Need(node, entries, key)).Select(Count)];
        var row = new ExternalCharacteristic(
            Text(Need(node, entries, "name")),
            [.. List(Need(node, entries, "levels")).Select(Text)],
            Counts("training"),
            Counts("validation"),
            Number(Need(node, entries, "p")),
            Optional(entries, "remark") ?? ""
        );
        return row.Levels.Count >= 2 && row.Training.Count == row.Levels.Count && row.Validation.Count == row.Levels.Count
            ? row
            : throw node.Refusal(
                $"{row.Levels.Count} levels have {row.Training.Count} and {row.Validation.Count} counts; two levels or more, and a count "
                    + $"of each in both sets, were expected."
            );
    }

    private static ExternalResult Result(YamlNode node)
    {
        var entries = Mapping(node, ["kind", "model", "time", "training", "validation"]);
        var kind = Need(node, entries, "kind");
        var names = Enum.GetNames<ExternalResultKind>();
        return
            Array.FindIndex(names, n => n.Equals(kind.Text?.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
                is var k
                    and >= 0
            ? new ExternalResult(
                (ExternalResultKind)k,
                Optional(entries, "training") ?? "",
                Optional(entries, "validation") ?? "",
                Optional(entries, "model") ?? "",
                entries.TryGetValue("time", out var time) ? Number(time) : double.NaN
            )
            : throw kind.Refusal($"'{kind.Text}' was given; {string.Join(", ", names.Select(ProtocolWriter.Snake))} were expected.");
    }

    private static IReadOnlyDictionary<string, YamlNode> Mapping(YamlNode node, IEnumerable<string> keys)
    {
        var entries = node.Entries ?? throw node.Refusal($"a mapping was expected, of {string.Join(", ", keys)}.");
        foreach (var (key, value) in entries)
        {
            if (!keys.Contains(key, StringComparer.Ordinal))
                throw value.Refusal($"there is no such setting.{Nearest.Suggest(key, keys)} There are: {string.Join(", ", keys)}.");
        }
        return entries;
    }

    private static YamlNode Need(YamlNode node, IReadOnlyDictionary<string, YamlNode> entries, string key) =>
        entries.TryGetValue(key, out var value) ? value : throw node.Refusal($"'{key}' is missing.");

    private static string? Optional(IReadOnlyDictionary<string, YamlNode> entries, string key) =>
        entries.TryGetValue(key, out var node) ? Text(node) : null;

    private static IReadOnlyList<YamlNode> List(YamlNode node) =>
        node.Items ?? (node.Text == "" ? [] : throw node.Refusal("a list was expected."));

    private static string Text(YamlNode node) => node.Text ?? throw node.Refusal("a single value was expected.");

    private static double Number(YamlNode node) =>
        SettingForms.Number(Text(node)) ?? throw node.Refusal($"'{node.Text}' was given; a number was expected.");

    private static int Count(YamlNode node) =>
        int.TryParse(Text(node), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n
            : throw node.Refusal($"'{node.Text}' was given; a whole number, not negative, was expected.");

    private static bool Flag(YamlNode node) =>
        SettingForms.Flag(Text(node)) ?? throw node.Refusal($"'{node.Text}' was given; yes or no was expected.");

    private static CutPointRule Rule(YamlNode node) =>
        SettingForms.Rule(Text(node)) ?? throw node.Refusal($"'{node.Text}' was given; at-or-above or above was expected.");
}
