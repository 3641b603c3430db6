using System.Text.Json;
using Survival.Models.Cox;
using Survival.Models.DecisionCurves;
using Survival.Models.Prognosis;
using Survival.Models.Resampling;
using Survival.Models.Tests.References;
using Survival.Models.Validation;
using Pipeline = System.Func<Survival.Models.Validation.PipelineSample, System.Threading.CancellationToken,
    Survival.Models.Validation.PipelineFit>;

namespace Survival.Models.Tests.Validation;

/// <summary>Against validation.R: a procedure that chooses one of two columns, bootstrapped on given rows; a model of 200 rows on 150
/// others; survival, riskRegression and arithmetic in R.</summary>
public sealed class ValidationReferenceTests
{
    private static readonly JsonElement All = RReference.Load("validation");
    private static readonly string[] Names = ["C", "C of groups", "AUC", "Brier", "Slope"];
    private static readonly string[] Candidates = ["a", "b", "c", "d"];
    private static readonly CoxOptions Tight = new() { Tolerance = 1e-13 };

    private static (SurvivalData Data, DesignMatrix X) Read(JsonElement rows)
    {
        var all = rows.EnumerateArray().ToArray();
        double[] Of(string name) => [.. all.Select(r => r.Number(name))];
        return (SurvivalData.Create(Of("time"), Array.ConvertAll(Of("event"), v => v == 1)),
            DesignMatrix.FromColumns(("a", Of("a")), ("b", Of("b")), ("z", Of("z"))));
    }

    // Of a and b the one with the larger |z| by itself, with z; cut at the sample's median.
    private static Pipeline Procedure(DesignMatrix x) => (sample, token) =>
    {
        int[] rows = [.. sample.Rows];
        var own = x.SelectRows(rows);
        double Z(string name) => Math.Abs(CoxModel.Fit(sample.FollowUp, own, [name], Tight).Table()[0].Test.Statistic);
        string[] columns = [Z("a") >= Z("b") ? "a" : "b", "z"];
        var fit = CoxModel.Fit(sample.FollowUp, own, columns, Tight);
        var lp = fit.LinearPredictor(x, centred: false);
        var hazard = fit.CumulativeHazard(6);
        double[] sorted = [.. rows.Select(i => lp[i]).Order()];
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new PipelineFit
        {
            LinearPredictor = lp,
            Survival = [.. lp.Select(v => Math.Exp(-hazard * Math.Exp(v)))],
            HighRisk = [.. lp.Select(v => v >= median)],
            Selected = [columns[0]],
        };
    };

    // What the bootstrap draws itself is not R's, so the procedure is given R's rows in place of its own.
    [Fact]
    public void BootstrapOnGivenRows()
    {
        var c = All.GetProperty("boot");
        var (data, x) = Read(c.GetProperty("data"));
        int[][] rows = [.. c.GetProperty("rows").EnumerateArray().Select(r => Array.ConvertAll(r.Numbers(), v => (int)v))];
        var result = PipelineBootstrap.Estimate(
            data, Procedure(x), Candidates, new PipelineOptions { Horizon = 6, GivenRows = rows, Resamples = rows.Length });
        var (apparent, training, test, oob) = (c.Numbers("apparent"), c.Numbers("training"), c.Numbers("test"), c.Numbers("oob"));
        for (var j = 0; j < Names.Length; j++)
        {
            var index = result.Find(Names[j])!;
            RReference.Near(apparent[j], index.Apparent, 1e-8, $"{Names[j]}, apparent");
            RReference.Near(training[j], index.Training, 1e-8, $"{Names[j]}, training");
            RReference.Near(test[j], index.Test, 1e-8, $"{Names[j]}, test");
            RReference.Near(oob[j], index.OutOfBag, 1e-8, $"{Names[j]}, out of the bag");
            RReference.Near(apparent[j] - (training[j] - test[j]), index.Corrected, 1e-8, $"{Names[j]}, corrected");
        }
        RReference.Near(c.Number("none"), result.Find("Brier")!.NoInformation, 1e-8, "no information");
        RReference.Near(c.Numbers("plusC")[0], result.Find("C")!.RelativeOverfitting, 1e-6, "overfitting, C");
        RReference.Near(c.Numbers("plusC")[1], result.Find("C")!.Point632Plus, 1e-8, ".632+ of C");
        RReference.Near(c.Numbers("plusBrier")[0], result.Find("Brier")!.RelativeOverfitting, 1e-6, "overfitting, Brier");
        RReference.Near(c.Numbers("plusBrier")[1], result.Find("Brier")!.Point632Plus, 1e-8, ".632+ of Brier");
        Assert.Equal(
            c.GetProperty("selected").EnumerateArray().Count(s => s.GetString() == "a") / 12.0,
            result.Selections.Single(s => s.Name == "a").Frequency, 1e-12);
    }

