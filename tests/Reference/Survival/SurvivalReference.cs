using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Reference.Survival;

/// <summary>Reads what R returned: <c>shared/reference/survival/public/{topic}.json</c> and the data sets beside it.</summary>
public static class SurvivalReference
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<SurvivalCase>> Topics = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, DataTable> Tables = new(StringComparer.Ordinal);

    /// <summary>The cases of a topic, such as <c>km</c>.</summary>
    public static IReadOnlyList<SurvivalCase> Cases(string topic) => Topics.GetOrAdd(topic, Load);

    /// <summary>One case of a topic.</summary>
    public static SurvivalCase Case(string topic, string id) => Cases(topic).Single(c => c.Id == id);

    /// <summary>The names of a topic's cases for theory data; one empty name where the shared folder is absent.</summary>
    public static IReadOnlyList<string> CaseIds(string topic) => SharedData.Exists ? [.. Cases(topic).Select(c => c.Id)] : [""];

    /// <summary>A data set by its file as the cases name it, such as <c>data/public/lung_cc.csv</c>, or by its bare name, such as
    /// <c>lung_cc</c>.</summary>
    public static DataTable Table(string file) =>
        Tables.GetOrAdd(
            file.Contains('/', StringComparison.Ordinal) ? file : $"data/public/{file}.csv",
            f => DataTable.Read(SharedData.PathOf("reference", "survival", f))
        );

    /// <summary>Bootstrap resamples: one replicate a row, row numbers counted from 0.</summary>
    public static int[][] BootstrapRows(string file) =>
        [.. File.ReadLines(SharedData.PathOf("reference", "survival", file)).Where(l => l.Length > 0 && (char.IsAsciiDigit(l[0])))
            .Select(l => l.Split(',').Select(v => int.Parse(v, CultureInfo.InvariantCulture) - 1).ToArray())];

    private static List<SurvivalCase> Load(string topic)
    {
        // Not disposed: the cases keep elements of it for the life of the run.
        var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("reference", "survival", "public", topic + ".json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(e => new SurvivalCase(e))];
    }
}
