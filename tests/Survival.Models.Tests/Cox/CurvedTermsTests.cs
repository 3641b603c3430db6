using System.Text.Json;
using Survival.Models.Cox;
using Survival.Models.Persistence;
using Survival.Models.Prognosis;
using Survival.Models.Tests.References;

namespace Survival.Models.Tests.Cox;

/// <summary>Against rms 6.5, survival and splines: 200 rows, 80 (knots at the fifth value from either end) and 150 tied at the smallest
/// size (the first knot beyond the tie).</summary>
public sealed class CurvedTermsTests
{
    private static readonly JsonElement[] Cases = [.. RReference.Load("curved-terms").EnumerateArray()];
    private static readonly double[] At = [1.8, 2.5, 4, 6];

    private static SurvivalTable Table(JsonElement c)
    {
        var d = c.GetProperty("data");
        var builder = new SurvivalTableBuilder();
        foreach (var name in (string[])["time", "event", "age", "size"])
            builder.Numbers(name, d.Numbers(name));
        builder.Numbers("zero", new double[d.Numbers("age").Length]);
        foreach (var name in (string[])["sex", "stage"])
            builder.Texts(name, [.. d.GetProperty(name).EnumerateArray().Select(v => v.GetString())]);
        return builder.Build();
    }

    private static CoxModel Fit(JsonElement c, string formula) => CoxModel.Fit(
        Table(c), "time, event ~ " + formula, new CoxOptions { Tolerance = 1e-13 });

    private static void Compare(JsonElement expected, CoxModel fit, string what)
    {
        var (coef, var) = (expected.Numbers("coef"), expected.Numbers("var"));
        RReference.Near(expected.Number("loglik"), fit.LogLikelihood, 1e-10, $"{what}, likelihood");
        Assert.Equal(coef.Length, fit.Coefficients.Length);
        for (var j = 0; j < coef.Length; j++)
            RReference.Near(coef[j], fit.Coefficients[j], 1e-8, $"{what}, coefficient {j} {fit.ColumnNames[j]}");
        for (var j = 0; j < var.Length; j++)
            RReference.Near(var[j], fit.Covariance[j], 1e-7, $"{what}, covariance {j}");
    }

    [Theory]
    [InlineData("m1", "age + rcs(size, 4) + sex * stage")]
    [InlineData("m2", "rcs(size, 4) * sex + age")]
    [InlineData("m3", "rcs(size, 3) * age")]
    [InlineData("m4", "rcs(age, 5) + rcs(size, c(2, 3, 5))")]
    [InlineData("ns", "ns(age, 3) + size")]
    [InlineData("fp", "fp(size, -1, -1) + age")]
    [InlineData("ia3", "age * sex * stage")]
    public void Fits(string name, string formula)
    {
        foreach (var c in Cases)
            Compare(c.GetProperty(name), Fit(c, formula), name);
    }

    [Fact]
    public void ShiftedFractionalPolynomial()
    {
        foreach (var c in Cases)
        {
            var formula = new ModelFormula(ModelTerm.FractionalPolynomial("age", [.5, 3], shift: 5, scale: 10));
            var d = c.GetProperty("data");
            var cohort = Cohort.FromTable(Table(c), new CohortColumns("time", "event"));
            Compare(c.GetProperty("fp2"), CoxModel.Fit(cohort, formula, new CoxOptions { Tolerance = 1e-13 }), "fp2");
        }
    }

    [Fact]
    public void HarrellsKnots()
    {
        foreach (var c in Cases)
        {
            var (age, size) = (c.GetProperty("data").Numbers("age"), c.GetProperty("data").Numbers("size"));
            foreach (var (name, count) in new[] { ("rcs3", 3), ("rcs4", 4), ("rcs5", 5), ("rcs7", 7) })
            {
                var expected = c.GetProperty("knots").Numbers(name);
                var term = new DesignMatrixBuilder().Curve(ModelTerm.RestrictedCubic("x", count), count < 5 ? size : age).Build().Terms[0];
                Assert.Equal(expected.Length, term.Knots.Count);
                for (var k = 0; k < expected.Length; k++)
                    RReference.Near(expected[k], term.Knots[k], 1e-12, $"knot {k} of {count}");
            }
        }
    }

