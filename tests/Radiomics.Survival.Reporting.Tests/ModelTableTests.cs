using System.Text;
using Radiomics.Reporting.Figures;
using Survival.Models;
using Survival.Models.Cox;
using Survival.Models.Statistics;

namespace Radiomics.Reporting.Tests;

/// <summary>Tables and figures of one's own model. Numbers: R 4.2.2, <c>coxph(Surv(time, event) ~ age + stage)</c> (Efron) of these
/// rows with <c>confint</c>, and <c>anova</c>'s Wald test by hand from <c>vcov</c>.</summary>
public sealed class ModelTableTests
{
    private static readonly Cohort Patients = Cohort.ReadCsv(
        new MemoryStream(Encoding.UTF8.GetBytes("""
            time,event,age,stage,arm,visits
            5,1,61.5,I,a,5
            8,1,70.2,II,b,8
            12,0,55.1,I,a,12
            3,1,66.3,III,b,3
            9,1,59.8,II,a,9
            14,0,48.7,I,b,14
            7,1,72.4,III,a,7
            11,0,63.3,II,b,11
            6,1,58.9,II,a,6
            13,1,50.6,I,b,13
            4,1,68.0,I,a,4
            10,0,65.5,III,b,10
            """)),
        new CohortColumns("time", "event"));

    private static readonly CoxModel Fit = CoxModel.Fit(Patients, ["age", "stage"]);

    [Fact]
    public void A_model_is_a_table_with_the_reference_level_and_a_test_of_the_factor()
    {
        var table = ReportTable.From(Fit, new Dictionary<string, string> { ["age"] = "Age, per year" });
        Assert.Equal(["Variable", "Level", "HR (95% CI)", "p", "p of the variable"], table.Header);
        Assert.Equal("Age, per year", table.Rows[0][0]);
        Assert.Equal(["stage", "I", "1 (reference)", "", "0.553"], table.Rows[1]);
        Assert.Equal(["", "II", "0.34 (0.03 to 3.49)", "0.362", ""], table.Rows[2]);
        Assert.Equal(["", "III", "0.22 (0.01 to 3.45)", "0.283", ""], table.Rows[3]);
        Assert.StartsWith("12 patients, 8 events.", table.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_alone_have_no_column_of_levels() =>
        Assert.Equal(["Variable", "HR (90% CI)", "p"], ReportTable.From(CoxModel.Fit(Patients, ["age"]), confidenceLevel: 0.9).Header);

    [Fact]
    public void A_forest_plot_of_a_model_says_what_is_compared()
    {
        var svg = ForestFigure.Draw(Fit).ToSvg();
        Assert.Contains("stage II vs I", svg, StringComparison.Ordinal);
        Assert.Contains("0.34 (0.03 to 3.49)", svg, StringComparison.Ordinal);
    }

    // Medians with one decimal more than the patients' own would claim what was not measured; one decimal less would hide a difference.
    [Fact]
    public void Characteristics_keep_the_decimals_that_were_measured()
    {
        var table = ReportTable.From(BaselineTable.Create(Patients, "arm", ["age", "visits", "stage"]));
        Assert.Equal(["Characteristic", "Level", "a (n = 6)", "b (n = 6)", "p"], table.Header);
        // R: quantile(age[arm == "a"], c(.5, .25, .75)) 60.65 59.125 66.375
        Assert.Equal("60.7 (59.1 to 66.4)", table.Rows.First(r => r[0] == "age")[2]);
        // R: quantile(visits[arm == "a"], ...) 6.5 5.25 8.5
        Assert.Equal("6.5 (5.3 to 8.5)", table.Rows.First(r => r[0] == "visits")[2]);
        Assert.Equal("3 (50.0%)", table.Rows.First(r => r[1] == "I")[2]);
    }
}
