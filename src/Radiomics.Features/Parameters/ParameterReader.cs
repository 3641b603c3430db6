using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Radiomics.Features.Parameters;

/// <summary>Reads YAML (and JSON, which is YAML) into <see cref="ParameterNode"/>s by the parser's events: no reflection, and every value
/// keeps its line.</summary>
internal sealed class ParameterReader
{
    private const int DeepestNesting = 32, LongestText = 8 << 20;

    private readonly string _source;
    private readonly Parser _parser;
    private readonly Dictionary<string, ParameterNode> _anchors = [];

    private ParameterReader(string text, string source) => (_source, _parser) = (source, new Parser(new StringReader(text)));

    /// <summary>The document's root, or <see langword="null"/> for an empty text.</summary>
    public static ParameterNode? Read(string text, string source)
    {
        if (text.Length > LongestText)
            throw new ParameterFileException(
                source,
                0,
                "",
                Invariant($"it has {text.Length} characters; a parameter file has at most {LongestText}. Is it another file?")
            );
        try
        {
            return new ParameterReader(text, source).Document();
        }
        catch (YamlException problem)
        {
            // Of a tab the parser tells where the mapping begins that it stands in.
            var tab = problem.Message.Contains(" tab ", StringComparison.Ordinal)
                ? Array.FindIndex(text.Split('\n'), l => l.TrimStart(' ').StartsWith('\t')) + 1 : 0;
            throw new ParameterFileException(
                source, Math.Max(tab, (int)problem.Start.Line), "", $"this is not valid YAML. {problem.Message}", problem);
        }
        catch (InvalidOperationException problem)
        {
            // So the parser says that nothing follows where something is not closed.
            var lines = text.AsSpan().TrimEnd().Count('\n') + 1;
            throw new ParameterFileException(source, lines, "", "this is not valid YAML: it ends before what is open is closed.", problem);
        }
    }

    private ParameterNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        var root = Node("", 0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out var next))
            throw new ParameterFileException(
                _source,
                (int)(_parser.Current?.Start.Line ?? 0),
                "",
                "a parameter file holds one document; remove the second."
            );
        return root;
    }

    // A list or mapping is told by the line of its key, where it has one.
    private ParameterNode Node(string key, int depth, int keyLine = 0)
    {
        var line = keyLine > 0 && _parser.Current is (SequenceStart or MappingStart) ? keyLine : (int)(_parser.Current?.Start.Line ?? 0);
        if (depth > DeepestNesting)
            throw new ParameterFileException(_source, line, key, $"nested more than {DeepestNesting} deep.");
        switch (_parser.Current)
        {
            case AnchorAlias alias:
                _parser.MoveNext();
                return _anchors.TryGetValue(alias.Value.Value, out var target)
                    ? target
                    : throw new ParameterFileException(_source, line, key, $"the anchor '{alias.Value.Value}' is not defined above.");
            case Scalar scalar:
                _parser.MoveNext();
                return Remember(scalar, ParameterNode.Scalar(_source, key, line, scalar.Value, scalar.Style == ScalarStyle.Plain));
            case SequenceStart sequence:
                _parser.MoveNext();
                var items = new List<ParameterNode>();
                while (!_parser.TryConsume<SequenceEnd>(out _))
                    items.Add(Node(key, depth + 1));
                return Remember(sequence, ParameterNode.Sequence(_source, key, line, items));
            case MappingStart mapping:
                _parser.MoveNext();
                return Remember(mapping, ParameterNode.Mapping(_source, key, line, Entries(key, depth)));
            default:
                throw new ParameterFileException(_source, line, key, "this is not valid YAML.");
        }
    }

    private List<KeyValuePair<string, ParameterNode>> Entries(string key, int depth)
    {
        var entries = new List<KeyValuePair<string, ParameterNode>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var line = (int)(_parser.Current?.Start.Line ?? 0);
            if (!_parser.TryConsume<Scalar>(out var name))
                throw new ParameterFileException(_source, line, key, "a key must be a plain word.");
            var value = Node(key.Length == 0 ? name.Value : $"{key}.{name.Value}", depth + 1, line);
            if (!names.Add(name.Value))
                throw new ParameterFileException(_source, line, value.Key, "this key stands twice; remove one.");
            entries.Add(new(name.Value, value));
        }
        return entries;
    }

    private ParameterNode Remember(NodeEvent yaml, ParameterNode node)
    {
        if (!yaml.Anchor.IsEmpty)
            _anchors[yaml.Anchor.Value] = node;
        return node;
    }
}
