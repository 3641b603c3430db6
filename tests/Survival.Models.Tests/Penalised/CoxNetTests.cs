#pragma warning disable xUnit1051 // quick calls
using System.Globalization;
using System.Xml.Linq;
using Survival.Models.Penalised;
using Survival.Models.Persistence;

namespace Survival.Models.Tests.Penalised;

/// <summary>Against R 4.2.2 with glmnet 4.1-6 (thresh 1e-15) and survival 3.5-3 on the cohort by formula, and by hand.</summary>
public class CoxNetTests
{
    /// <summary>
    /// Two rows, x = -1 at time 1 (event) and x = 1 at time 2. sd = 1, gradient at 0 is x1 - mean = -1 and over n = 2 it is -1/2, so
    /// lambda_max = 1/2. At lambda = 1/4: loglik = -b - log(e^-b + e^b), derivative/2 = -e^b/(e^-b + e^b) = -1/4 at the optimum, so
    /// e^2b = 1/3, b = -log(3)/2.
    /// </summary>
    [Fact]
    public void Two_rows_by_hand()
    {
        var x = DesignMatrix.FromColumns(("x", [-1.0, 1.0]));
        var path = CoxNet.Fit(SurvivalData.Create([1, 2], [true, false]), x, new CoxNetOptions { Lambdas = [0.5, 0.25] });
        Assert.Equal(0, path.NonzeroCounts[0]);
        Assert.Equal(-Math.Log(3) / 2, path.At(1).Coefficient("x"), 1e-14);
        Assert.Equal(2 * Math.Log(2), path.NullDeviance, 14);
        // loglik = log(e^-b / (e^-b + e^b)) = log(3/4); deviance ratio 1 - log(4/3)/log(2).
        Assert.Equal(1 - (Math.Log(4.0 / 3) / Math.Log(2)), path.DevianceRatios[1], 13);
        Assert.Equal(0.5, CoxNet.Fit(SurvivalData.Create([1, 2], [true, false]), x).Lambdas[0], 15);
    }

    [Fact]
    public void Weights_offset_limits_and_penalty_factors_agree_with_glmnet()
    {
        double[][] expected =
        [
            [-0.1, 0, -0.00540978567529032, 0, 0.000669503334803678, 0],
            [-0.1, 0, -0.1, 0, 0.0839838514321146, 0],
            [-0.1, -0.0252612934641782, -0.1, 0, 0.107575126199665, -0.00792174830023498],
        ];
        var path = CoxNet.Fit(PenalisedCohort.Data(PenalisedCohort.Weight), PenalisedCohort.Columns, new CoxNetOptions
        {
            Alpha = 0.5,
            Offset = PenalisedCohort.Offset,
            PenaltyFactors = [0, 1, 2, double.PositiveInfinity, 1, 0.5],
            LowerLimits = [-0.1],
            UpperLimits = [0.2],
            Lambdas = [0.1, 0.03, 0.01],
        });
        Assert.Equal(235.842925373, path.NullDeviance, 9);
        double[] ratios = [0.00263369221736, 0.00871598168177, 0.00902790735769];
        for (var k = 0; k < 3; k++)
        {
            Assert.Equal(ratios[k], path.DevianceRatios[k], 9);
            // glmnet's conditions are violated by 3e-9 here (recomputed in R from its own coefficients): it is good to seven decimals.
            Assert.All(path.At(k).ToDense().Zip(expected[k]), t => Assert.Equal(t.Second, t.First, 7));
        }
    }

    [Theory]
    [InlineData(
        false,
        -189.4423841160189,
        -188.2682084731742,
        new[]
        {
            -0.06800051443741260,
            -0.02341765566856317,
            -0.19948150732530523,
            -0.03922282390585372,
            0.15045362164203008,
            0.02032959321548463,
        }
    )]
    [InlineData(
        true,
        -184.0320663872976,
        -182.6317499682239,
        new[]
        {
            -0.06355520121833884,
            -0.03344617790791490,
            -0.22123467312140052,
            -0.03909520335642931,
            0.15564445359352477,
            0.05040601906031219,
        }
    )]
    public void Without_penalty_strata_truncation_weights_and_offset_agree_with_coxph(
        bool efron,
        double none,
        double full,
        double[] expected
    )
    {
        var path = CoxNet.Fit(
            PenalisedCohort.Data(PenalisedCohort.Weight, PenalisedCohort.Entry, PenalisedCohort.Stratum),
            PenalisedCohort.Columns,
            new CoxNetOptions
            {
                Offset = PenalisedCohort.Offset,
                EfronTies = efron,
                Lambdas = [0],
            }
        );
        Assert.Equal(none, path.NullLogLikelihood, 10);
        Assert.Equal(full, path.LogLikelihoods[0], 10);
        Assert.All(path.At(0).ToDense().Zip(expected), t => Assert.Equal(t.Second, t.First, 10));
    }

