using System.Text;
using Files;

namespace Radiomics.Studies;

/// <summary>Writes a study's files into a folder.</summary>
public static class StudyFolder
{
    /// <summary>
    /// Writes <c>study.json</c>, <c>table1.csv</c>, <c>table1_published.csv</c>, <c>table2.csv</c>, <c>table3.csv</c> and, where the study has a model,
    /// <c>model.json</c>. Each file appears whole or not at all. Two writings of the same study are the same bytes.
    /// </summary>
    /// <param name="result">The study.</param>
    /// <param name="folder">The folder; made where it does not exist. Files of these names in it are replaced.</param>
    /// <returns>The paths written.</returns>
    public static IReadOnlyList<string> Write(StudyResult result, string folder)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        var written = new List<string>();
        void Add(string name, Action<Stream> write)
        {
            var path = Path.Combine(folder, name);
            AtomicFile.Write(path, write);
            written.Add(path);
        }
        void AddTable(string name, IReadOnlyList<IReadOnlyList<string>> rows) => Add(name, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
            StudyTables.WriteCsv(rows, writer);
        });
        Add("study.json", stream => StudyJson.Write(result, stream));
        AddTable("table1.csv", StudyTables.Baseline(result));
        AddTable("table1_published.csv", StudyTables.PublishedBaseline(result));
        AddTable("table2.csv", StudyTables.CoxModels(result));
        AddTable("table3.csv", StudyTables.Concordance(result));
        if (result.Model is { } model)
            Add("model.json", model.Save);
        else
            File.Delete(Path.Combine(folder, "model.json"));
        return written;
    }
}
