using System.Security.Cryptography;
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
        // Of the seven with i = 1, 4, 7 ... 19 the one without features, P04, is left out.
        Assert.StartsWith("event: '1' (6 rows) is the event", input.EventCoding, StringComparison.Ordinal);
        Assert.Contains(input.Notes, n => n.Message.Contains("P04", StringComparison.Ordinal));
        Assert.Contains(input.Notes, n => n.Message.Contains("f_three", StringComparison.Ordinal));
    }

    // Regions of a label map are called '1' and '2'; ids, times and events stand in a table that is given as both files.
    [Fact]
    public void What_stands_beside_the_features_is_no_feature_though_it_is_a_number()
    {
        var clinical = Write("clinical.csv", "id,time,event,age,diagnostics_Versions",
            i => $"P{i:00},{i + 1},{i % 3 % 2},{40 + i * 7 % 30},3");
        var features = Write("features.csv", "id,Image,Mask,Roi,Label,time,Case No,Versions,f_one,f_two",
            i => $"P{i:00},a.nii,b.nii,{(i == 3 ? "GTV" : i % 2 + 1)},{i % 3 + 1},{i + 1},{i + 500},{i % 4},{i * i % 11},{i * 5 % 7}");
        var read = StudyInput.Read(features, clinical);
        Assert.Equal(["Versions", "f_one", "f_two"], read.Features.ColumnNames);
        Assert.Equal(["age"], read.FactorColumns);
        foreach (var left in new[] { "Image, Mask, Roi, Label", ": time", ": Case No" })
            Assert.Single(read.Notes, n => n.Message.Contains(left, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_joined_with_the_features_is_neither_a_feature_nor_a_factor()
    {
        var clinical = Write("clinical.csv", "id,time,event,age", i => $"P{i:00},{i + 1},{i % 3 % 2},{40 + i * 7 % 30}");
        var features = Write("features.csv", "id,Roi,Label,diagnostics_Mask-original_VoxelNum,f_one,f_two",
            i => $"P{i:00},{i % 2 + 1},{i % 3 + 1},{100 + i * 3 % 17},{i * i % 11},{i * 5 % 7}");
        var cohort = Cohort.ReadCsv(clinical, new CohortColumns("time", "event") { Id = "id" })
            .Join(SurvivalTable.ReadCsv(features), "id");
        var some = StudyInput.FromCohort(cohort, n => n.StartsWith("f_", StringComparison.Ordinal));
        Assert.Equal(["age"], some.FactorColumns);
        Assert.Single(some.Notes, n => n.Message.Contains("Roi, Label", StringComparison.Ordinal));
        Assert.Equal(["f_one", "f_two"], StudyInput.FromCohort(cohort, n => n != "age").Features.ColumnNames);
    }

    [Fact]
    public void Letter_case_of_the_ids_column_does_not_count_unless_two_columns_differ_by_it_alone()
    {
        static string Row(int i) => $"P{i:00},{i + 1},{i % 3 % 2},{40 + i * 7 % 30}";
        var clinical = Write("clinical.csv", "Id,time,event,age", Row);
        var features = Write("features.csv", "id,f_one,f_two", i => $"P{i:00},{i * i % 11},{i * 5 % 7}");
        Assert.Equal(20, StudyInput.Read(features, clinical, new StudyColumns { Id = "ID", FeaturesId = "ID" }).Ids.Count);
        var two = Write("two.csv", "Id,iD,time,event,age", i => $"Q{i},{Row(i)}");
        var refusal = Assert.Throws<StudyInputException>(() => StudyInput.Read(features, two, new StudyColumns { Id = "ID" }));
        Assert.Contains("'ID'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(20, StudyInput.Read(features, two, new StudyColumns { Id = "iD", FeaturesId = "id" }).Ids.Count);
    }

    [Fact]
    public void What_extracted_the_features_is_known_by_a_record_that_lists_this_very_file()
    {
        var clinical = Write("clinical.csv", "id,time,event,age", i => $"P{i:00},{i + 1},{i % 3 % 2},{40 + i * 7 % 30}");
        var features = Write("features.csv", "id,f_one,f_two", i => $"P{i:00},{i * i % 11},{i * 5 % 7}");
        string? Extractor() => StudyInput.Read(features, clinical).Sources.Single(s => s.Role == "features").ExtractedBy;
        void Record(string hash) => File.WriteAllText(_folder.PathOf("run.json"),
            $$"""{"tool":"radiomics","version":"0.1.0+abc","extraction":{},"outputs":[{"role":"features.csv","sha256":"{{hash}}"}]}""");
        Assert.Null(Extractor());
        Record(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(features))));
        Assert.Equal("radiomics 0.1.0", Extractor());
        // Another file of the same name, or a record that cannot be read, tells nothing.
        Record(new string('0', 64));
        Assert.Null(Extractor());
        File.WriteAllText(_folder.PathOf("run.json"), "{ torn");
        Assert.Null(Extractor());
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
