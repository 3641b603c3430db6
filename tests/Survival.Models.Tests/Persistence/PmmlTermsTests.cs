using System.Globalization;
using System.Xml.Linq;
using Survival.Models.Cox;
using Survival.Models.Prognosis;
using Survival.Models.Tests.Cox;

namespace Survival.Models.Tests.Persistence;

/// <summary>Every term that a formula can write, scored by a reader that knows nothing but the PMML: derived fields by the functions of
/// PMML 4.4, a patient's values as they are. The model's own columns are held against R by <see cref="CurvedTermsTests"/>.</summary>
public sealed class PmmlTermsTests
{
    private static readonly string[] Sexes = ["f", "m"];
    private static readonly string[] Stages = ["I", "II", "III"];

    public static TheoryData<string> Formulas =>
    [
        "age + size + sex",
        "rcs(size, 4) + sex",
        "rcs(size, 7) + age",
        "ns(age, 1) + size",
        "ns(age, 4) + stage",
        "ns(size, [1, 2, 4, 9])",
        "fp(size, -1, -1) + age",
        "fp(size, 0, 0, 0.5) + fp(age, 3)",
        "fp(size, 1)",
        "sex * stage",
        "age * sex",
        "age * size",
        "rcs(size, 3) * stage",
        "ns(age, 3) * sex + size",
        "fp(size, 0.5, 2) * stage",
        "rcs(size, 4) * ns(age, 2)",
        "fp(size, -1, 0) * rcs(age, 3)",
        "age * sex * stage",
        "rcs(age, 3) * sex * stage + fp(size, 0)",
        "factor(grade) * ns(size, 2)",
    ];

    [Theory]
    [MemberData(nameof(Formulas))]
    public void ScoresAsTheModel(string formula)
    {
        var fit = CoxModel.Fit(Data.Value, formula);
        var prognostic = PrognosticModel.From(fit, [5]);
        foreach (var (pmml, model) in new[] { (fit.ToPmml(), "the fit"), (prognostic.ToPmml(), "the prognostic model") })
        {
            var root = XDocument.Parse(pmml).Root!;
            var fields = root.Element(Ns + "DataDictionary")!;
            Assert.Equal(
                fields.Elements().Count().ToString(CultureInfo.InvariantCulture), fields.Attribute("numberOfFields")!.Value);
            // Inside the data, at its ends and beyond: below the first knot and above the last.
            for (var k = 0; k < 24; k++)
            {
                var row = new Dictionary<string, object>
                {
                    ["age"] = 30.5 + (3 * k),
                    ["size"] = 0.3 + (0.6 * k),
                    ["sex"] = Sexes[k % 2],
                    ["stage"] = Stages[k % 3],
                    ["grade"] = (k % 3 + 1).ToString(CultureInfo.InvariantCulture),
                };
                var patient = Cohort.Create(
                    SurvivalData.Create([1], [true]),
                    new SurvivalTableBuilder().Numbers("age", [(double)row["age"]]).Numbers("size", [(double)row["size"]])
                        .Texts("sex", [(string)row["sex"]]).Texts("stage", [(string)row["stage"]]).Texts("grade", [(string)row["grade"]])
                        .Build());
                var x = patient.Covariates(fit.Terms);
                var expected = fit.PredictSurvival(x, 5)[0];
                var actual = new Scorer(root, row).Survival(5);
                Assert.True(
                    Math.Abs(actual - expected) <= 1e-10,
                    FormattableString.Invariant($"{formula}, row {k} of {model}: the PMML says {actual:G15}, the model {expected:G15}."));
            }
        }
    }

    [Fact]
    public void ColumnsLeftOutLeaveTheFieldsThatOthersNeed()
    {
        // Nobody of sex m is left in stage III but by 'twin', which says the same as sex: sexm is left out, its product with age stays.
        var cohort = Data.Value;
        var sex = cohort.Texts("sex");
        var table = new SurvivalTableBuilder().Numbers("twin", [.. sex.Select(s => s == "m" ? 1.0 : 0)])
            .Numbers("age", cohort.Numbers("age")).Texts("sex", [.. sex]).Build();
        var other = Cohort.Create(cohort.FollowUp, table);
        var fit = CoxModel.Fit(other, "twin + age * sex", new CoxOptions { DropCollinear = true });
        Assert.Contains(fit.Coefficients.ToArray(), double.IsNaN);
        var root = XDocument.Parse(fit.ToPmml()).Root!;
        Assert.Contains(root.Element(Ns + "DataDictionary")!.Elements(), e => e.Attribute("name")!.Value == "sex");
        var row = new Dictionary<string, object> { ["twin"] = 1.0, ["age"] = 71.0, ["sex"] = "m" };
        var x = Cohort.Create(SurvivalData.Create([1], [true]), new SurvivalTableBuilder().Numbers("twin", [1]).Numbers("age", [71])
            .Texts("sex", ["m"]).Build()).Covariates(fit.Terms);
        Assert.Equal(fit.PredictSurvival(x, 5)[0], new Scorer(root, row).Survival(5), 1e-12);
    }

