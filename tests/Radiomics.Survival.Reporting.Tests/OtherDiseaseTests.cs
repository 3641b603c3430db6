using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Parquet;
using Parquet.Schema;
using Radiomics.Studies;
using Survival.Models.Resampling;

namespace Radiomics.Reporting.Tests;

/// <summary>Progression of a made-up disease, in years, from a CSV with "Patient ID" and a Parquet file with "id": nothing written says a
/// word of another study.</summary>
public sealed partial class OtherDiseaseTests : IDisposable
{
    private const int Patients = 160;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ozone-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string At(string name) => Path.Combine(_folder.FullName, name);

    [GeneratedRegex(
        @"\b(deaths?|died|dead|alive|dying|mortality|overall|OS|months?|HCC|SBRT|BCLC|CTP|BED|AFP|MVI|TACE|"
        + @"Gy|HBsAg|hepat\w*|liver|tumou?rs?|cancer|Child.?Pugh|Wang|paper'?s?|published|radiotherapy|cm|ng/mL)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex OtherStudies();

    [Fact]
    public async Task A_progression_study_in_years_has_a_report_without_a_wrong_word()
    {
        await WriteFiles();
        await File.WriteAllTextAsync(At("protocol.yaml"), """
            title: Flares of ozone syndrome
            outcome: progression
            outcome_verb: progressed
            time_unit: years
            horizons: [1, 2, 3]
            bootstraps: 5
            columns:
              id: Patient ID
              features_id: id
              time: years
              event: progressed
            factors:
              - name: stage
                label: Stage
                reference: II
              - name: score
                label: Ozone score
                unit: points
              - name: smoker
                label: Smoker
            """, TestContext.Current.CancellationToken);
        var protocol = StudyProtocol.Read(At("protocol.yaml"));
        var study = Study.Run(
            StudyInput.Read(At("features.parquet"), At("clinical.csv"), protocol),
            protocol,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(Patients, study.Input.Ids.Count);
        Assert.NotNull(study.Models);
        Assert.NotEmpty(study.Lasso!.Model.SelectedNames);
        study.Save(At("out"));
        StudyReport.Write(study, At("out"), cancellationToken: TestContext.Current.CancellationToken);

        var wrong = new List<string>();
        foreach (
            var file in Directory
                .EnumerateFiles(At("out"), "*", SearchOption.AllDirectories)
                .Where(f => Path.GetExtension(f) is not (".png" or ".pdf"))
        )
        {
            // Styles are no words of the report, and "overall" is study.json's name for all patients of a set, as in the reference's.
            var text = Style()
                .Replace(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), "")
                .Replace("\"overall\":", "", StringComparison.Ordinal);
            foreach (Match match in OtherStudies().Matches(text))
                wrong.Add(
                    $"{Path.GetFileName(file)}: "
                        + $"{text.Substring(Math.Max(0, match.Index - 60), Math.Min(140, text.Length - Math.Max(0, match.Index - 60)))}"
                );
        }
        wrong.AddRange(
            OtherStudies()
                .Matches(study + string.Join('\n', study.Notes.Select(n => n.Message)) + study.ToJsonSummary())
                .Select(m => m.Value)
        );
        Assert.Empty(wrong);

        var page = await File.ReadAllTextAsync(Path.Combine(At("out"), "report.html"), TestContext.Current.CancellationToken);
        foreach (
            var right in new[]
            {
                "Flares of ozone syndrome",
                "progression-free survival",
                "Progression-free survival by Rad-score group",
                "Time (years)",
                "2-year progression-free survival",
                "Hazard ratios for progression",
                "Ozone score (points)",
                "Corrected for optimism by 5 bootstrap resamples",
                "Stage I vs II<",
                "Smoker (yes vs no)",
                "progressions",
            }
        )
            Assert.Contains(right, page, StringComparison.Ordinal);
        // The groups are those that the search of the cut compared: maxstat's, score <= cut against score > cut.
        Assert.Same(study.Survival.Training.GroupsAbove, study.Survival.Training.Groups);
        Assert.DoesNotContain("The search compares scores above the cut", page, StringComparison.Ordinal);
        // The features came from a table; what extracted them is not known here.
        Assert.DoesNotContain("extraction settings", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Rad-score", study.Model!.Predictors.Single(p => p.Name == "radscore").Label);
        Assert.DoesNotContain("external model", page, StringComparison.OrdinalIgnoreCase);
        Assert.False(File.Exists(Path.Combine(At("out"), "tables", "external_table1.csv")));
    }

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    /// <summary>Ten features, of which two go with the hazard, and three factors, of which one does. Rows of the two files are in different
    /// orders.</summary>
    private async Task WriteFiles()
    {
        var random = new Xoshiro256(11);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var features = Enumerable.Range(0, Patients).Select(_ => Enumerable.Range(0, 10).Select(_ => Normal()).ToArray()).ToArray();
        var clinical = new StringBuilder("Patient ID,years,progressed,stage,score,smoker\n");
        for (var i = 0; i < Patients; i++)
        {
            var (stage, score, smoker) = (
                (int)(3 * random.NextDouble()),
                Math.Round(50 + (10 * Normal()), 1),
                random.NextDouble() < 0.4 ? 1 : 0
            );
            var time = -Math.Log(1 - random.NextDouble()) * 2.5 / Math.Exp((0.7 * features[i][2]) - (0.6 * features[i][5]) + (0.5 * stage));
            var end = 1 + (4 * random.NextDouble());
            clinical.Append(
                CultureInfo.InvariantCulture,
                $"P{i:000},{Math.Round(Math.Min(time, end), 3)},{(time <= end ? 1 : 0)},{"I II III".Split(' ')[stage]},{score},{smoker}\n"
            );
        }
        await File.WriteAllTextAsync(At("clinical.csv"), clinical.ToString(), TestContext.Current.CancellationToken);

        int[] order = [.. Enumerable.Range(0, Patients).Reverse()];
        DataField[] fields =
        [
            new DataField<string>("id"),
            .. Enumerable.Range(0, 10).Select(j => (DataField)new DataField<double>($"original_firstorder_F{j}")),
        ];
        await using var stream = File.Create(At("features.parquet"));
        await using var writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(fields),
            stream,
            cancellationToken: TestContext.Current.CancellationToken
        );
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(fields[0], [.. order.Select(i => $"P{i:000}")]);
        for (var j = 0; j < 10; j++)
            await group.WriteAsync<double>(
                fields[j + 1],
                order.Select(i => features[i][j]).ToArray(),
                cancellationToken: TestContext.Current.CancellationToken
            );
        group.CompleteValidate();
    }
}
