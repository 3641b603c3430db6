using System.Globalization;
using System.Text;
using Reference;
using Reference.Studies;

// Writes docs/conformance.md from every IConformanceSection in the Reference libraries.
// dotnet run --project tests/Conformance -c Release
if (!SharedData.Exists)
{
    Console.Error.WriteLine(SharedData.Missing);
    return 1;
}

var sections = typeof(IConformanceSection).Assembly.GetTypes().Concat(typeof(StudySection).Assembly.GetTypes())
    .Where(t => !t.IsAbstract && typeof(IConformanceSection).IsAssignableFrom(t))
    .Select(t => (IConformanceSection)Activator.CreateInstance(t)!)
    .OrderBy(s => s.Order);

var text = new StringBuilder("""
    # Conformance

    How this library's numbers compare with those of the reference software. The table is written by
    `dotnet run --project tests/Conformance -c Release`; the same comparisons are asserted, row by row, by the tests.
    `worst` is the largest error among the values compared; `allowed` is the closeness that the reference itself warrants.

    """);
var outside = 0;
foreach (var section in sections)
{
    Console.Error.WriteLine(section.Title);
    text.Append(CultureInfo.InvariantCulture, $"\n## {section.Title}\n\n{section.Introduction}\n\n");
    if (!section.IsAvailable)
    {
        text.Append("Not available where this was written.\n");
        continue;
    }
    text.Append("| case | compared | outside | worst | allowed | note |\n|---|---:|---:|---:|---:|---|\n");
    foreach (var row in section.Rows())
    {
        outside += row.Outside;
        text.Append(
            CultureInfo.InvariantCulture,
            $"| {row.Case} | {row.Compared} | {row.Outside} | {row.Worst:0.0e+0} | {row.Allowed:0.0e+0} {row.Measure} | {row.Note} |\n"
        );
    }
}
File.WriteAllText(Path.Combine(SharedData.Repository, "docs", "conformance.md"), text.ToString());
Console.WriteLine($"docs/conformance.md written; {outside} values outside.");
return 0;
