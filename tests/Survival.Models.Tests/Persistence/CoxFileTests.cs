using System.Globalization;
using System.Xml.Linq;
using Survival.Models.Cox;
using Survival.Models.Persistence;

namespace Survival.Models.Tests.Persistence;

public class CoxFileTests
{
    private static readonly string[] Covariates = ["dose", "grade"];

    private static (Cohort Cohort, CoxModel Model) Fit(bool strata)
    {
        var random = new Random(3);
        var rows = string.Concat(
            Enumerable
                .Range(0, 60)
                .Select(i =>
                    string.Create(CultureInfo.InvariantCulture,
                        $"{random.Next(1, 40) / 3.0:R},{random.Next(0, 2)},{random.NextDouble() * 50:R},"
                            + $"{new[] { "I", "II", "III" }[random.Next(3)]},{new[] { "north & <west>", "south" }[random.Next(2)]}\n"
                    )
                )
        );
        var table = SurvivalTable.ReadCsv(new StringReader("time,event,dose,grade,site\n" + rows));
        var cohort = Cohort.FromTable(table, new CohortColumns("time", "event") { Strata = strata ? ["site"] : [] });
        return (cohort, CoxModel.Fit(cohort.FollowUp, cohort.Covariates(Covariates), new CoxOptions { Robust = strata }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void JsonGivesEveryNumberBackToTheBit(bool strata)
    {
        var (cohort, model) = Fit(strata);
        var loaded = CoxModel.FromJson(model.ToJson());
        Assert.Equal(model.Coefficients.ToArray(), loaded.Coefficients.ToArray());
        Assert.Equal(model.Covariance.ToArray(), loaded.Covariance.ToArray());
        Assert.Equal(model.ModelCovariance.ToArray(), loaded.ModelCovariance.ToArray());
        Assert.Equal(model.Table(), loaded.Table());
        Assert.Equal(model.WaldTest, loaded.WaldTest);
        Assert.Equal(
            (model.ScoreTest, model.LikelihoodRatioTest, model.RobustScoreTest),
            (loaded.ScoreTest, loaded.LikelihoodRatioTest, loaded.RobustScoreTest)
        );
        Assert.Equal(
            model.Terms.Select(t => (t.Name, t.FirstColumn, t.ColumnCount, string.Join('|', t.Levels))),
            loaded.Terms.Select(t => (t.Name, t.FirstColumn, t.ColumnCount, string.Join('|', t.Levels)))
        );
        Assert.Equal(model.LinearPredictor(cohort.Covariates(Covariates)), loaded.LinearPredictor(cohort.Covariates(Covariates)));
        foreach (var baseline in model.Baselines)
        {
            var (before, after) = (model.Survival([20, 1, 0], baseline.Stratum), loaded.Survival([20, 1, 0], baseline.Stratum));
            foreach (var time in baseline.Time)
            {
                var (a, b) = (before.At(time), after.At(time));
                Assert.Equal((a.Estimate, a.StandardError, a.Lower, a.Upper), (b.Estimate, b.StandardError, b.Lower, b.Upper));
            }
            Assert.Equal(baseline.Name, loaded.Baseline(baseline.Stratum).Name);
        }
        Assert.Equal(model.ToJson(), loaded.ToJson());
        Assert.False(loaded.HasTrainingData);
    }

    [Fact]
    public void AFileIsWrittenAndRead()
    {
        var (_, model) = Fit(false);
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".json");
        try
        {
            model.Save(path);
            Assert.Equal(model.ToJson(), CoxModel.Load(path).ToJson());
            Assert.Contains("Concordance= ", model.ToString(), StringComparison.Ordinal);
            Assert.Contains("Concordance is not kept in a model's file", CoxModel.Load(path).ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void AColumnLeftOutComesBackAsSuch()
    {
        var (cohort, _) = Fit(false);
        var x = DesignMatrix.FromColumns(
            ("dose", cohort.Covariates(Covariates).Column(0).ToArray()),
            ("again", cohort.Covariates(Covariates).Column(0).ToArray())
        );
        var model = CoxModel.Fit(cohort.FollowUp, x, new CoxOptions { DropCollinear = true });
        var loaded = CoxModel.FromJson(model.ToJson());
        Assert.True(double.IsNaN(loaded.Coefficients[1]));
        Assert.DoesNotContain("again", model.ToPmml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "damaged")]
    [InlineData("[1, 2]", "format")]
    [InlineData("{\"format\": \"something\"}", "format")]
    [InlineData(
        "{\"format\": \"Survival.Models.PrognosticModel\", \"version\": 1}", "'Survival.Models.CoxModel'; it holds a PrognosticModel.")]
    [InlineData("{\"format\": \"Survival.Models.patient 7\", \"version\": 1}", "'Survival.Models.CoxModel'. Give")]
    [InlineData("{\"format\": \"Survival.Models.CoxModel\", \"version\": 99}", "version 99")]
    [InlineData("{\"format\": \"Survival.Models.CoxModel\", \"version\": 1, \"columns\": [\"a\"]}", "damaged")]
    public void OtherFilesAreRefused(string json, string part) =>
        Assert.Contains(part, Assert.Throws<ModelFileException>(() => CoxModel.FromJson(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void ChangedFilesAreRefused()
    {
        var json = Fit(true).Model.ToJson();
        Assert.Throws<ModelFileException>(() => CoxModel.FromJson(json[..(json.Length / 2)]));
        Assert.Throws<ModelFileException>(() => CoxModel.FromJson(json.Replace("\"gradeII\",", "", StringComparison.Ordinal)));
        Assert.Throws<ModelFileException>(() => CoxModel.FromJson(json.Replace("Efron", "Nobody", StringComparison.Ordinal)));
        Assert.Throws<ModelFileException>(() =>
            CoxModel.FromJson(json.Replace("\"rows\": 60", "\"rows\": \"many\"", StringComparison.Ordinal))
        );
    }

    // A scorer that knows only the PMML: cumulative hazard times exp(sum of beta (x - reference point)).
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PmmlScoresAsTheModel(bool strata)
    {
        var (_, model) = Fit(strata);
        var root = XDocument.Parse(model.ToPmml(new CoxPmmlOptions { TimeName = "months", StratumName = "site" })).Root!;
        var ns = root.Name.Namespace;
        Assert.Equal("http://www.dmg.org/PMML-4_4", ns.NamespaceName);
        var regression = root.Element(ns + "GeneralRegressionModel")!;
        Assert.Equal("CoxRegression", regression.Attribute("modelType")!.Value);
        Assert.Equal("months", regression.Attribute("endTimeVariable")!.Value);
        string[] order =
        [
            "MiningSchema",
            "ParameterList",
            "FactorList",
            "CovariateList",
            "PPMatrix",
            "PCovMatrix",
            "ParamMatrix",
            "EventValues",
            "BaseCumHazardTables",
        ];
        Assert.Equal(order, regression.Elements().Select(e => e.Name.LocalName));
        var row = new Dictionary<string, string> { ["dose"] = "31.5", ["grade"] = "III" };
        var lp = 0.0;
        foreach (var parameter in regression.Element(ns + "ParameterList")!.Elements())
        {
            var name = parameter.Attribute("name")!.Value;
            var cell = regression.Element(ns + "PPMatrix")!.Elements().Single(e => e.Attribute("parameterName")!.Value == name);
            var predictor = cell.Attribute("predictorName")!.Value;
            var isFactor = regression.Element(ns + "FactorList")!.Elements().Any(e => e.Attribute("name")!.Value == predictor);
            var x = isFactor ? (row[predictor] == cell.Attribute("value")!.Value ? 1 : 0) : Number(row[predictor]);
            var beta = Number(
                regression
                    .Element(ns + "ParamMatrix")!
                    .Elements()
                    .Single(e => e.Attribute("parameterName")!.Value == name)
                    .Attribute("beta")!
                    .Value
            );
            lp += beta * (x - Number(parameter.Attribute("referencePoint")!.Value));
        }
        var tables = regression.Element(ns + "BaseCumHazardTables")!;
        foreach (var baseline in model.Baselines)
        {
            var cells = strata ? tables.Elements().Single(e => e.Attribute("value")!.Value == baseline.Name).Elements() : tables.Elements();
            var hazard = cells
                .Where(e => Number(e.Attribute("time")!.Value) <= 8)
                .Select(e => Number(e.Attribute("cumHazard")!.Value))
                .LastOrDefault();
            Assert.Equal(model.Survival([31.5, 0, 1], baseline.Stratum).At(8).Estimate, Math.Exp(-hazard * Math.Exp(lp)), 1e-13);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