    [Fact]
    public void The_path_ends_where_glmnet_s_does()
    {
        int[] df = [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3, 5];
        var (x, data) = (PenalisedCohort.Columns, PenalisedCohort.Data());
        Assert.Equal(df[..14], CoxNet.Fit(data, x, new CoxNetOptions { MaximumNonzero = 2 }).NonzeroCounts);
        Assert.Equal(df[..19], CoxNet.Fit(data, x, new CoxNetOptions { MaximumEverNonzero = 3 }).NonzeroCounts);
        var path = CoxNet.Fit(data, x);
        Assert.Equal(df, path.NonzeroCounts.Take(20));
        Assert.Equal(48, path.Count);
    }

    [Fact]
    public void The_relaxed_path_agrees_with_coxph_and_glmnet()
    {
        var (x, data) = (PenalisedCohort.Columns, PenalisedCohort.Data());
        var options = new CoxNetOptions { Lambdas = [0.08, 0.03] };
        var relaxed = CoxNetRelaxedPath.Fit(data, x, CoxNet.Fit(data, x, options), options);
        // The unpenalised end is coxph's (glmnet's own relaxed fit stops at its loose threshold); half-way is the mean of the two by hand.
        double[] free = [-0.06858041161585456, 0, -0.23220302818962518, 0, 0.12287615780867091, 0];
        double[] none = [-0.022136412837511, 0, -0.181244224396282, 0, 0.059052928423220, 0];
        double[] half = [.. free.Zip(none, (a, b) => (a + b) / 2)];
        Assert.Equal(-0.2238671264761317, relaxed.At(0, 0).Coefficient("x3"), 10);
        foreach (var (gamma, expected) in (ReadOnlySpan<(double, double[])>)[(0, free), (0.5, half), (1, none)])
            Assert.All(relaxed.At(1, gamma).ToDense().Zip(expected), t => Assert.Equal(t.Second, t.First, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => relaxed.At(0, 1.5));
    }

    [Fact]
    public void A_constant_column_stays_out_and_changes_nothing_else()
    {
        var (x, data) = (PenalisedCohort.Columns, PenalisedCohort.Data());
        var with = DesignMatrix.FromColumns([
            .. x.ColumnNames.Select((n, j) => (n, x.Column(j).ToArray())),
            ("constant", Enumerable.Repeat(3.0, 60).ToArray()),
        ]);
        var model = CoxNet.Fit(data, with, new CoxNetOptions { Lambdas = [0.05] }).At(0);
        Assert.Equal(-0.1466454770587, model.Coefficient("x3"), 7);
        Assert.Equal(0.0164489227657, model.Coefficient("x5"), 7);
        Assert.Equal(0, model.Coefficient("constant"));
    }

    [Fact]
    public void The_adaptive_form_takes_its_factors_from_a_first_fit()
    {
        var (x, data) = PenalisedCohort.Random(3, n: 80);
        var ridge = CoxNet.Fit(data, x, new CoxNetOptions { Alpha = 0, Lambdas = [0.05] }).At(0);
        var factors = CoxNet.AdaptivePenaltyFactors(ridge);
        Assert.Equal(1 / Math.Abs(ridge.Coefficient("x0")), factors[0], 12);
        var adaptive = CoxNet.Fit(data, x, new CoxNetOptions { PenaltyFactors = factors, LambdaMinRatio = 0.05 });
        Assert.Contains("x0", adaptive.At(adaptive.Count - 1).SelectedNames);
        Assert.Throws<ArgumentOutOfRangeException>(() => CoxNet.AdaptivePenaltyFactors(ridge, 0));
    }

    /// <summary>The model knows x and the grades; what else new patients have or lack is not asked for.</summary>
    [Fact]
    public void A_cohort_is_predicted_from_the_columns_of_the_model()
    {
        var columns = new CohortColumns("time", "event");
        var trained = Cohort.FromTable(SurvivalTable.ReadCsv(new StringReader(
            "time,event,x,grade\n5,1,0.3,a\n3,1,1.2,b\n7,0,-0.5,a\n2,1,2.0,b\n9,1,-1.1,a\n4,1,0.9,b\n8,0,0.1,a\n6,1,-0.2,b\n")), columns);
        var model = CoxNet.Fit(trained, options: new CoxNetOptions { Lambdas = [0.01] }).At(0);
        Assert.Equal(2, model.NonzeroCount);
        var patients = Cohort.FromTable(SurvivalTable.ReadCsv(new StringReader(
            "time,event,age,grade,x\n1,0,,a,1\n1,1,70,b,2\n")), columns);
        double x = model.Coefficient("x"), b = model.Coefficient(model.SelectedNames[1]);
        Assert.Equal([x, (2 * x) + b], model.Predict(patients), (u, v) => Math.Abs(u - v) < 1e-14);
    }

    [Fact]
    public void Json_brings_back_the_same_numbers()
    {
        var path = CoxNet.Fit(PenalisedCohort.Data(), PenalisedCohort.Columns);
        var read = CoxNetPath.FromJson(path.ToJson());
        Assert.Equal(path.Lambdas, read.Lambdas);
        Assert.Equal(path.DevianceRatios, read.DevianceRatios);
        Assert.Equal(path.At(20).ToDense(), read.At(20).ToDense());
        Assert.Equal(path.NullDeviance, read.NullDeviance);
        var model = CoxNetModel.FromJson(path.Interpolate(0.05).ToJson());
        Assert.True(model.IsInterpolated);
        Assert.Equal(
            path.Interpolate(0.05).Predict(PenalisedCohort.Columns),
            model.Predict(PenalisedCohort.Columns)
        );
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "model.json");
            model.Save(file);
            Assert.Equal(model.ToDense(), CoxNetModel.Load(file).ToDense());
            path.Save(file);
            Assert.Equal(path.ToJson(), CoxNetPath.Load(file).ToJson());
            var refusal = Assert.Throws<ModelFileException>(() => CoxNetModel.Load(file));
            Assert.StartsWith("'model.json' is no penalised Cox model: ", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        Assert.Throws<ModelFileException>(() => CoxNetModel.FromJson(path.ToJson()));
        Assert.Throws<ModelFileException>(() => CoxNetPath.FromJson("{"));
        Assert.Throws<ModelFileException>(() =>
            CoxNetModel.FromJson(model.ToJson().Replace("\"lambda\"", "\"l\"", StringComparison.Ordinal))
        );
    }

    // A scorer that knows only the PMML: hazard at the last cell up to 8, times exp(sum of beta x).
    [Fact]
    public void Pmml_and_the_saved_baseline_score_as_the_model()
    {
        var (x, data) = (PenalisedCohort.Columns, PenalisedCohort.Data());
        var model = CoxNet.Fit(data, x).At(15);
        var baseline = model.Baseline(data, x);
        var regression = XDocument
            .Parse(model.ToPmml(baseline, new CoxPmmlOptions { TimeName = "months" }))
            .Root!.Elements()
            .Single(e => e.Name.LocalName == "GeneralRegressionModel");
        string Value(string list, string key, string value, string of) =>
            regression
                .Elements()
                .Single(e => e.Name.LocalName == list)
                .Elements()
                .Single(e => e.Attribute(key)!.Value == value)
                .Attribute(of)!
                .Value;
        Assert.Equal("months", regression.Attribute("endTimeVariable")!.Value);
        Assert.Equal(
            model.SelectedNames,
            regression.Elements().Single(e => e.Name.LocalName == "CovariateList").Elements().Select(e => e.Attribute("name")!.Value)
        );
        var lp = 0.0;
        foreach (var name in model.SelectedNames)
        {
            var parameter = Value("PPMatrix", "predictorName", name, "parameterName");
            Assert.Equal(0, double.Parse(Value("ParameterList", "name", parameter, "referencePoint"), CultureInfo.InvariantCulture));
            lp +=
                double.Parse(Value("ParamMatrix", "parameterName", parameter, "beta"), CultureInfo.InvariantCulture)
                * x[7, x.IndexOf(name)];
        }
        var cells = regression.Elements().Single(e => e.Name.LocalName == "BaseCumHazardTables").Elements();
        var hazard = double.Parse(
            cells.Last(e => double.Parse(e.Attribute("time")!.Value, CultureInfo.InvariantCulture) <= 8).Attribute("cumHazard")!.Value,
            CultureInfo.InvariantCulture
        );
        var read = CoxNetBaseline.FromJson(baseline.ToJson());
        Assert.Equal(baseline.CumulativeHazard.ToArray(), read.CumulativeHazard.ToArray());
        var at = baseline.Times.ToArray().Count(t => t <= 8) - 1;
        Assert.Equal(read.Survival(model.Predict(x)[7])[at], Math.Exp(-hazard * Math.Exp(lp)), 1e-14);
        Assert.Throws<ArgumentException>(() => CoxNet.Fit(data, x).At(3).ToPmml(baseline));
        Assert.Throws<ModelFileException>(() =>
            CoxNetBaseline.FromJson(baseline.ToJson().Replace("times", "clock", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void A_prediction_names_its_lambda_and_finds_columns_by_name()
    {
        var x = PenalisedCohort.Columns;
        var path = CoxNet.Fit(PenalisedCohort.Data(), x);
        var reversed = DesignMatrix.FromColumns([.. x.ColumnNames.Select((n, j) => (n, x.Column(j).ToArray())).Reverse()]);
        var model = path.At(25);
        Assert.Equal(path.Lambdas[25], model.Lambda);
        Assert.Equal(model.Predict(x), model.Predict(reversed));
        Assert.Same(path.AtLambda(path.Lambdas[3]).ColumnNames, path.ColumnNames);
        Assert.Contains("nearest", Assert.Throws<ArgumentException>(() => path.AtLambda(0.0123)).Message);
        Assert.False(path.Interpolate(path.Lambdas[4]).IsInterpolated);
        Assert.Throws<ArgumentException>(() => model.Predict(DesignMatrix.FromColumns(("y", [1.0]))));
        Assert.Throws<ArgumentException>(() => model.Predict(x, new double[60]));
    }
}
