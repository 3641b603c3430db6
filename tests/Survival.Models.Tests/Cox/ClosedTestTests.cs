using System.Text.Json;
using Survival.Models.CompetingRisks;
using Survival.Models.Cox;
using Survival.Models.Tests.References;

namespace Survival.Models.Tests.Cox;

/// <summary>Against closed-test.R: the closed test of fractional polynomials from all 44 models, the formulas of competing-risks models,
/// and Firth's optimum by optim.</summary>
public sealed class ClosedTestTests
{
    private static readonly JsonElement R = RReference.Load("closed-test");
    private static readonly CoxOptions Tight = new() { Tolerance = 1e-13 };

    private static Cohort Read(JsonElement c)
    {
        var rows = c.GetProperty("data").EnumerateArray().ToArray();
        double[] Of(string name) => [.. rows.Select(r => r.Number(name))];
        return Cohort.Create(
            SurvivalData.Create(Of("time"), Array.ConvertAll(Of("event"), v => v == 1)),
            DesignMatrix.FromColumns(("x", Of("x")), ("z", Of("z"))));
    }

    [Fact]
    public void TheFormIsThatOfTheClosedTest()
    {
        foreach (var c in R.GetProperty("cases").EnumerateArray())
        {
            var choice = FractionalPolynomialChoice.Select(Read(c), "x", "z", options: Tight);
            Assert.Equal([c.Number("first")], choice.FirstDegree);
            Assert.Equal(c.Numbers("second"), choice.SecondDegree);
            RReference.Near(c.Numbers("logliks")[0], choice.FirstDegreeLogLikelihood, 1e-9, "first degree");
            RReference.Near(c.Numbers("logliks")[1], choice.SecondDegreeLogLikelihood, 1e-9, "second degree");
            TestResult[] tests = [choice.AgainstNone, choice.AgainstLinear, choice.AgainstFirstDegree!.Value];
            for (var k = 0; k < 3; k++)
            {
                Assert.Equal(c.Numbers("tests")[k], tests[k].Statistic, 1e-7);
                RReference.Near(c.Numbers("p")[k], tests[k].PValue, 1e-6, $"p {k}");
            }
            var chosen = c.Numbers("chosen");
            Assert.Equal(chosen, choice.Term is null ? [] : choice.Term.Kind == TermKind.Linear ? [1] : choice.Term.Powers);
            var one = FractionalPolynomialChoice.Select(Read(c), "x", "z", degree: 1, options: Tight);
            Assert.Equal(c.Numbers("one")[0], one.AgainstNone.Statistic, 1e-7);
            Assert.Equal(c.Numbers("one")[1], one.AgainstLinear.Statistic, 1e-7);
            Assert.Equal(2, one.AgainstNone.DegreesOfFreedom);
            Assert.Null(one.AgainstFirstDegree);
            if (choice.Term is { } term)
                Assert.True(CoxModel.Fit(Read(c), new ModelFormula(term, ModelTerm.Linear("z"))).LogLikelihood < 0);
        }
    }

    [Fact]
    public void BadQuestionsAreRefused()
    {
        var cohort = Read(R.GetProperty("cases")[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => FractionalPolynomialChoice.Select(cohort, "x", level: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => FractionalPolynomialChoice.Select(cohort, "x", degree: 3));
        Assert.Throws<ArgumentException>(() => FractionalPolynomialChoice.Select(cohort, "x", "x + z"));
        Assert.Throws<ArgumentException>(() => FractionalPolynomialChoice.Select(cohort, "y"));
        Assert.Throws<InvalidSurvivalDataException>(() => FractionalPolynomialChoice.Select(cohort, "z"));
    }

    private static Cohort Competing(double[]? time = null, int mostCause = 2)
    {
        var c = R.GetProperty("competing");
        var cause = c.Numbers("cause");
        var x = c.Numbers("x");
        string?[] g = [.. c.GetProperty("g").EnumerateArray().Select(v => v.GetString())];
        var table = SurvivalTable.ReadCsv(new StringReader(string.Join("\n", (string[])
        [
            "time,event,cause,x,g",
            .. (time ?? c.Numbers("time")).Select((t, i) => FormattableString.Invariant(
                $"{t:R},{(cause[i] > 0 && cause[i] <= mostCause ? 1 : 0)},{cause[i]},{x[i]:R},{g[i]}")),
        ])));
        return Cohort.FromTable(table, new CohortColumns("time", "event"));
    }

    [Fact]
    public void FormulasOfCompetingRisks()
    {
        var c = R.GetProperty("competing");
        var fit = FineGrayModel.Fit(Competing(), "cause", 1, "x * g");
        var (coefficients, variance) = (c.Numbers("crr"), c.Numbers("crrvar"));
        for (var j = 0; j < coefficients.Length; j++)
        {
            RReference.Near(coefficients[j], fit.Coefficients[j], 1e-8, fit.ColumnNames[j]);
            RReference.Near(Math.Sqrt(variance[j * 6]), fit.StandardErrors[j], 1e-8, $"error of {fit.ColumnNames[j]}");
        }
        var causes = CauseSpecificCox.Fit(Competing(), "cause", "x * g", Tight);
        for (var k = 0; k < 2; k++)
        {
            var expected = c.GetProperty("cs")[k].Numbers();
            for (var j = 0; j < expected.Length; j++)
                RReference.Near(expected[j], causes.Models[k + 1].Coefficients[j], 1e-8, $"cause {k + 1}, {j}");
        }
    }

    [Fact]
    public void FirthIsWhereOptimIs()
    {
        var firth = R.GetProperty("firth");
        const int Rows = 60;
        double[] level = [.. Enumerable.Range(0, Rows).Select(i => i == 0 ? 1.0 : 0)];
        var data = SurvivalData.Create([.. Enumerable.Range(1, Rows).Select(i => (double)i)], [.. Enumerable.Repeat(true, Rows)]);
        Near(firth.Numbers("lone"), FirthCox.Fit(data, DesignMatrix.FromColumns(("level", level), ("other", firth.Numbers("second")))));
        // Almost monotone: in R its numerical derivatives leave some 1e-7.
        Near(firth.Numbers("steep"), FirthCox.Fit(data, DesignMatrix.FromColumns(
            ("level", level), ("steep", [.. Enumerable.Range(0, Rows).Select(i => i * 37 / 101.0)]))), 1e-6);
        var ones = Competing(firth.Numbers("time"), mostCause: 1);
        Near(firth.Numbers("tied"), FirthCox.Fit(ones.FollowUp, ones.Covariates("x + g")));
        Near(firth.Numbers("tied"), FirthCox.Fit(ones, "x + g"));

        static void Near(double[] expected, FirthCox fit, double digits = 1e-7)
        {
            for (var j = 0; j < expected.Length; j++)
                Assert.Equal(expected[j], fit.Table[j].Coefficient, digits);
        }
    }
}
