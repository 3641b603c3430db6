using System.Text;
using Files;

namespace Radiomics.Studies;

/// <summary>Writes a study's files into a folder.</summary>
internal static class StudyFolder
{
    public const string Disclaimer = "For research use only. Not a medical device; not for diagnosis or treatment decisions.";

    private const string Tables = "tables";

    public const string SimulatedMark = "SIMULATED cohort, no patients.";

    public static IReadOnlyList<string> Write(StudyResult result, string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(Path.Combine(folder, Tables));
        var written = new List<string>();
        void Add(string name, Action<Stream> write)
        {
            var path = Path.Combine(folder, name);
            AtomicFile.Write(path, write);
            written.Add(path);
        }
        void AddTable(string name, IReadOnlyList<IReadOnlyList<string>> rows) => Add(Path.Combine(Tables, name + ".csv"), stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
            StudyTables.WriteCsv(result.IsSimulated ? [.. rows, [SimulatedMark, .. rows[0].Skip(1).Select(_ => "")]] : rows, writer);
        });
        // What an earlier study left and this one has not would be taken for its own.
        void Remove(string name) => File.Delete(Path.Combine(folder, name));
        Add("study.json", stream => StudyJson.Write(result, stream));
        Add("protocol.yaml", stream => stream.Write(Encoding.UTF8.GetBytes(result.Protocol.ToYaml())));
        AddTable(StudyTables.BaselineName, StudyTables.Baseline(result));
        if (result.Baseline.External.Count > 0)
            AddTable(StudyTables.ExternalBaselineName, StudyTables.ExternalBaseline(result));
        else
            Remove(Path.Combine(Tables, StudyTables.ExternalBaselineName + ".csv"));
        AddTable(StudyTables.CoxModelsName, StudyTables.CoxModels(result));
        AddTable(StudyTables.ConcordanceName, StudyTables.Concordance(result));
        if (result.Model is { } model)
            Add("model.json", model.Save);
        else
            Remove("model.json");
        return written;
    }
}