    [Fact]
    public void NestedCrossValidation()
    {
        var c = All.GetProperty("cv");
        var (data, x) = Read(All.GetProperty("boot").GetProperty("data"));
        var folds = Folds.FromIds(Array.ConvertAll(c.Numbers("fold"), v => (int)v));
        var result = PipelineCrossValidation.Estimate(data, Procedure(x), [folds], new PipelineOptions { Horizon = 6 });
        for (var j = 0; j < Names.Length; j++)
        {
            RReference.Near(c.Numbers("mean")[j], result.Find(Names[j])!.Mean, 1e-8, Names[j]);
            RReference.Near(c.Numbers("se")[j], result.Find(Names[j])!.StandardError, 1e-7, Names[j]);
        }
    }

    [Fact]
    public void Stability()
    {
        int[][] sets = [.. All.GetProperty("z2").EnumerateArray().Select(r => Array.ConvertAll(r.Numbers(), v => (int)v))];
        var stability = SelectionStability.Estimate(sets, 9);
        RReference.Near(All.Numbers("nogueira2")[0], stability.Index, 1e-10, "stability");
        RReference.Near(All.Numbers("nogueira2")[1], stability.StandardError, 1e-10, "its error");
    }

    // Selections {0, 1} and {0, 2} of 4: p = 1, 1/2, 1/2, 0, so 2/1 times the mean of p(1 - p), 1/8, over 1/2 (1 - 1/2) is 1: index 0.
    [Fact]
    public void StabilityByHand()
    {
        Assert.Equal(0, SelectionStability.Estimate([[0, 1], [0, 2]], 4).Index, 1e-15);
        Assert.Equal(1, SelectionStability.Estimate([[1, 2], [1, 2]], 4).Index, 1e-15);
        Assert.True(double.IsNaN(SelectionStability.Estimate([[], []], 4).Index));
        Assert.Throws<ArgumentException>(() => SelectionStability.Estimate([[0]], 4));
        Assert.Throws<ArgumentException>(() => SelectionStability.Estimate([[0], [4]], 4));
    }

