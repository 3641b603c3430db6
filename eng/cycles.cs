#:property PublishAot=false
// Prints the folders of each package that need each other in a circle, with a file for each step: dotnet run eng/cycles.cs [PACKAGE]...
// A folder needs another where a file of it uses a type declared there; comments and strings do not count. Exit code 1 where there is a
// circle.
using System.Text.RegularExpressions;

var src = Path.Combine(Root(), "src");
string[] packages =
    args.Length > 0 ? args : [.. Directory.GetDirectories(src).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];
var circles = 0;
foreach (var package in packages)
{
    var folder = Path.Combine(src, package);
    if (Directory.GetFiles(folder, "*.csproj").Length == 0)
        continue;
    var files = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(f => Path.GetRelativePath(folder, f).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
        .Select(f => Source.Read(Path.GetRelativePath(folder, f), File.ReadAllText(f)))
        .Where(f => f.Namespace.Length > 0)
        .ToList();
    var declared = files
        .SelectMany(f => f.Types.Select(t => (t, f.Namespace)))
        .ToLookup(p => p.t, p => p.Namespace, StringComparer.Ordinal);
    var edges = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
    foreach (var file in files)
    {
        foreach (var word in file.Words)
        {
            if (declared[word].Contains(file.Namespace))
                continue; // The own type hides others of its name.
            foreach (var target in declared[word].Distinct().Where(n => n != file.Namespace && file.Sees(n, word)))
            {
                if (!edges.TryGetValue(file.Namespace, out var from))
                    edges[file.Namespace] = from = new(StringComparer.Ordinal);
                from.TryAdd(target, $"{file.Path} uses {word}");
            }
        }
    }
    foreach (var circle in Circles(edges))
    {
        circles++;
        Console.WriteLine($"{package}: {string.Join(", ", circle.Order(StringComparer.Ordinal))}");
        foreach (var from in circle.Order(StringComparer.Ordinal))
        {
            foreach (
                var (to, why) in edges
                    .GetValueOrDefault(from, [])
                    .Where(e => circle.Contains(e.Key))
                    .OrderBy(e => e.Key, StringComparer.Ordinal)
            )
                Console.WriteLine($"    {from} -> {to}: {why}");
        }
    }
}
Console.WriteLine(circles == 0 ? $"no circles in {packages.Length} packages" : $"{circles} circles");
return circles == 0 ? 0 : 1;

// Folders that reach each other (Tarjan would be faster; there are some forty).
static List<HashSet<string>> Circles(Dictionary<string, Dictionary<string, string>> edges)
{
    var reach = edges.Keys.ToDictionary(k => k, Reach, StringComparer.Ordinal);
    var found = new List<HashSet<string>>();
    foreach (var node in edges.Keys.Where(k => reach[k].Contains(k)))
    {
        if (!found.Exists(c => c.Contains(node)))
            found.Add([node, .. reach[node].Where(o => reach.TryGetValue(o, out var back) && back.Contains(node))]);
    }
    return found;

    HashSet<string> Reach(string start)
    {
        var (seen, open) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>([start]));
        while (open.TryPop(out var at))
        {
            foreach (var next in edges.GetValueOrDefault(at, []).Keys.Where(seen.Add))
                open.Push(next);
        }
        return seen;
    }
}

static string Root()
{
    for (var at = new DirectoryInfo(Directory.GetCurrentDirectory()); at is not null; at = at.Parent)
    {
        if (Directory.Exists(Path.Combine(at.FullName, "src")) && File.Exists(Path.Combine(at.FullName, "Directory.Packages.props")))
            return at.FullName;
    }
    throw new DirectoryNotFoundException("Run this inside the repository.");
}

internal sealed partial class Source
{
    private readonly HashSet<string> _imports = [];
    private readonly string _code = "";
    private HashSet<string> _plain = [];

    private Source(string path, string code) => (Path, _code) = (path, code);

    public string Path { get; }
    public string Namespace { get; private set; } = "";
    public List<string> Types { get; } = [];
    public HashSet<string> Words { get; private set; } = [];

    public static Source Read(string path, string text)
    {
        var code = Noise().Replace(text, " ");
        var source = new Source(path, code) { Namespace = NamespaceLine().Match(code).Groups[1].Value };
        foreach (Match use in Using().Matches(code))
            source._imports.Add(use.Groups[1].Value);
        foreach (Match type in Declaration().Matches(code))
            source.Types.Add(type.Groups[1].Value);
        source.Words = [.. Word().Matches(code).Select(w => w.Groups[2].Value)];
        source._plain = [.. Word().Matches(code).Where(w => w.Groups[1].Length == 0).Select(w => w.Groups[2].Value)];
        return source;
    }

    // A name is seen from the namespaces around, from those imported, and where it is written out; after a dot it is else a member's.
    public bool Sees(string target, string word) =>
        _plain.Contains(word) && (Namespace.StartsWith(target + ".", StringComparison.Ordinal) || _imports.Contains(target))
        || _code.Contains($"{target[(target.LastIndexOf('.') + 1)..]}.{word}", StringComparison.Ordinal);

    [GeneratedRegex(
        """//[^\n]*|/\*.*?\*/|"{3}.*?"{3}|\$?@"(?:[^"]|"")*"|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'""",
        RegexOptions.Singleline
    )]
    private static partial Regex Noise();

    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(?:static\s+)?([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    // Types of a namespace, not those within a type: they start in the first column.
    [GeneratedRegex(
        @"^(?:(?:public|internal|sealed|static|abstract|partial|readonly|file|ref|unsafe)\s+)*"
        + @"(?:class|record\s+struct|record\s+class|record|struct|interface|enum|"
        + @"delegate\s+[\w<>,\[\]]+)\s+(\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(\.?)\b([A-Z]\w+)\b")]
    private static partial Regex Word();
}
