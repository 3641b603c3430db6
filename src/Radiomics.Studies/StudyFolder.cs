using System.Text;
using Csv;
using Files;

namespace Radiomics.Studies;

/// <summary>Writes a study's files into a folder.</summary>
internal static class StudyFolder
{
    public const string Disclaimer = "For research use only. Not a medical device; not for diagnosis or treatment decisions.";

    private const string Tables = "tables";

    /// <summary>The list of sums, by which <c>sha256sum -c</c> tells that all files are of one study.</summary>
    private const string Sums = "study.sha256";

    public const string SimulatedMark = "SIMULATED cohort, no patients.";

    public static IReadOnlyList<string> Write(StudyResult result, string folder, bool tables)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        using var files = new FileSet(folder, Sums);
        files.Write("study.json", result.WriteJson);
        files.WriteText("protocol.yaml", result.Protocol.ToYaml());
        if (tables)
            AddTables(result, files);
        if (result.Model is { } model)
            files.Write("model.json", model.Save);
        else
            files.Remove("model.json");
        return files.Finish();
    }

    private static void AddTables(StudyResult result, FileSet files)
    {
        void Add(string name, IReadOnlyList<IReadOnlyList<string>> rows) => files.Write($"{Tables}/{name}.csv", stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
            CsvText.Write(writer, result.IsSimulated ? [.. rows, [SimulatedMark, .. rows[0].Skip(1).Select(_ => "")]] : rows);
        });
        Add(StudyTables.BaselineName, StudyTables.Baseline(result));
        // What an earlier study left and this one has not would be taken for its own.
        if (result.Baseline.External.Count > 0)
            Add(StudyTables.ExternalBaselineName, StudyTables.ExternalBaseline(result));
        else
            files.Remove($"{Tables}/{StudyTables.ExternalBaselineName}.csv");
        Add(StudyTables.CoxModelsName, StudyTables.CoxModels(result));
        Add(StudyTables.ConcordanceName, StudyTables.Concordance(result));
    }
}