    [Fact]
    public void NaturalBasisInsideAndBeyondTheBoundary()
    {
        foreach (var c in Cases)
        {
            var expected = c.Numbers("nsx");
            var term = new DesignMatrixBuilder().Curve(ModelTerm.Natural("age", 3), c.GetProperty("data").Numbers("age")).Build().Terms[0];
            double[] at = [10, 45.5, 60, 71, 120];
            var x = new DesignMatrixBuilder().Curve(ModelTerm.Natural("age", [.. term.Knots]), at).Build();
            for (var i = 0; i < 5; i++)
            {
                for (var j = 0; j < 3; j++)
                    Assert.Equal(expected[(j * 5) + i], x[i, j], 1e-12);
            }
        }
    }

    [Theory]
    [InlineData("anova1", "age + rcs(size, 4) + sex * stage",
        "size|Effect;size|Nonlinear;sex|Effect;sex|Interactions;stage|Effect;stage|Interactions;"
        + "sex:stage|Effect;TOTAL|Nonlinear;TOTAL|Effect",
        "size;size N;sex  (Factor+Higher Order Factors);sex I;stage  (Factor+Higher Order Factors);"
            + "stage I;sex * stage  (Factor+Higher Order Factors);size N;TOTAL")]
    [InlineData("anova2", "rcs(size, 4) * sex + age",
        "size|Effect;size|Interactions;size|Nonlinear;sex|Effect;sex|Interactions;age|Effect;"
        + "size:sex|Effect;size:sex|Nonlinear;TOTAL|Nonlinear;TOTAL|Effect",
        "size  (Factor+Higher Order Factors);size I;size N;sex  (Factor+Higher Order Factors);sex I;age;"
            + "size * sex  (Factor+Higher Order Factors);size * sex N;TOTAL NONLINEAR;TOTAL")]
    [InlineData("anova3", "rcs(size, 3) * age",
        "size|Effect;size|Interactions;size|Nonlinear;age|Effect;age|Interactions;size:age|Nonlinear;"
        + "TOTAL|Nonlinear;TOTAL|Effect",
        "size  (Factor+Higher Order Factors);size I;size N;age  (Factor+Higher Order Factors);age I;size * age N;TOTAL NONLINEAR;TOTAL")]
    [InlineData("anova4", "rcs(age, 5) + rcs(size, c(2, 3, 5))",
        "age|Effect;age|Nonlinear;size|Effect;size|Nonlinear;TOTAL|Nonlinear;TOTAL|Effect",
        "age;age N;size;size N;TOTAL NONLINEAR;TOTAL")]
    public void TestsOfTerms(string name, string formula, string ours, string theirs)
    {
        foreach (var c in Cases)
        {
            var tests = Fit(c, formula).TestTerms();
            var expected = c.GetProperty(name);
            string[] rows = [.. expected.GetProperty("rows").EnumerateArray().Select(r => r.GetString()!)];
            var (chi, df) = (expected.Numbers("chisq"), expected.Numbers("df"));
            foreach (var (own, row) in ours.Split(';').Zip(theirs.Split(';')))
            {
                var parts = own.Split('|');
                var test = Assert.Single(tests, t => t.Term == parts[0] && t.Kind.ToString() == parts[1]).Test;
                // "size N" is the first line on nonlinearity below that of size.
                var at = row[^2..] switch
                {
                    " N" => Below(rows, row[..^2], " Nonlinear"),
                    " I" => Below(rows, row[..^2], " All Interactions"),
                    _ => Array.IndexOf(rows, row),
                };
                Assert.True(at >= 0, $"{name}: no row {row}");
                RReference.Near(chi[at], test.Statistic, 1e-6, $"{name}, {row}");
                Assert.Equal(df[at], test.DegreesOfFreedom);
            }
        }

        static int Below(string[] rows, string name, string what)
        {
            var start = Array.FindIndex(rows, r => r == name || r.StartsWith(name + "  (", StringComparison.Ordinal));
            return Array.FindIndex(rows, start, r => r.StartsWith(what, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void NonlinearityOfANaturalSpline()
    {
        foreach (var c in Cases)
        {
            var test = Assert.Single(
                Fit(c, "ns(age, 3) + size").TestTerms(), t => t.Term == "age" && t.Kind == TermTestKind.Nonlinear).Test;
            var expected = c.Numbers("nsCurved");
            RReference.Near(expected[0], test.Statistic, 1e-6, "curve of ns");
            Assert.Equal(expected[1], test.DegreesOfFreedom);
        }
    }

    [Fact]
    public void EffectsAgainstAReference()
    {
        foreach (var c in Cases)
        {
            Same("contrast1", Fit(c, "age + rcs(size, 4) + sex * stage").PredictEffect("size", At, 3));
            var m2 = Fit(c, "rcs(size, 4) * sex + age");
            Same("contrast2f", m2.PredictEffect("size", At, 3, new Dictionary<string, string> { ["sex"] = "f" }));
            Same("contrast2m", m2.PredictEffect("size", At, 3, new Dictionary<string, string> { ["sex"] = "m" }));
            Same("contrast3", Fit(c, "rcs(size, 3) * age").PredictEffect("size", At, 3, new Dictionary<string, string> { ["age"] = "70" }));
            void Same(string name, IReadOnlyList<EffectPoint> points)
            {
                var (effect, se) = (c.GetProperty(name).Numbers("effect"), c.GetProperty(name).Numbers("se"));
                for (var k = 0; k < 4; k++)
                {
                    RReference.Near(effect[k], points[k].LogHazardRatio, 1e-6, $"{name}, effect at {At[k]}");
                    RReference.Near(se[k], points[k].StandardError, 1e-6, $"{name}, error at {At[k]}");
                    Assert.Equal(Math.Exp(effect[k] - (1.959963984540054 * se[k])), points[k].Lower, 1e-5);
                }
            }
        }
    }

    [Theory]
    [InlineData("nomogram1", "age + rcs(size, 4) + sex * stage")]
    [InlineData("nomogram2", "rcs(size, 4) * sex + age")]
    [InlineData("nomogram4", "rcs(age, 5) + rcs(size, c(2, 3, 5))")]
    public void Nomograms(string name, string formula)
    {
        foreach (var c in Cases)
        {
            var fit = Fit(c, formula);
            var nomogram = CoxNomogram.From(fit, [10]);
            var expected = c.GetProperty(name);
            var axes = expected.GetProperty("axes").EnumerateArray().ToArray();
            Assert.Equal(axes.Select(a => a.GetProperty("name").GetString()), nomogram.Axes.Select(a => a.Name));
            RReference.Near(expected.Number("perUnit"), nomogram.PointsPerUnit, 1e-6, $"{name}, points per unit");
            for (var k = 0; k < axes.Length; k++)
            {
                var points = axes[k].Numbers("points");
                Assert.Equal(points.Length, nomogram.Axes[k].Ticks.Count);
                for (var i = 0; i < points.Length; i++)
                    Assert.Equal(points[i], nomogram.Axes[k].Ticks[i].Points, 1e-4);
            }
            var (lp, real) = (expected.Numbers("lpx"), expected.Numbers("lpreal"));
            for (var i = 0; i < lp.Length; i++)
            {
                Assert.Equal(real[i], nomogram.LinearPredictor.Ticks[i].Value, 1e-10);
                Assert.Equal(lp[i], nomogram.LinearPredictor.Ticks[i].Points, 1e-4);
            }
        }
    }

    [Fact]
    public void APatientsPointsAreTheTotalOfTheLinearPredictor()
    {
        var c = Cases[0];
        string[] formulas =
            ["age + rcs(size, 4) + sex * stage", "rcs(size, 4) * sex + age", "ns(age, 3) + fp(size, -1, 0) + sex * stage"];
        foreach (var formula in formulas)
        {
            var fit = Fit(c, formula);
            var model = PrognosticModel.From(fit, [5, 10]);
            var loaded = Saved(model);
            foreach (var (sex, stage, size, age) in new[] { ("f", "I", 2.2, 55.0), ("m", "III", 4.4, 71), ("m", "II", 1.2, 64) })
            {
                var text = new Dictionary<string, string>
                {
                    ["sex"] = sex,
                    ["stage"] = stage,
                    ["size"] = FormattableString.Invariant($"{size}"),
                    ["age"] = FormattableString.Invariant($"{age}"),
                };
                var prediction = model.Predict(new Dictionary<string, double>(), text);
                var table = new SurvivalTableBuilder().Numbers("age", [age]).Numbers("size", [size])
                    .Texts("sex", [sex]).Texts("stage", [stage]).Build();
                var cohort = Cohort.Create(SurvivalData.Create([1], [true]), table);
                Assert.Equal(fit.LinearPredictor(cohort, centred: false)[0], prediction.LinearPredictor, 1e-10);
                Assert.Equal(model.Nomogram!.TotalPoints(prediction.LinearPredictor - model.Centre), prediction.TotalPoints, 1e-8);
                Assert.Equal(
                    Math.Log(prediction.RelativeHazard.Estimate), prediction.Predictors.Sum(p => Math.Log(p.HazardRatio)), 1e-10);
                Assert.Equal(fit.PredictSurvival(cohort, 10)[0], prediction.SurvivalAt(10).Estimate, 1e-12);
                var again = loaded.Predict(new Dictionary<string, double>(), text);
                Assert.Equal(prediction.LinearPredictor, again.LinearPredictor);
                Assert.Equal(prediction.TotalPoints, again.TotalPoints);
                Assert.Equal(CoxModel.FromJson(fit.ToJson()).LinearPredictor(cohort)[0], fit.LinearPredictor(cohort)[0]);
            }
        }

        static PrognosticModel Saved(PrognosticModel model)
        {
            using var stream = new MemoryStream();
            model.Save(stream);
            stream.Position = 0;
            return PrognosticModel.Load(stream);
        }
    }

    // Knots 0, 1, 2; at 3 the cubic column is (27 - 8 * 2 + 1 * 1) / 4 = 3, at 1 it is 1/4, linear beyond 2 with slope 3/2.
    [Fact]
    public void RestrictedCubicByHand()
    {
        var x = new DesignMatrixBuilder().Curve(ModelTerm.RestrictedCubic("x", [0.0, 1, 2]), [-1, 0, 1, 2, 3]).Build();
        Assert.Equal(["x", "x'"], x.ColumnNames);
        Assert.Equal([0, 0, 0.25, 1.5, 3], x.Column(1).ToArray());
    }

    // (x + 1) / 2 at 1 and 3 is 1 and 2: log 0 and log 2, square 1 and 4, square log 0 and 4 log 2.
    [Fact]
    public void FractionalPolynomialByHand()
    {
        var x = new DesignMatrixBuilder().Curve(ModelTerm.FractionalPolynomial("x", [0, 2, 2], 1, 2), [1, 3]).Build();
        Assert.Equal([0, Math.Log(2), 1, 4, 0, 4 * Math.Log(2)], x.Values.ToArray());
    }

    [Fact]
    public void InteractionByHand()
    {
        var x = new DesignMatrixBuilder().Numeric("a", [2, 3]).Categorical("g", ["u", "v"], ["u", "v", "w"]).Interaction("g", "a").Build();
        Assert.Equal(["a", "gv", "gw", "gv:a", "gw:a"], x.ColumnNames);
        Assert.Equal([0.0, 3], x.Column(3).ToArray());
        Assert.Equal(TermKind.Interaction, x.Terms[2].Kind);
    }

    [Theory]
    [InlineData("time, event ~ age + rcs(`a b`, 4) + sex * stage + strata(centre)",
        "time, event ~ age + rcs(`a b`, 4) + sex + stage + sex:stage + strata(centre)")]
    [InlineData("Surv(start, stop, died) ~ ns(x, [1, 2.5, 4])+cluster(id)", "start, stop, died ~ ns(x, [1, 2.5, 4]) + cluster(id)")]
    [InlineData("a*b*c", "~ a + b + c + a:b + a:c + b:c + a:b:c")]
    [InlineData("fp(size,-1,0)+factor(grade)", "~ fp(size, -1, 0) + factor(grade)")]
    public void FormulasPrintWhatTheyRead(string text, string printed)
    {
        var formula = ModelFormula.Parse(text);
        Assert.Equal(printed, formula.ToString());
        Assert.Equal(printed, ModelFormula.Parse(formula.ToString()).ToString());
    }

    [Theory]
    [InlineData("time, event ~ ", "nothing right of '~'")]
    [InlineData("time ~ age", "left side")]
    [InlineData("t, e ~ age -sex", "sign 12")]
    [InlineData("t, e ~ poly(age, 2)", "rcs(x, 3)")]
    [InlineData("t, e ~ rcs(age, 4.5)", "whole number")]
    [InlineData("t, e ~ rcs(age, 4) + ns(age, 3)", "one form")]
    [InlineData("t, e ~ `age", "backticks")]
    public void BadFormulas(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => ModelFormula.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("t, e ~ age:sex", "age")]
    [InlineData("t, e ~ rcs(age, 2)", "3 to 10")]
    [InlineData("t, e ~ fp(age)", "one or more")]
    [InlineData("t, e ~ fp(age, 7)", "from -3 to 3")]
    [InlineData("t, e ~ rcs(age, [3, 2, 1])", "ascending")]
    public void BadTerms(string text, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => ModelFormula.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void BadData()
    {
        var table = Table(Cases[0]);
        Refused("time, event ~ rcs(sex, 3)", "sex");
        Refused("time, event ~ fp(zero, 1)", "positive");
        Refused("time, event ~ rcs(zero, 3)", "different values");
        var cohort = Cohort.FromTable(table, new CohortColumns("time", "event"));
        Assert.Contains(
            "'died'", Assert.Throws<ArgumentException>(() => CoxModel.Fit(cohort, "time, died ~ age")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "made", Assert.Throws<ArgumentException>(() => CoxModel.Fit(cohort, "age + strata(sex)")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "time, event", Assert.Throws<ArgumentException>(() => CoxModel.Fit(table, "age")).Message, StringComparison.Ordinal);
        var fit = CoxModel.Fit(cohort, "rcs(size, 3) * age");
        Assert.Contains(
            "both are continuous", Assert.Throws<ArgumentException>(() => CoxNomogram.From(fit, [10])).Message, StringComparison.Ordinal);
        Assert.Null(PrognosticModel.From(fit, [10]).Nomogram);
        Assert.Contains(
            "'age'", Assert.Throws<ArgumentException>(() => fit.PredictEffect("size", [1], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("factors", Assert.Throws<ModelFileException>(
            () => CoxModel.FromJson(fit.ToJson().Replace("\"factors\"", "\"f\"", StringComparison.Ordinal))).Message,
                StringComparison.Ordinal);

        void Refused(string formula, string message) => Assert.Contains(
            message, Assert.Throws<InvalidSurvivalDataException>(() => CoxModel.Fit(table, formula)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StepwiseKeepsTheFactorsOfAnInteraction()
    {
        var cohort = Cohort.FromTable(Table(Cases[0]), new CohortColumns("time", "event"));
        var result = StepwiseCox.Select(cohort.FollowUp, cohort.Covariates("age + size + sex * stage"));
        foreach (var terms in result.Steps.Select(s => s.Terms).Where(t => t.Contains("sex:stage")))
            Assert.True(terms.Contains("sex") && terms.Contains("stage"));
    }
}