    [Fact]
    public void ThreadsAndJournalsChangeNothing()
    {
        var (data, x) = Read(All.GetProperty("boot").GetProperty("data"));
        var options = new PipelineOptions { Horizon = 6, Resamples = 30, Seed = 7 };
        var whole = PipelineBootstrap.Estimate(data, Procedure(x), Candidates, options);
        var two = PipelineBootstrap.Estimate(data, Procedure(x), Candidates, options with { MaxDegreeOfParallelism = 2 });
        Assert.Equal(whole.Indices, two.Indices);
        var path = Path.Combine(Path.GetTempPath(), $"pipeline-{Guid.NewGuid():N}.txt");
        try
        {
            // Ended after ten, torn, and gone on with.
            using var source = new CancellationTokenSource();
            var made = 0;
            var inner = Procedure(x);
            Pipeline counting = (sample, token) =>
            {
                if (++made == 12)
                    source.Cancel();
                return inner(sample, token);
            };
            Assert.ThrowsAny<OperationCanceledException>(() => PipelineBootstrap.Estimate(
                data, counting, Candidates, options with { Journal = path }, cancellationToken: source.Token));
            var lines = File.ReadAllLines(path);
            Assert.InRange(lines.Length, 5, 29);
            File.WriteAllText(path, string.Join('\n', lines) + "\n[3, [\"0.1");
            made = 100;
            var resumed = PipelineBootstrap.Estimate(data, counting, Candidates, options with { Journal = path });
            Assert.Equal(whole.Indices, resumed.Indices);
            Assert.InRange(made, 101, 100 + 31 - (lines.Length - 1));
            Assert.Equal(whole.Selections, resumed.Selections);
            Assert.Contains("another run", Assert.Throws<InvalidSurvivalDataException>(() => PipelineBootstrap.Estimate(
                data, Procedure(x), Candidates, options with { Journal = path, Seed = 8 })).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void APermutationTestFindsWhatIsThereAndNothingElse()
    {
        var (data, x) = Read(All.GetProperty("boot").GetProperty("data"));
        var found = PipelinePermutation.Test(data, Procedure(x), new PipelineOptions { Resamples = 99 });
        Assert.True(found.PValue < 0.05, found.ToString());
        var shuffled = data.Select(Resample.Permutation(data.Count, new Xoshiro256(77)));
        var nothing = PipelinePermutation.Test(shuffled, Procedure(x), new PipelineOptions { Resamples = 99, MaxDegreeOfParallelism = 2 });
        Assert.True(nothing.PValue > 0.05, nothing.ToString());
        Assert.Equal((1 + found.Permuted.Count(v => v >= found.Observed)) / 100.0, found.PValue, 1e-15);
    }

    // Columns of noise: the apparent C of a procedure that takes the best of many is far above 1/2, and what is corrected is not.
    [Fact]
    public void TheOptimismOfASelectionIsSeen()
    {
        var random = new Xoshiro256(5);
        const int Rows = 80, Columns = 40;
        double[] Draw() => [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        var data = SurvivalData.Create([.. Draw().Select(u => -Math.Log(1 - u) + 0.01)], [.. Draw().Select(u => u < 0.7)]);
        var x = DesignMatrix.FromColumns([.. Enumerable.Range(0, Columns).Select(j => ($"x{j}", Draw()))]);
        Pipeline best = (sample, token) =>
        {
            var own = x.SelectRows([.. sample.Rows]);
            var fits = x.ColumnNames.Select(n => (Name: n, Fit: CoxModel.Fit(sample.FollowUp, own, [n]))).ToList();
            var (name, fit) = fits.MaxBy(f => Math.Abs(f.Fit.Table()[0].Test.Statistic));
            return new PipelineFit { LinearPredictor = fit.LinearPredictor(x), Selected = [name] };
        };
        var c = PipelineBootstrap.Estimate(data, best, x.ColumnNames, new PipelineOptions { Resamples = 60 }).Find("C")!;
        Assert.True(c.Training > 0.58 && c.Optimism > 0.05, $"{c}");
        Assert.InRange(c.OutOfBag, 0.4, 0.58);
        Assert.InRange(c.Point632Plus, 0.45, 0.58);
    }

    private static (ExternalValidation Result, PrognosticModel Model, Cohort Cohort) External(bool trained = false)
    {
        var c = All.GetProperty("external");
        var (training, tx) = Read(c.GetProperty("training"));
        var (data, x) = Read(c.GetProperty("data"));
        var model = PrognosticModel.From(CoxModel.Fit(training, tx, Tight), [6]);
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        var loaded = PrognosticModel.Load(stream);
        var cohort = Cohort.Create(data, x);
        var options = new ExternalValidationOptions
        {
            Training = Cohort.Create(training, tx),
            CensoringFrom = trained ? training : null,
        };
        return (ExternalValidation.Estimate(loaded, cohort, options), loaded, cohort);
    }

    [Fact]
    public void ExternalValidationOfASavedModel()
    {
        var c = All.GetProperty("external");
        var (result, _, _) = External();
        var lp = c.Numbers("lp");
        for (var i = 0; i < lp.Length; i++)
            RReference.Near(lp[i], result.LinearPredictors[i], 1e-8, "linear predictor");
        RReference.Near(c.GetProperty("c").Number("concordance"), result.Concordance.Index, 1e-10, "C");
        RReference.Near(c.GetProperty("c").Number("var"), Math.Pow(result.Concordance.StandardError, 2), 1e-8, "variance of C");
        RReference.Near(c.Number("uno"), result.UnoConcordance.Index, 1e-8, "Uno's C");
        RReference.Near(c.Numbers("slope")[0], result.Slope.Estimate, 1e-8, "slope");
        RReference.Near(c.Numbers("slope")[1], result.Slope.StandardError, 1e-8, "error of the slope");
        RReference.Near(c.Numbers("oe")[0] / c.Numbers("oe")[1], result.ObservedOverExpectedEvents, 1e-8, "O/E of events");
        var at = Assert.Single(result.Horizons);
        RReference.Near(c.Number("auc"), at.Auc.Auc, 1e-8, "AUC");
        RReference.Near(c.Number("scoreAuc"), at.Auc.Auc, 1e-8, "AUC of riskRegression");
        RReference.Near(c.Number("scoreAucSe"), at.Auc.StandardError, 1e-6, "its error");
        RReference.Near(c.Number("brier"), at.Brier!.Value.Brier, 1e-8, "Brier");
        RReference.Near(c.Number("scoreBrier"), at.Brier!.Value.Brier, 1e-8, "Brier of riskRegression");
        RReference.Near(c.Numbers("risk")[0], at.InTheLarge!.Value.ObservedRisk, 1e-10, "observed risk");
        RReference.Near(c.Numbers("risk")[1], at.InTheLarge!.Value.MeanPredictedRisk, 1e-8, "predicted risk");
        Assert.NotNull(at.Curve);
        Assert.NotNull(at.Decisions);
        RReference.Near(c.Number("large"), result.Recalibration[0].Test!.Value.Statistic, 1e-7, "in the large");
        RReference.Near(c.Number("lrSlope"), result.Recalibration[1].Test!.Value.Statistic, 1e-6, "slope of 1");
        var factor = result.Recalibration[1].Factor!.Value;
        RReference.Near(c.Numbers("slope")[0] - (1.959963984540054 * c.Numbers("slope")[1]), factor.Lower, 1e-8, "lower limit");
        RReference.Near(c.Numbers("slope")[0] + (1.959963984540054 * c.Numbers("slope")[1]), factor.Upper, 1e-8, "upper limit");
        RReference.Near(result.Model.Coefficients[0] * factor.Estimate, result.Recalibration[1].Coefficients[0], 1e-12, "scaled");
        RReference.Near(c.Number("lrRefit"), result.Recalibration[2].Test!.Value.Statistic, 1e-6, "refit");
        Assert.Equal(2, result.Recalibration[2].Test!.Value.DegreesOfFreedom);
        for (var j = 0; j < 3; j++)
            RReference.Near(c.Numbers("refit")[j], result.Recalibration[2].Coefficients[j], 1e-8, "refitted coefficient");
        RReference.Near(c.Numbers("mix")[0], result.CaseMix[0].StandardisedDifference, 1e-8, "case mix, linear predictor");
        RReference.Near(c.Numbers("mix")[1], result.CaseMix.Single(m => m.Name == "a").StandardisedDifference, 1e-10, "case mix, a");
        RReference.Near(c.Numbers("mix")[2], result.CaseMix.Single(m => m.Name == "z").StandardisedDifference, 1e-10, "case mix, z");
    }

    [Fact]
    public void CensoringOfTheTrainingSet()
    {
        var c = All.GetProperty("external");
        var at = External(trained: true).Result.Horizons[0];
        RReference.Near(c.Number("aucT"), at.Auc.Auc, 1e-8, "AUC");
        RReference.Near(c.Number("brierT"), at.Brier!.Value.Brier, 1e-8, "Brier");
    }

    [Fact]
    public void RecalibratedModels()
    {
        var c = All.GetProperty("external");
        var (result, model, cohort) = External();
        var baseline = result.Recalibrated(RecalibrationKind.Baseline);
        var predicted = baseline.Predict(cohort.Table);
        for (var i = 0; i < 3; i++)
            RReference.Near(c.Numbers("recalibrated")[i], predicted[i].SurvivalAt(6).Estimate, 1e-8,
                "survival by a new baseline");
        var slope = ExternalValidation.Estimate(result.Recalibrated(RecalibrationKind.Slope), cohort);
        Assert.Equal(1, slope.Slope.Estimate, 1e-8);
        Assert.Equal(result.Concordance.Index, slope.Concordance.Index);
        var refit = ExternalValidation.Estimate(result.Recalibrated(RecalibrationKind.Refit), cohort);
        Assert.Equal(1, refit.Slope.Estimate, 1e-6);
        Assert.Equal(1, refit.ObservedOverExpectedEvents, 1e-6);
        Assert.Equal(model.ColumnNames, result.Recalibrated(RecalibrationKind.Refit).ColumnNames);
    }

    [Fact]
    public void ExternalValidationRefuses()
    {
        var (_, model, cohort) = External();
        var bare = Cohort.Create(cohort.FollowUp, DesignMatrix.FromColumns(("a", cohort.Numbers("a")), ("b", cohort.Numbers("b"))));
        Assert.Contains("'z'", Assert.Throws<PatientInputException>(() => ExternalValidation.Estimate(model, bare)).Message,
            StringComparison.Ordinal);
        var late = Assert.Throws<InvalidSurvivalDataException>(
            () => ExternalValidation.Estimate(model, cohort, new ExternalValidationOptions { Horizons = [900] }));
        Assert.Contains("900", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TimesOfATinyUnitStandInMessagesAsTheyAre()
    {
        var c = All.GetProperty("external");
        var (training, tx) = Read(c.GetProperty("training"));
        var (data, x) = Read(c.GetProperty("data"));
        var model = PrognosticModel.From(CoxModel.Fit(Scaled(training, 1e-5), tx, Tight), [6e-5]);
        var late = Assert.Throws<InvalidSurvivalDataException>(() => ExternalValidation.Estimate(
            model, Cohort.Create(Scaled(data, 1e-5), x), new ExternalValidationOptions { Horizons = [9e-5, 0.5] }));
        Assert.Contains("of the times asked for 0.5 cannot", late.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch("[0-9]E-", late.Message);
        // Another unit by far: nothing of the model's times is reached.
        late = Assert.Throws<InvalidSurvivalDataException>(
            () => ExternalValidation.Estimate(model, Cohort.Create(Scaled(data, 1e-7), x)));
        Assert.Contains("asked for 0.00006 cannot", late.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch("[0-9]E-", late.Message);

        // The smaller unit is below what times that differ by rounding are told by.
        static SurvivalData Scaled(SurvivalData data, double unit) =>
            SurvivalData.Create([.. data.Time.ToArray().Select(t => t * unit)], data.Event, timeFix: unit > 1e-6);
    }

    [Fact]
    public void ExplainedVariationAndNestedModels()
    {
        var c = All.GetProperty("explained");
        var (data, x) = Read(All.GetProperty("external").GetProperty("training"));
        var (large, small) = (CoxModel.Fit(data, x, Tight), CoxModel.Fit(data, x, ["a"], Tight));
        var test = large.TestAgainst(small);
        RReference.Near(c.Number("lr"), test.Statistic, 1e-8, "likelihood ratio");
        Assert.Equal(c.Number("df"), test.DegreesOfFreedom);
        RReference.Near(c.Number("p"), test.PValue, 1e-7, "p");
        RReference.Near(c.Number("mer"), large.FitIndices.R2ByEvents, 1e-9, "by events");
        RReference.Near(c.Number("mev"), large.RoystonR2, 1e-9, "Royston's");
        RReference.Near(c.Numbers("d")[0], large.RoystonSauerbreiD().D, 1e-7, "D");
        RReference.Near(c.Numbers("d")[1], large.RoystonSauerbreiD().StandardError, 1e-7, "its error");
        RReference.Near(c.Numbers("d")[2], large.RoystonSauerbreiD().R2, 1e-7, "its R2");
        var v = large.SchemperHendersonV();
        RReference.Near(c.Numbers("schemper")[0], v.Without, 1e-8, "inaccuracy without");
        RReference.Near(c.Numbers("schemper")[1], v.With, 1e-8, "inaccuracy with");
        RReference.Near(c.Numbers("schemper")[2], v.V, 1e-7, "V");
        Assert.Throws<ArgumentException>(() => small.TestAgainst(large));
        Assert.Contains("different data", Assert.Throws<ArgumentException>(
            () => large.TestAgainst(CoxModel.Fit(data.Select([.. Enumerable.Range(0, 150)]), x.SelectRows([.. Enumerable.Range(0, 150)]),
                ["a"]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void NetBenefitsAreComparedOnTheSameResamples()
    {
        var (data, x) = Read(All.GetProperty("external").GetProperty("data"));
        double[] risk = [.. x.Column(0).ToArray().Select(v => 1 / (1 + Math.Exp(-v)))];
        var resamples = Resample.BootstrapSets(data.Count, 60, 3);
        (string, double[])[] models = [("a", risk), ("b", risk)];
        var options = new DecisionCurveOptions { Thresholds = [.. Enumerable.Range(1, 60).Select(k => k / 100.0)] };
        var same = DecisionCurve.Compare(data, 6, models, "a", "b", resamples, options);
        Assert.All(same, d => Assert.True(d.Estimate == 0 && d.Lower == 0 && d.Upper == 0));
        var against = DecisionCurve.Compare(data, 6, models, "a", "all", resamples, options);
        var curve = DecisionCurve.Survival(data, 6, models, options);
        for (var k = 0; k < against.Count; k++)
            Assert.Equal(curve["a"].Points[k].NetBenefit - curve["all"].Points[k].NetBenefit, against[k].Estimate, 1e-15);
        Assert.Equal(1, curve.StandardisedNetBenefit("all")[0], 0.02);
        Assert.Throws<ArgumentException>(() => DecisionCurve.Compare(data, 6, models, "a", "c", resamples));
    }
}
