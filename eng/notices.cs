// Lists what the packages of src bring along, from what NuGet restored, with versions and licences: dotnet run eng/notices.cs [--write]
// writes the table of THIRD-PARTY-NOTICES.md, or says what is missing there and ends with 1. A package without a licence ends it too.
using System.Text.Json;
using System.Text.RegularExpressions;

const string Begin = "<!-- packages: eng/notices.cs -->", End = "<!-- end -->";
// Not the compiler's path of this file: a build of CI maps it away.
var root = Path.GetDirectoryName((string)AppContext.GetData("EntryPointFileDirectoryPath")!)!;
var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
    ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
// Where a licence is a file, its name in SPDX's list, as the file's text has it.
var files = new Dictionary<string, string> { ["K4os.Compression.LZ4"] = "MIT", ["Apache.Arrow"] = "Apache-2.0", ["FSharp.Core"] = "MIT" };

var packages = new SortedDictionary<string, (string Version, string License, string Project)>(StringComparer.OrdinalIgnoreCase);
// The adapter's closure last: what it is depends on the feed, and none of it is packed, so that a package more is said and ends nothing.
const string Adapter = "Radiomics.Imaging.FoDicom";
var elsewhere = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
foreach (var project in Directory.EnumerateDirectories(Path.Combine(root, "src")).Select(Path.GetFileName).OrderBy(p => p == Adapter))
{
    var assets = Path.Combine(root, "artifacts", "obj", project!, "project.assets.json");
    if (!File.Exists(assets))
        continue;
    using var document = JsonDocument.Parse(File.ReadAllBytes(assets));
    foreach (var target in document.RootElement.GetProperty("targets").EnumerateObject())
    {
        foreach (var library in target.Value.EnumerateObject())
        {
            // Analyzers and tasks of the build have no assembly to run with.
            if (library.Value.GetProperty("type").GetString() == "package" && library.Value.TryGetProperty("runtime", out var runtime)
                && runtime.EnumerateObject().Any(f => f.Name.EndsWith(".dll", StringComparison.Ordinal)))
                Add(library.Name, project == Adapter);
        }
    }
}

if (packages.Count == 0)
    throw new InvalidOperationException($"Nothing is restored under {root}: dotnet restore first.");
var table = "| package | version | licence | project |\n|---|---|---|---|\n"
    + string.Concat(packages.Select(p => $"| {p.Key} | {p.Value.Version} | {p.Value.License} | {p.Value.Project} |\n"));
var notices = Path.Combine(root, "THIRD-PARTY-NOTICES.md");
var text = File.ReadAllText(notices);
var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length + 1, text.IndexOf(End, StringComparison.Ordinal));
if (args.Contains("--write"))
{
    File.WriteAllText(notices, text[..from] + table + text[to..]);
    return 0;
}
var missing = packages.Keys.Where(id => !elsewhere.Contains(id)
    && !text.Contains($"| {id} | {packages[id].Version} |", StringComparison.Ordinal)).ToList();
foreach (var id in elsewhere.Where(id => !text.Contains($"| {id} |", StringComparison.Ordinal)))
    Console.WriteLine($"notices: this feed's fo-dicom also brings {id} {packages[id].Version}, {packages[id].License}");
if (missing.Count == 0)
{
    Console.WriteLine($"notices: {packages.Count} packages, all listed");
    return 0;
}
Console.WriteLine($"THIRD-PARTY-NOTICES.md does not list {string.Join(", ", missing)}: dotnet run eng/notices.cs --write");
return 1;

void Add(string library, bool byAdapter)
{
    var (id, version) = (library[..library.IndexOf('/')], library[(library.IndexOf('/') + 1)..]);
    var folder = Path.Combine(cache, id.ToLowerInvariant(), version);
    var nuspec = File.ReadAllText(Directory.EnumerateFiles(folder, "*.nuspec").First());
    var license = Regex.Match(nuspec, "<license type=\"expression\">([^<]+)<").Groups[1].Value;
    if (license == "")
    {
        license = files.GetValueOrDefault(id) ?? (byAdapter ? "a file of its own"
            : throw new InvalidOperationException($"{id} {version} names no licence: read it and add it to eng/notices.cs."));
    }
    if (byAdapter && packages.ContainsKey(id))
        return;
    if (byAdapter)
        elsewhere.Add(id);
    packages[id] = (version, license, Regex.Match(nuspec, "<projectUrl>([^<]+)<").Groups[1].Value);
}
