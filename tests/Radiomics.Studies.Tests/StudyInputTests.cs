using Survival.Models;

namespace Radiomics.Studies.Tests;

/// <summary>A cohort joined from two files is the input that the two files themselves give.</summary>
public sealed class StudyInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_joined_cohort_is_the_input_of_its_files()
    {
        var clinical = Write("clinical.csv", "id,time,event,age,sex",
            i => $"P{i:00},{i + 1},{i % 3 % 2},{40 + i * 7 % 30},{(i % 2 == 0 ? "F" : "M")}");
        var features = Write("features.csv", "Case,f_one,f_two,f_three",
            i => i == 4 ? "P04,,," : $"P{i:00},{i * i % 11},{i * 5 % 7},{(i == 6 ? "" : "1.5")}");
        var cohort = Cohort.ReadCsv(clinical, new CohortColumns("time", "event") { Id = "id" })
            .Join(SurvivalTable.ReadCsv(features), "Case");
        var input = StudyInput.FromCohort(cohort, n => n.StartsWith("f_", StringComparison.Ordinal));
        var read = StudyInput.Read(features, clinical, new StudyColumns { FeaturesId = "Case" });
        Assert.Equal(read.Ids, input.Ids);
        Assert.Equal(19, input.Ids.Count);
        Assert.Equal(read.Features.ColumnNames, input.Features.ColumnNames);
        Assert.Equal(["f_one", "f_two"], input.Features.ColumnNames);
        for (var j = 0; j < 2; j++)
            Assert.Equal(read.Features.Column(j).ToArray(), input.Features.Column(j).ToArray());
        Assert.Equal(read.FactorColumns, input.FactorColumns);
        Assert.Equal(read.FollowUp.Time.ToArray(), input.FollowUp.Time.ToArray());
        // Of all patients of the cohort: the one without features is left out later.
        Assert.StartsWith("event: '1' (7 rows) is the event", input.EventCoding, StringComparison.Ordinal);
        Assert.Contains(input.Notes, n => n.Message.Contains("P04", StringComparison.Ordinal));
        Assert.Contains(input.Notes, n => n.Message.Contains("f_three", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cohort_without_ids_or_features_is_refused()
    {
        var clinical = Write("clinical.csv", "id,time,event,age", i => $"P{i:00},{i + 1},{i % 2},{40 + i}");
        var columns = new CohortColumns("time", "event");
        Assert.Contains("no ids", Refusal(Cohort.ReadCsv(clinical, columns)), StringComparison.Ordinal);
        Assert.Contains("age", Refusal(Cohort.ReadCsv(clinical, columns with { Id = "id" })), StringComparison.Ordinal);
    }

    private static string Refusal(Cohort cohort) =>
        Assert.Throws<StudyInputException>(() => StudyInput.FromCohort(cohort, n => n.StartsWith("f_", StringComparison.Ordinal))).Message;

    private string Write(string name, string header, Func<int, string> row)
    {
        var path = _folder.PathOf(name);
        File.WriteAllLines(path, Enumerable.Range(0, 20).Select(row).Prepend(header));
        return path;
    }
}
