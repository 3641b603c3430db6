using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Radiomics.Studies;

/// <summary>A value of a YAML text with the line it stands on.</summary>
internal sealed class YamlNode
{
    private const int DeepestNesting = 16, LongestText = 8 << 20;

    private YamlNode(string source, string key, int line) => (Source, Key, Line) = (source, key, line);

    public string Source { get; }

    public string Key { get; }

    public int Line { get; }

    /// <summary>The text of a scalar; <see langword="null"/> of a list or a mapping.</summary>
    public string? Text { get; private init; }

    /// <summary>The parts of a list; <see langword="null"/> of anything else.</summary>
    public IReadOnlyList<YamlNode>? Items { get; private init; }

    /// <summary>The entries of a mapping, by their keys; <see langword="null"/> of anything else.</summary>
    public IReadOnlyDictionary<string, YamlNode>? Entries { get; private init; }

    /// <summary>Reads a text, event by event, without reflection.</summary>
    public static YamlNode? Read(string text, string source)
    {
        if (text.Length > LongestText)
            throw new StudyProtocolException(
                source,
                0,
                "",
                Invariant($"it has {text.Length} characters; a protocol has at most {LongestText}. Is it another file?")
            );
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
                return null;
            parser.Consume<DocumentStart>();
            var root = Next(parser, source, "", 0);
            parser.Consume<DocumentEnd>();
            return parser.Accept<StreamEnd>(out _)
                ? root
                : throw new StudyProtocolException(
                    source,
                    (int)(parser.Current?.Start.Line ?? 0),
                    "",
                    "a protocol is one document; remove the second."
                );
        }
        catch (YamlException problem)
        {
            throw new StudyProtocolException(source, (int)problem.Start.Line, "", $"this is not valid YAML. {problem.Message}", problem);
        }
        catch (InvalidOperationException problem)
        {
            // So the parser says that nothing follows where something is not closed.
            var lines = text.AsSpan().TrimEnd().Count('\n') + 1;
            throw new StudyProtocolException(source, lines, "", "this is not valid YAML: it ends before what is open is closed.", problem);
        }
    }

    public StudyProtocolException Refusal(string problem) => new(Source, Line, Key, problem);

    private static YamlNode Next(Parser parser, string source, string key, int depth)
    {
        var line = (int)(parser.Current?.Start.Line ?? 0);
        if (depth > DeepestNesting)
            throw new StudyProtocolException(source, line, key, $"nested more than {DeepestNesting} deep.");
        switch (parser.Current)
        {
            case Scalar scalar:
                parser.MoveNext();
                return new YamlNode(source, key, line)
                {
                    Text = scalar.Style == ScalarStyle.Plain && scalar.Value is "~" or "null" ? "" : scalar.Value,
                };
            case SequenceStart:
                parser.MoveNext();
                var items = new List<YamlNode>();
                while (!parser.TryConsume<SequenceEnd>(out _))
                    items.Add(Next(parser, source, key, depth + 1));
                return new YamlNode(source, key, line) { Items = items };
            case MappingStart:
                parser.MoveNext();
                return new YamlNode(source, key, line) { Entries = Mapping(parser, source, key, depth) };
            default:
                throw new StudyProtocolException(source, line, key, "a protocol has texts, numbers, lists and mappings only, no anchors.");
        }
    }

    private static Dictionary<string, YamlNode> Mapping(Parser parser, string source, string key, int depth)
    {
        var entries = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var line = (int)(parser.Current?.Start.Line ?? 0);
            if (!parser.TryConsume<Scalar>(out var name))
                throw new StudyProtocolException(source, line, key, "a key must be a plain word.");
            var value = Next(parser, source, key.Length == 0 ? name.Value : $"{key}.{name.Value}", depth + 1);
            if (!entries.TryAdd(name.Value, value))
                throw new StudyProtocolException(source, line, value.Key, "this key stands twice; remove one.");
        }
        return entries;
    }
}