    private static readonly XNamespace Ns = "http://www.dmg.org/PMML-4_4";

    private static readonly Lazy<Cohort> Data = new(() =>
    {
        const int n = 240;
        var random = new Random(7);
        var (time, died) = (new double[n], new bool[n]);
        var (age, size) = (new double[n], new double[n]);
        var (sex, stage, grade) = (new string[n], new string[n], new string[n]);
        for (var i = 0; i < n; i++)
        {
            age[i] = Math.Round(40 + (45 * random.NextDouble()), 1);
            size[i] = Math.Round(0.5 + (10 * random.NextDouble()), 2);
            (sex[i], stage[i]) = (Sexes[random.Next(2)], Stages[random.Next(3)]);
            grade[i] = (1 + random.Next(3)).ToString(CultureInfo.InvariantCulture);
            var event_ = -Math.Log(1 - random.NextDouble()) * 9 / Math.Exp((0.02 * (age[i] - 60)) + (0.1 * size[i]));
            var censored = 2 + (20 * random.NextDouble());
            (time[i], died[i]) = (Math.Round(Math.Min(event_, censored), 2) + 0.01, event_ <= censored);
        }
        return Cohort.Create(
            SurvivalData.Create(time, died),
            new SurvivalTableBuilder().Numbers("age", age).Numbers("size", size).Texts("sex", sex).Texts("stage", stage)
                .Texts("grade", grade).Build());
    });

    private sealed class Scorer(XElement root, Dictionary<string, object> row)
    {
        private readonly XElement _model = root.Element(Ns + "GeneralRegressionModel")!;

        public double Survival(double time)
        {
            string[] active =
            [
                .. _model.Element(Ns + "MiningSchema")!.Elements().Where(e => e.Attribute("usageType")!.Value == "active")
                    .Select(e => e.Attribute("name")!.Value),
            ];
            var values = row.Where(f => active.Contains(f.Key)).ToDictionary(f => f.Key, f => f.Value);
            foreach (var field in root.Element(Ns + "TransformationDictionary")?.Elements() ?? [])
                values.Add(field.Attribute("name")!.Value, Value(field.Elements().Single(), values));
            string[] factors = [.. (_model.Element(Ns + "FactorList")?.Elements() ?? []).Select(e => e.Attribute("name")!.Value)];
            var lp = 0.0;
            foreach (var parameter in _model.Element(Ns + "ParameterList")!.Elements())
            {
                var name = parameter.Attribute("name")!.Value;
                var x = 1.0;
                foreach (var cell in _model.Element(Ns + "PPMatrix")!.Elements()
                    .Where(e => e.Attribute("parameterName")!.Value == name))
                {
                    var predictor = cell.Attribute("predictorName")!.Value;
                    var power = cell.Attribute("value")!.Value;
                    x *= factors.Contains(predictor) ? ((string)values[predictor] == power ? 1 : 0)
                        : Math.Pow((double)values[predictor], Number(power));
                }
                var beta = _model.Element(Ns + "ParamMatrix")!.Elements().Single(e => e.Attribute("parameterName")!.Value == name);
                lp += Number(beta.Attribute("beta")!.Value) * (x - Number(parameter.Attribute("referencePoint")!.Value));
            }
            var hazard = _model.Element(Ns + "BaseCumHazardTables")!.Elements()
                .Where(e => Number(e.Attribute("time")!.Value) <= time).Select(e => Number(e.Attribute("cumHazard")!.Value)).Last();
            return Math.Exp(-hazard * Math.Exp(lp));
        }

        private static object Value(XElement e, Dictionary<string, object> values)
        {
            if (e.Name == Ns + "FieldRef")
                return values[e.Attribute("field")!.Value];
            if (e.Name == Ns + "Constant")
                return e.Attribute("dataType")!.Value == "string" ? e.Value : Number(e.Value);
            Assert.Equal(Ns + "Apply", e.Name);
            object[] given = [.. e.Elements().Select(a => Value(a, values))];
            double At(int k) => (double)given[k];
            return e.Attribute("function")!.Value switch
            {
                "+" => At(0) + At(1),
                "-" => At(0) - At(1),
                "*" => At(0) * At(1),
                "/" => At(0) / At(1),
                "pow" => Math.Pow(At(0), At(1)),
                "max" => Math.Max(At(0), At(1)),
                "ln" => Math.Log(At(0)),
                "equal" => Equals(given[0], given[1]),
                "if" => (bool)given[0] ? given[1] : given[2],
                var other => throw new InvalidOperationException($"PMML's {other} is not known here."),
            };
        }

        private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}
