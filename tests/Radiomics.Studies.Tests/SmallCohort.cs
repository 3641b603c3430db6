using System.Globalization;
using System.Text;
using Radiomics.Samples;

namespace Radiomics.Studies.Tests;

/// <summary>A simulated cohort of 137 patients with few features, as files that a test can change.</summary>
internal sealed class SmallCohort : IDisposable
{
    private static readonly Lazy<SimulatedCohort> Simulated = new(() => SimulatedCohort.Create(new SimulationOptions { Seed = 1 }));
    private readonly TemporaryFolder _folder = new();

    public SmallCohort()
    {
        var cohort = Simulated.Value;
        using var clinical = new StringWriter();
        cohort.WriteClinical(clinical);
        Clinical = [.. clinical.ToString().TrimEnd().Split('\n').Select(l => l.Split(',').ToList())];
        int[] columns = [.. Enumerable.Range(0, cohort.Features.ColumnCount).Where(j => j % 12 == 0)];
        Features = Table(
            columns.Select(j => cohort.Features.ColumnNames[j]),
            cohort.Patients.Select(p => p.Id),
            (i, j) => cohort.Features[i, columns[j]]
        );
        Second = Table(
            columns.Select(j => cohort.Features.ColumnNames[j]),
            cohort.Patients.Where(p => p.SecondReader).Select(p => p.Id),
            (i, j) => cohort.SecondReaderFeatures[i, columns[j]]
        );
    }

    /// <summary>The clinical file, a list of cells a line, the header first.</summary>
    public List<List<string>> Clinical { get; private set; }

    public List<List<string>> Features { get; }

    public List<List<string>> Second { get; }

    public string PathOf(string name) => _folder.PathOf(name);

    /// <summary>Keeps these clinical columns only.</summary>
    public void Keep(params string[] names)
    {
        var at = names.Select(n => Clinical[0].IndexOf(n)).ToList();
        Clinical = [.. Clinical.Select(row => at.ConvertAll(j => row[j]))];
    }

    /// <summary>Adds a clinical column, or puts other values into one.</summary>
    public void Set(string name, Func<int, List<string>, string> value)
    {
        var j = Clinical[0].IndexOf(name);
        if (j < 0)
            Clinical[0].Add(name);
        for (var i = 1; i < Clinical.Count; i++)
        {
            var cell = value(i - 1, Clinical[i]);
            if (j < 0)
                Clinical[i].Add(cell);
            else
                Clinical[i][j] = cell;
        }
    }

    public string Cell(List<string> row, string name) => row[Clinical[0].IndexOf(name)];

    public string WriteFeatures() => _folder.Write("features.csv", Text(Features));

    public string WriteClinical() => _folder.Write("cohort.csv", Text(Clinical));

    public string WriteSecond() => _folder.Write("features_reader2.csv", Text(Second));

    public StudyInput Read(StudyColumns? columns = null, bool second = false) =>
        StudyInput.Read(
            WriteFeatures(),
            WriteClinical(),
            columns ?? new StudyColumns { Split = "set", Folds = "foldid" },
            second ? WriteSecond() : null
        );

    /// <summary>Runs without the bootstrap, which no test of the cohort's shape needs.</summary>
    public StudyResult Run(StudyColumns? columns = null, StudyProtocol? options = null, bool second = false) =>
        Study.Run(Read(columns, second), options ?? HccSbrtProtocol.Value with { Bootstraps = 0 });

    public void Dispose() => _folder.Dispose();

    private static List<List<string>> Table(IEnumerable<string> names, IEnumerable<string> ids, Func<int, int, double> value)
    {
        List<string> header = ["id", .. names];
        return
        [
            header,
            .. ids.Select(
                (id, i) =>
                    (List<string>)
                        [id, .. Enumerable.Range(0, header.Count - 1).Select(j => value(i, j).ToString("R", CultureInfo.InvariantCulture))]
            ),
        ];
    }

    private static string Text(List<List<string>> rows) =>
        rows.Aggregate(new StringBuilder(), (text, row) => text.AppendJoin(',', row).Append('\n')).ToString();
}
