using Survival.Models.Cox;

namespace Survival.Models.Tests;

public class ColumnNotesTests
{
    [Fact]
    public void A_column_of_ids_is_noted_and_is_no_factor_unless_it_is_named_one()
    {
        var cohort = Read("id,x,time,status\n" + Rows(i => $"P{i:000},{i % 7},{i + 1},{i % 2}"));
        Assert.Contains(cohort.Notes, n => n.Contains(
            "'id' of 'a.csv' has 40 different texts in 40 rows, as ids have: name it as the id", StringComparison.Ordinal));
        var refused = Assert.Throws<InvalidSurvivalDataException>(() => cohort.Covariates());
        Assert.Equal("id", refused.Column);
        Assert.Contains("WithLevels(\"id\")", refused.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidSurvivalDataException>(() => CoxModel.Fit(cohort));
        Assert.Equal(1, cohort.Covariates(["x"]).ColumnCount);
        Assert.Equal(40, cohort.WithLevels("id").Covariates().ColumnCount);
        Assert.Empty(Cohort.ReadCsv(Stream("id,x,time,status\n" + Rows(i => $"P{i:000},{i % 7},{i + 1},{i % 2}")),
            new CohortColumns("time", "status") { Id = "id", EventValues = ["1"], CensoredValues = ["0"] }).Notes);
    }

    // 7 i is without a repeat below 1000, and with gaps.
    [Theory]
    [InlineData("patient_id", 7, 3, true)]
    [InlineData("x", 1, 1, true)]
    [InlineData("x", 7, 3, false)]
    [InlineData("id", 0, 3, false)]
    public void Whole_numbers_that_count_patients_are_noted(string name, int step, int start, bool isNoted) =>
        Assert.Equal(isNoted, Read($"{name},time,status\n" + Rows(i => $"{start + step * i},{i + 1},{i % 2}")).Notes.Any(n => n.Contains(
            "as ids do", StringComparison.Ordinal)));

    [Fact]
    public void Dates_are_noted_as_what_they_are()
    {
        var cohort = Read("seen,time,status\n" + Rows(i => $"{1 + i % 28:00}.{1 + i % 12:00}.2020,{i + 1},{i % 2}"));
        var note = Assert.Single(cohort.Notes, n => n.Contains("'seen'", StringComparison.Ordinal));
        Assert.Contains("has dates in 40 of 40 rows, such as '01.01.2020': write a span of time", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("J", "'57 J'")]
    [InlineData("<", "'<57'")]
    public void Numbers_with_a_unit_or_a_sign_are_noted(string kind, string example)
    {
        var cohort = Read("age,time,status\n" + Rows(i => (kind == "J" ? $"{57 + i % 15} J" : $"<{57 + i % 15}") + $",{i + 1},{i % 2}"));
        var note = Assert.Single(cohort.Notes, n => n.Contains("'age'", StringComparison.Ordinal));
        Assert.Contains($"in 40 of 40 rows, such as {example}: write numbers alone", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("60-70", "71-80")]
    [InlineData("3a", "3b")]
    [InlineData("yes", "no")]
    public void Levels_that_begin_with_a_digit_are_levels(string one, string other) =>
        Assert.DoesNotContain(Read("age,time,status\n" + Rows(i => $"{(i % 3 == 0 ? one : other)},{i + 1},{i % 2}")).Notes, n => n.Contains(
            "'age'", StringComparison.Ordinal));

    // The others lie within 0 to 39 (or to 90), closer to each other than -999 (or 99) is to them.
    [Theory]
    [InlineData("-999", 40, true)]
    [InlineData("9999", 40, true)]
    [InlineData("99", 40, true)]
    [InlineData("99", 91, false)]
    [InlineData("-1", 40, false)]
    [InlineData("1000", 40, false)]
    public void A_number_of_nines_far_from_the_others_is_noted(string code, int range, bool isNoted)
    {
        var cohort = Read("crp,time,status\n" + Rows(i => $"{(i % 10 == 0 ? code : $"{i * (range - 1) / 39}")},{i + 1},{i % 2}"));
        var notes = cohort.Notes.Where(n => n.Contains("'crp'", StringComparison.Ordinal)).ToList();
        if (isNoted)
            Assert.Contains($"has {code} in 4 rows, far from all else", Assert.Single(notes), StringComparison.Ordinal);
        else
            Assert.Empty(notes);
    }

    [Fact]
    public void A_time_of_nines_is_noted() =>
        Assert.Contains(Read("x,time,status\n" + Rows(i => $"{i},{(i == 5 ? 9999 : i + 1)},{i % 2}")).Notes, n => n.Contains(
            "'time' of 'a.csv' has 9999 in 1 row", StringComparison.Ordinal));

    [Fact]
    public void A_column_that_is_empty_is_called_so()
    {
        var refused = Assert.Throws<InvalidSurvivalDataException>(() =>
            Read("x,time,status\n" + Rows(i => $",{i + 1},{i % 2}")).Covariates());
        Assert.Contains("'x' of 'a.csv' is empty in every row. Leave it out.", refused.Message, StringComparison.Ordinal);
    }

    private static string Rows(Func<int, string> row) => string.Join('\n', Enumerable.Range(0, 40).Select(row));

    private static Cohort Read(string text) => Cohort.ReadCsv(Stream(text), new CohortColumns("time", "status"), "a.csv");

    private static MemoryStream Stream(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));
}
