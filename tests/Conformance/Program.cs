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

var body = new StringBuilder();
var summary = new StringBuilder("| what | compared | outside |\n|---|---:|---:|\n");
var (all, outside) = (0L, 0L);
foreach (var section in sections)
{
    Console.Error.WriteLine(section.Title);
    body.Append(CultureInfo.InvariantCulture, $"\n## {section.Title}\n\n{section.Introduction}\n\n");
    if (!section.IsAvailable)
    {
        body.Append("Not available where this was written.\n");
        continue;
    }
    body.Append("| case | compared | outside | worst | allowed | note |\n|---|---:|---:|---:|---:|---|\n");
    var (compared, beyond) = (0L, 0L);
    foreach (var row in section.Rows())
    {
        (compared, beyond) = (compared + row.Compared, beyond + row.Outside);
        body.Append(
            CultureInfo.InvariantCulture,
            $"| {row.Case} | {row.Compared} | {row.Outside} | {row.Worst:0.0e+0} | {row.Allowed:0.0e+0} {row.Measure} | {row.Note} |\n"
        );
    }
    summary.Append(CultureInfo.InvariantCulture, $"| {section.Title} | {compared:#,0} | {beyond:#,0} |\n");
    (all, outside) = (all + compared, outside + beyond);
}
summary.Append(CultureInfo.InvariantCulture, $"| **all** | **{all:#,0}** | **{outside:#,0}** |\n");
var head = """
    # Conformance

    How this library's numbers compare with those of the reference software. The table is written by
    `dotnet run --project tests/Conformance -c Release`; the same comparisons are asserted, row by row, by the tests.

    ## In short

    `outside` counts the values that differ by more than the reference itself warrants; the notes of their rows say why.


    """;
var text = $"{head}{summary}\nIn the tables below `worst` is the largest error among the values compared; `allowed` is the closeness "
    + $"that the reference itself warrants.\n{body}";
File.WriteAllText(Path.Combine(SharedData.Repository, "docs", "conformance.md"), text);
Console.WriteLine($"docs/conformance.md written; {outside} values outside.");
return 0;
