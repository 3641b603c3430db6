using System.Globalization;
using System.Xml.Linq;
using Survival.Models.CutPoints;
using Survival.Models.Prognosis;
using static Survival.Models.Tests.Prognosis.RmsCohort;

namespace Survival.Models.Tests.Prognosis;

public sealed class PrognosticModelTests
{
    private static readonly Dictionary<string, double> NoFeatures = [];

    private static PrognosticModel Fitted() =>
        PrognosticModel.From(Fit(), [6, 12], new ModelDescription { Endpoint = Endpoint.Of("progression", "weeks") });

    private static IEnumerable<Dictionary<string, string>> Clinical()
    {
        var (age, k, stage) = (Numbers(Patients, "age"), Numbers(Patients, "k"), Texts(Patients, "stage"));
        return age.Select((a, i) => new Dictionary<string, string>
        {
            ["age"] = a.ToString("R", CultureInfo.InvariantCulture),
            ["k"] = k[i].ToString("R", CultureInfo.InvariantCulture),
            ["stage"] = stage[i],
        });
    }

    [Fact]
    public void PredictionsOfAFitAreRs()
    {
        var model = Fitted();
        foreach (var (clinical, i) in Clinical().Select((c, i) => (c, i)))
        {
            var p = model.Predict(NoFeatures, clinical);
            Close(Numbers(Patients, "lp")[i], p.LinearPredictor);
            Close(Numbers(Patients, "relative")[i], p.RelativeHazard.Estimate);
            Close(Numbers(Patients, "se")[i], p.StandardError);
            Close(Numbers(Patients, "surv6")[i], p.SurvivalAt(6).Estimate);
            Close(Numbers(Patients, "lower6")[i], p.SurvivalAt(6).Lower);
            Close(Numbers(Patients, "upper6")[i], p.SurvivalAt(6).Upper);
            Close(Numbers(Patients, "surv12")[i], p.Survival[1].Survival.Estimate);
            Close(Numbers(Patients, "median")[i], p.Median.Estimate);
            Close(Numbers(Patients, "median_lower")[i], p.Median.Lower);
            Close(Numbers(Patients, "median_upper")[i], p.Median.Upper);
            Assert.Equal(p.TotalPoints, model.Nomogram!.TotalPoints(p.LinearPredictor - model.Centre), 1e-9);
            var text = p.ToString();
            Assert.Contains("progression-free survival at 6 weeks", text, StringComparison.Ordinal);
            Assert.DoesNotContain("month", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ReasonsAddUpToTheRelativeHazard()
    {
        var explained = Fitted().Explain(NoFeatures, Clinical().First());
        Assert.Equal(Math.Log(explained.Prediction.RelativeHazard.Estimate), explained.Reasons.Sum(r => r.Effect), 1e-12);
        Assert.Equal(explained.Reasons.Max(r => Math.Abs(r.Effect)), Math.Abs(explained.Reasons[0].Effect));
        Assert.Contains("| age |", explained.ToMarkdown(), StringComparison.Ordinal);
    }

    // By hand: score = 2 (a - 1) / 2 - (b - 10) / 5 = 2 - 1 = 1 at a = 3, b = 15; lp = 0.5 * 1 + 0.7 (size above 5) = 1.2.
    private static PrognosticModel ByHand(Scaler? scaler, params IReadOnlyList<BaselineHazard> baselines) =>
        PrognosticModel.Create(
            new ModelDescription
            {
                Name = "hand",
                NoBaseline = "No baseline: give one.",
                Endpoint = Endpoint.Death("months"),
            },
            [new("score", 0.5, 0.1), new("large", 0.7, 0.2)],
            [
                Predictor.Continuous("score", -2, 2),
                Predictor.AtThreshold("size", "large", 5, false, 0, 20) with
                {
                    Unit = "cm",
                    Allowed = new InputRange(0, 30, LowExcluded: true),
                },
            ],
            [6, 12],
            new Signature
            {
                Name = "score",
                Terms = [new("a", 2), new("b", -1)],
                Scaler = scaler,
                CutPoint = 1,
                Rule = CutPointRule.AtOrAbove,
                NoScaler = "No scaler: give one.",
            },
            baselines
        );

    private static readonly Scaler HandScaler = Scaler.Create(
        "by hand",
        new Dictionary<string, (double, double)> { ["a"] = (1, 2), ["b"] = (10, 5) }
    );

    // A size of 5.5 and one of 6 are both above the threshold of 5: the linear predictor is 1.2, as worked by hand below.
    [Fact]
    public void ValuesMayBeNumbersAndText()
    {
        var model = ByHand(HandScaler, BaselineHazard.Supplied("ours", [6, 12], [0.8, 0.5]));
        var features = new Dictionary<string, double> { ["a"] = 3, ["b"] = 15 };
        foreach (var size in new object[] { 5.5, 5.5f, 5.5m, "5.5", 6, 6L })
            Assert.Equal(1.2, model.Predict(features, new Dictionary<string, object> { ["size"] = size }).LinearPredictor, 1e-15);
        var refusal = Assert.Throws<PatientInputException>(() =>
            model.Predict(features, new Dictionary<string, object> { ["size"] = DateTime.UnixEpoch }));
        Assert.Equal("'size' is a DateTime; give a number, text, true or false.", refusal.Message);
        Assert.Throws<PatientInputException>(() => model.Predict(features, new Dictionary<string, object> { ["size"] = null! }));
    }

    [Fact]
    public void ASignatureAThresholdAndASuppliedBaselineByHand()
    {
        var p = ByHand(HandScaler, BaselineHazard.Supplied("ours", [6, 12], [0.8, 0.5]))
            .Predict(new Dictionary<string, double> { ["a"] = 3, ["b"] = 15 }, new Dictionary<string, string> { ["size"] = "5.5" });
        Assert.Equal(1, p.Score!.Value, 1e-15);
        Assert.True(p.IsHighScore);
        Assert.Equal(1.2, p.LinearPredictor, 1e-15);
        Assert.Equal(Math.Sqrt(0.01 + 0.04), p.StandardError, 1e-15);
        Assert.Equal(Math.Pow(0.5, Math.Exp(1.2)), p.SurvivalAt(12).Estimate, 1e-15);
        Assert.Equal(Math.Pow(0.8, 0.5 * Math.Exp(1.2)), p.SurvivalAt(3).Estimate, 1e-15);
        Assert.Contains("overall survival at 6 months", p.ToString(), StringComparison.Ordinal);
        Assert.Contains(p.Assumptions, a => a.Contains("by hand", StringComparison.Ordinal));
        // Axis of the score: 0.5 * 4 = 2 is the widest, so 50 points a unit.
        Assert.Equal(50 * (0.5 + 1 + 0.7), p.TotalPoints, 1e-10);
        Assert.Throws<ArgumentOutOfRangeException>(() => p.SurvivalAt(12.1));
    }

    [Fact]
    public void WhatIsNotThereIsRefusedWithTheReason()
    {
        var none = new Dictionary<string, string> { ["size"] = "4" };
        var features = new Dictionary<string, double> { ["a"] = 3, ["b"] = 15 };
        Assert.Equal("No scaler: give one.", Assert.Throws<IncompleteModelException>(() => ByHand(null).Predict(features, none)).Message);
        var p = ByHand(HandScaler).Predict(features, none);
        Assert.StartsWith(
            "No baseline: give one.",
            Assert.Throws<IncompleteModelException>(() => p.SurvivalAt(6)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<IncompleteModelException>(() => p.Median);
        Assert.Contains("No baseline: give one.", p.ToString(), StringComparison.Ordinal);
        var two = ByHand(HandScaler, BaselineHazard.Supplied("x", [6], [0.8]), BaselineHazard.Supplied("y", [6], [0.7]));
        Assert.Contains(
            "x, y",
            Assert.Throws<IncompleteModelException>(() => two.Predict(features, none)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(
            0.7,
            two.Predict(features, new Dictionary<string, string> { ["size"] = "1" }, two.Baselines[1])
                .Model.Baselines[1]
                .CumulativeHazards.Select(h => Math.Exp(-h))
                .Single(),
            1e-15
        );
    }

    [Theory]
    [InlineData("2,5")]
    [InlineData("1 000")]
    [InlineData("0")]
    [InlineData("31")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    [InlineData("")]
    [InlineData("large")]
    public void AValueThatIsNotAllowedIsNamed(string size)
    {
        var refusal = Assert.Throws<PatientInputException>(() =>
            ByHand(HandScaler)
                .Predict(new Dictionary<string, double> { ["a"] = 3, ["b"] = 15 }, new Dictionary<string, string> { ["size"] = size })
        );
        Assert.Contains("'size'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("above 0 and at most 30", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "a number above 0 (in the training data: 0.37 to 21.29)")]
    [InlineData(-2, "a number above 2 (in the training data: 0.37 to 21.29)")]
    public void WhatAPowerTakesHasNoUpperEnd(double shift, string words) => Assert.Equal(
        words, Predictor.FractionalPolynomial("marker", ["m1", "m2"], [0, 1], shift, 1, 0.37, 21.29).AllowedText);

    [Fact]
    public void AScoreMayBeGivenButNotBesideItsFeatures()
    {
        var given = new Dictionary<string, string> { ["size"] = "4", ["score"] = "0.25" };
        var p = ByHand(null).Predict(NoFeatures, given);
        Assert.Equal(0.25, p.Score);
        Assert.False(p.IsHighScore);
        Assert.Contains(p.Assumptions, a => a.Contains("given as a number", StringComparison.Ordinal));
        Assert.Throws<PatientInputException>(() => ByHand(HandScaler).Predict(new Dictionary<string, double> { ["a"] = 1 }, given));
        var raw = ByHand(Scaler.Raw)
            .Predict(new Dictionary<string, double> { ["a"] = 3, ["b"] = 15 }, new Dictionary<string, string> { ["size"] = "4" });
        Assert.Equal(6 - 15, raw.Score!.Value, 1e-15);
        Assert.Contains(raw.Warnings, w => w.Contains("raw features", StringComparison.Ordinal));
    }

    // Times 1 (event), 2 (event, censored), 3 (event); hazards 2, 1, 1, 1: 1/5, 1/3, 1/1.
    [Fact]
    public void RecalibrationByHand()
    {
        var baseline = BaselineHazard.Recalibrate(
            "by hand",
            SurvivalData.Create([3, 1, 2, 2], [true, true, true, false]),
            [0, Math.Log(2), 0, 0]
        );
        Assert.Equal(0, baseline.HazardAt(0.5));
        Assert.Equal(1 / 5.0, baseline.HazardAt(1), 1e-15);
        Assert.Equal((1 / 5.0) + (1 / 3.0), baseline.HazardAt(2.9), 1e-15);
        Assert.Equal((1 / 5.0) + (1 / 3.0) + 1, baseline.HazardAt(3), 1e-15);
        Assert.Throws<InvalidSurvivalDataException>(() => BaselineHazard.Recalibrate("x", SurvivalData.Create([1.0], [false]), [0]));
        Assert.Throws<InvalidSurvivalDataException>(() =>
            BaselineHazard.Recalibrate("x", SurvivalData.Create([1.0], [true]), [double.NaN])
        );
    }

    [Fact]
    public void ASavedModelIsTheSameModel()
    {
        foreach (
            var model in (PrognosticModel[])
                [Fitted(), ByHand(HandScaler, BaselineHazard.Supplied("ours", [6, 12], [0.8, 0.5])), ByHand(Scaler.Raw), ByHand(null)]
        )
        {
            using var stream = new MemoryStream();
            model.Save(stream);
            stream.Position = 0;
            var loaded = PrognosticModel.Load(stream);
            Assert.Equal(model.ToString(), loaded.ToString());
            Assert.Equal(model.ToPmml(), loaded.ToPmml());
            Assert.Equal(model.Nomogram!.ToString(), loaded.Nomogram!.ToString());
            using var again = new MemoryStream();
            loaded.Save(again);
            Assert.Equal(stream.ToArray(), again.ToArray());
        }
        var (fitted, clinical) = (Fitted(), Clinical().First());
        using var saved = new MemoryStream();
        fitted.Save(saved);
        saved.Position = 0;
        var (p, q) = (fitted.Predict(NoFeatures, clinical), PrognosticModel.Load(saved).Predict(NoFeatures, clinical));
        Assert.Equal(p.ToString(), q.ToString());
        Assert.Equal(p.SurvivalAt(6), q.SurvivalAt(6));
    }

    [Fact]
    public void AModelOfASimulatedCohortSaysSoEverywhere()
    {
        var model = Fitted();
        model = model.With(model.Description with { IsSimulated = true });
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        var loaded = PrognosticModel.Load(stream);
        Assert.True(loaded.Description.IsSimulated);
        var p = loaded.Predict(NoFeatures, Clinical().First());
        Assert.All(
            (string[])
                [
                    p.ToString(),
                    loaded.ToString(),
                    loaded.ToPmml(),
                    loaded.Explain(NoFeatures, Clinical().First()).ToString(),
                    System.Text.Encoding.UTF8.GetString(stream.ToArray()),
                ],
            text => Assert.Contains("SIMULATED COHORT", text, StringComparison.Ordinal)
        );
        Assert.Contains(p.Assumptions, a => a.Contains("SIMULATED", StringComparison.Ordinal));
        Assert.DoesNotContain("SIMULATED", Fitted().ToString(), StringComparison.Ordinal);
    }

    // A scorer of the standard: beta (x - reference), with derived fields evaluated.
    [Fact]
    public void PmmlHoldsWhatAPredictionNeeds()
    {
        XNamespace ns = "http://www.dmg.org/PMML-4_4";
        var features = new Dictionary<string, double> { ["a"] = 3, ["b"] = 15, ["size"] = 5.5 };
        foreach (var absolute in (bool[])[true, false])
        {
            var model = absolute ? ByHand(HandScaler, BaselineHazard.Supplied("ours", [6, 12], [0.8, 0.5])) : ByHand(HandScaler);
            var pmml = XDocument.Parse(model.ToPmml()).Root!;
            var general = pmml.Element(ns + "GeneralRegressionModel")!;
            Assert.Equal(absolute ? "CoxRegression" : "generalLinear", general.Attribute("modelType")!.Value);
            var derived = pmml.Element(ns + "TransformationDictionary")!
                .Elements(ns + "DerivedField")
                .ToDictionary(f => f.Attribute("name")!.Value, f => f.Elements().Single());
            var lp = 0.0;
            foreach (var cell in general.Element(ns + "PPMatrix")!.Elements())
            {
                var beta = double.Parse(
                    general
                        .Element(ns + "ParamMatrix")!
                        .Elements()
                        .Single(c => c.Attribute("parameterName")!.Value == cell.Attribute("parameterName")!.Value)
                        .Attribute("beta")!
                        .Value,
                    CultureInfo.InvariantCulture
                );
                lp += beta * Evaluate(derived[cell.Attribute("predictorName")!.Value]);
            }
            Assert.Equal(1.2, lp, 1e-14);
            var cells = general
                .Element(ns + "BaseCumHazardTables")
                ?.Elements()
                .ToDictionary(
                    c => c.Attribute("time")!.Value,
                    c => double.Parse(c.Attribute("cumHazard")!.Value, CultureInfo.InvariantCulture)
                );
            Assert.Equal(absolute, cells is not null);
            if (cells is not null)
                Assert.Equal(-Math.Log(0.5), cells["12"], 1e-15);
        }

        double Evaluate(XElement e) => e.Name.LocalName switch
        {
            "FieldRef" => features[e.Attribute("field")!.Value],
            "Constant" => double.Parse(e.Value, CultureInfo.InvariantCulture),
            _ => Apply(e.Attribute("function")!.Value, [.. e.Elements().Select(Evaluate)]),
        };

        static double Apply(string function, double[] x) => function switch
        {
            "+" => x[0] + x[1],
            "-" => x[0] - x[1],
            "*" => x[0] * x[1],
            "/" => x[0] / x[1],
            "greaterThan" => x[0] > x[1] ? 1 : 0,
            "if" => x[0] == 1 ? x[1] : x[2],
            _ => throw new NotSupportedException(function),
        };
    }

    // A curved effect: age by a restricted cubic spline; its columns are those of the basis.
    [Fact]
    public void ASplineIsAPredictorOfSeveralColumns()
    {
        double[] knots = [1, 4, 8];
        var model = PrognosticModel.Create(
            new ModelDescription(),
            [new("dose", 0.3, 0.1), new("dose'", -0.2, 0.1)],
            [Predictor.Spline("dose", ["dose", "dose'"], knots, 0, 10)],
            [1]
        );
        var basis = Survival.Models.Calibration.RestrictedCubicSpline.Basis([6.5], knots);
        var p = model.Predict(NoFeatures, new Dictionary<string, string> { ["dose"] = "6.5" });
        Assert.Equal((0.3 * basis[0][0]) - (0.2 * basis[1][0]), p.LinearPredictor, 1e-15);
        Assert.Equal(model.Nomogram!.Points("dose", 6.5), p.TotalPoints, 1e-12);
    }

    [Fact]
    public void PartsThatDoNotFitAreRefusedByName()
    {
        void Refused(string said, Func<PrognosticModel> make) =>
            Assert.Contains(said, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
        Refused("'b'", () => PrognosticModel.Create(new(), [new("a", 1), new("b", 1)], [Predictor.Continuous("a", 0, 1)], [1]));
        Refused(
            "'c'",
            () => PrognosticModel.Create(new(), [new("a", 1)], [Predictor.Continuous("a", 0, 1), Predictor.Continuous("c", 0, 1)], [1])
        );
        Refused("not finite", () => PrognosticModel.Create(new(), [new("a", double.NaN)], [Predictor.Continuous("a", 0, 1)], [1]));
        Refused("ascending", () => PrognosticModel.Create(new(), [new("a", 1)], [Predictor.Continuous("a", 0, 1)], [2, 1]));
        Refused("rise", () => PrognosticModel.Create(new(), [new("a", 1)], [Predictor.Continuous("a", 1, 0)], [1]));
        Refused(
            "'score'",
            () =>
                PrognosticModel.Create(
                    new(),
                    [new("a", 1)],
                    [Predictor.Continuous("a", 0, 1)],
                    [1],
                    new Signature { Terms = [new("f", 1)] }
                )
        );
        Refused(
            "different names",
            () => ByHand(HandScaler, BaselineHazard.Supplied("x", [1], [0.5]), BaselineHazard.Supplied("x", [1], [0.6]))
        );
        Refused("'b'", () => ByHand(Scaler.Create("x", new Dictionary<string, (double, double)> { ["a"] = (0, 1) })));
        Assert.Throws<InvalidSurvivalDataException>(() => BaselineHazard.Supplied("x", [6, 12], [0.6, 0.8]));
        Assert.Throws<InvalidSurvivalDataException>(() => Scaler.Create("x", new Dictionary<string, (double, double)> { ["a"] = (0, 0) }));
    }

    /// <summary>
    /// Three patients die at 0.1 + 0.2 = 0.30000000000000004, 0.5 and 0.7: Breslow's steps are 1/3, 1/2 and 1. Asked at 0.3, the first
    /// counts, and 0.7 - 1e-12 and 0.7 + 1e-12 are the last.
    /// </summary>
    [Fact]
    public void A_time_that_differs_by_rounding_is_that_time()
    {
        var baseline = BaselineHazard.Recalibrate("three", SurvivalData.Create([0.1 + 0.2, 0.5, 0.7], [true, true, true]), [0, 0, 0]);
        Assert.Equal(1 / 3.0, baseline.HazardAt(0.3), 1e-15);
        Assert.Equal(0, baseline.HazardAt(0.2999));
        Assert.Equal(1 / 3.0 + 0.5 + 1, baseline.HazardAt(0.7 - 1e-12), 1e-15);
        Assert.Equal(1 / 3.0 + 0.5 + 1, baseline.HazardAt(0.7 + 1e-12), 1e-15);
        Assert.True(baseline.Reaches(0.7 + 1e-12));
        Assert.False(baseline.Reaches(0.7001));
        Assert.Throws<ArgumentOutOfRangeException>(() => baseline.HazardAt(0.7001));
    }
}
