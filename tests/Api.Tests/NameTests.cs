using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Api.Tests;

/// <summary>One set of verbs, one spelling, folder = namespace.</summary>
public partial class NameTests
{
    // What does the same is called the same: Fit, Test, Estimate, Predict, Read, Write, Load, Save. These would be other names of them.
    [GeneratedRegex(
        "^(Compute|Calculate|Perform|Process|Execute|Run|Get(?!Enumerator)|Obtain|Deserialize|Serialize|Store|Import|Export)(?=[A-Z]|$)"
    )]
    private static partial Regex OtherVerbs();

    // British, but for what the field spells its way (GrayLevel..., of PyRadiomics and IBSI) and what .NET names.
    [GeneratedRegex(
        "(Center|center|Color|color|[Nn]ormaliz|[Ss]tandardiz|[Dd]iscretiz|[Pp]enaliz|[Nn]eighborh|[Nn]eighbor|"
        + "[Aa]nalyz|[Oo]ptimiz|[Rr]andomiz|[Ss]ummariz|[Ii]nitializ|Grayscale|GrayTone|grayscale)"
    )]
    private static partial Regex American();

    // Settings have PyRadiomics' own names, so that a parameter file's reader finds them.
    private static readonly string[] FieldTerms =
    [
        "Radiomics.Features.Extraction.ExtractionSettings.Normalize",
        "Radiomics.Features.Extraction.ExtractionSettings.NormalizeScale",
    ];

    private static readonly string[] OwnWords =
    [
        "Radiomics.Studies.Study.Run", // The study: not one verb of a statistic.
    ];

    [Fact]
    public void VerbsAreTheFamilys() => Rule.Holds(
        Family.Methods.Where(m => OtherVerbs().IsMatch(m.Name)).Select(m => Family.Name(m)).Except(OwnWords));

    [Fact]
    public void SpellingIsBritish()
    {
        var names = Family.Types.Select(t => t.FullName!)
            .Concat(Family.Methods.Select(m => Family.Name(m)))
            .Concat(Family.Properties.Select(p => Family.Name(p)))
            .Concat(Family.Methods.SelectMany(m => m.GetParameters().Select(p => $"{Family.Name(m)}({p.Name})")));
        Rule.Holds(names.Where(n => American().IsMatch(n)).Except(FieldTerms));
    }

    [Fact]
    public void AFoldersNameIsItsNamespace()
    {
        var offenders = new List<string>();
        foreach (var project in Directory.GetFiles(Family.Sources, "*.csproj", SearchOption.AllDirectories))
        {
            var folder = Path.GetDirectoryName(project)!;
            var root = XDocument.Load(project).Descendants("RootNamespace").FirstOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(
                project);
            foreach (var file in Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
            {
                var relative = Path.GetRelativePath(folder, Path.GetDirectoryName(file)!);
                if (relative.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj")
                    continue;
                var expected = relative == "." ? root : $"{root}.{relative.Replace(Path.DirectorySeparatorChar, '.')}";
                if (NamespaceLine().Match(File.ReadAllText(file)) is { Success: true } found && found.Groups[1].Value != expected)
                    offenders.Add($"{Path.GetRelativePath(Family.Sources, file)}: {found.Groups[1].Value}, not {expected}");
            }
        }
        Rule.Holds(offenders);
    }

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
