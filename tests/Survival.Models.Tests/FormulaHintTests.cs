using Survival.Models.Cox;

namespace Survival.Models.Tests;

/// <summary>What R writes in a formula is either understood or refused with what to write instead.</summary>
public sealed class FormulaHintTests
{
    [Theory]
    [InlineData("time, event ~ log(size)", "fp(x, 0)")]
    [InlineData("time, event ~ sqrt(size)", "fp(x, 0.5)")]
    [InlineData("time, event ~ I(size^2)", "a column of it")]
    [InlineData("time, event ~ poly(size, 2)", "fp(x, 1, 2)")]
    [InlineData("time, event ~ pspline(size)", "ns(x, 3)")]
    [InlineData("time, event ~ as.factor(stage)", "factor(x)")]
    [InlineData("time, event ~ age + strat(sex)", "strata(x)")]
    [InlineData("time, event ~ age * strata(sex)", "stands by itself")]
    [InlineData("time, event ~ age + age:strata(sex)", "x * factor(h) + strata(g)")]
    [InlineData("time, event ~ age + tt(age)", "rows of start and stop")]
    [InlineData("time, event ~ age + frailty(id)", "cluster(x)")]
    [InlineData("time, event ~ .", "every column")]
    [InlineData("time, event ~", "nothing right of '~'")]
    [InlineData("Surv(time, event) ~ ", "'~ 1' for none")]
    [InlineData("time, event ~ age - 1", "no intercept")]
    [InlineData("time, event ~ age - sex", "leave it out")]
    [InlineData("time, event ~ size^2", "fp(x, 2)")]
    [InlineData("time, event ~ age / sex", "a * b")]
    [InlineData("time, event ~ age %in% sex", "a * b")]
    [InlineData("Surv(time, event == 1) ~ age", "EventValues")]
    [InlineData("age ~ Surv(time, event)", "has 1 column;")]
    [InlineData("time, event ~ age + offset(0.1*crp)", "computes inside offset( )")]
    [InlineData("time, event ~ age + weights(w * 2)", "computes inside weights( )")]
    [InlineData("time, event ~ Surv(a, b)", "left of '~'")]
    public void ARefusalSaysWhatToWrite(string formula, string instead) =>
        Assert.Contains(instead, Assert.Throws<FormatException>(() => ModelFormula.Parse(formula)).Message, StringComparison.Ordinal);

    [Fact]
    public void OddNamesStandInBackticks()
    {
        var formula = ModelFormula.Parse("`time (months)`, `dead?` ~ `log(size)` + rcs(`a b`, 3) + strata(`site no`) + `.`");
        Assert.Equal(("time (months)", "dead?"), (formula.Time, formula.Event));
        Assert.Equal(["log(size)", "a b", "."], formula.Variables);
        Assert.Equal(["site no"], formula.Strata);
        Assert.Equal(formula.ToString(), ModelFormula.Parse(formula.ToString()).ToString());
    }

    // The logarithm that a refusal of log(x) names: the same fit as of a column of logarithms.
    [Fact]
    public void TheLogarithmIsAPowerOfZero()
    {
        double[] size = [1.5, 2, 8, 3, 5, 1, 4, 9, 2.5, 7];
        var cohort = Cohort.FromColumns(
            [3, 5, 1, 6, 2, 9, 4, 3.5, 8, 7], [true, true, true, false, true, true, false, true, true, true],
            ("size", size), ("log", Array.ConvertAll(size, Math.Log)));
        Assert.Equal(CoxModel.Fit(cohort, ["log"]).Coefficients[0], CoxModel.Fit(cohort, "fp(size, 0)").Coefficients[0], 1e-12);
        Assert.Equal(ModelFormula.Parse("fp(size, 0, 1)").ToString(), ModelFormula.Parse("fp(size, [0, 1])").ToString());
    }

    [Fact]
    public void AFactorIsTestedAsAWholeInPrint()
    {
        var table = new SurvivalTableBuilder().Numbers("age", [50, 61, 47, 70, 55, 66, 58, 73, 49, 62, 68, 57])
            .Texts("stage", ["I", "II", "III", "I", "II", "III", "I", "II", "III", "I", "III", "II"]).Build();
        var cohort = Cohort.Create(SurvivalData.Create(
            [9, 5, 1, 6, 2, 3, 11, 3.5, 8, 7, 4, 10], [true, true, true, false, true, true, true, true, false, true, true, true]), table);
        var fit = CoxModel.Fit(cohort, "age + stage");
        var test = fit.TestTerms().Single(t => t.Term == "stage");
        Assert.Equal(2, test.Test.DegreesOfFreedom);
        Assert.Equal(fit.Wald(1, 2).Statistic, test.Test.Statistic, 1e-12);
        string[] lines = [.. fit.ToString().Split('\n').Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
        Assert.Single(lines, l => l.StartsWith("stage ", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("stage ", StringComparison.Ordinal)
            && l.EndsWith(" 2 " + PValue.Significant(test.Test.PValue), StringComparison.Ordinal));
        Assert.DoesNotContain("note:", fit.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Wald tests of terms", CoxModel.Fit(cohort, "age").ToString(), StringComparison.Ordinal);
        var few = CoxModel.Fit(cohort.Select([0, 1, 2, 3, 4, 5, 6]), "age");
        Assert.Contains("note: 6 events, fewer than 10", few.ToString(), StringComparison.Ordinal);
    }

    // All events at one time that nobody outlives: no pair is to be compared.
    [Fact]
    public void AScreenWithoutAPairHasNoConcordance()
    {
        var data = SurvivalData.Create([4, 4, 4, 4, 1], [true, true, true, true, false]);
        var result = UnivariableCox.Screen(data, DesignMatrix.FromColumns(("x", [1, 3, 2, 2.5, 9])))[0];
        Assert.Null(result.Problem);
        Assert.True(double.IsFinite(result.Coefficient) && double.IsNaN(result.Concordance));
    }

    [Fact]
    public void ARefusalNamesRowAndLine()
    {
        const string Csv = "time,event,size,stage\n3,1,2,I\n4,0,0,II\n\n5,1,3,I\n6,1,4,IV\n";
        var cohort = Cohort.ReadCsv(
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Csv)), new CohortColumns("time", "event"), "c.csv");
        var zero = Assert.Throws<InvalidSurvivalDataException>(() => cohort.Covariates("fp(size, 0)"));
        Assert.StartsWith("Row 2 (line 3) of column 'size' is 0;", zero.Message, StringComparison.Ordinal);
        Assert.Equal((1, "size"), (zero.Row, zero.Column));
        var terms = cohort.Select([0, 1, 2]).Covariates("stage").Terms;
        Assert.StartsWith("Row 4 (line 6) of column 'stage' is 'IV';", Assert.Throws<InvalidSurvivalDataException>(
            () => cohort.Covariates(terms)).Message, StringComparison.Ordinal);
    }
}
