using Reference;
using Survival.Models.Calibration;
using Survival.Models.Cox;
using Survival.Models.CutPoints;
using Survival.Models.DecisionCurves;
using Survival.Models.Discrimination;
using Survival.Models.NonParametric;
using Survival.Models.Penalised;
using Survival.Models.Prognosis;
using Survival.Models.Resampling;
using Survival.Models.Statistics;

namespace Survival.Models.Tests;

/// <summary>Every verb on a cohort; the values are R's (Cases/cohort.R).</summary>
public class CohortVerbTests
{
    private static readonly string[] Covariates = ["age", "karno", "celltype"];

    private static Cohort Veteran() => Cohort.ReadCsv(
        Path.Combine(SharedData.Repository, "docs", "samples", "data", "veteran.csv"), time: "time", @event: "status");

    private static Cohort Lung() => Cohort.ReadCsv(
        Path.Combine(SharedData.Repository, "tests", "Survival.Models.Tests", "Cases", "lung.csv"), time: "time", @event: "status");

    /// <summary>R: coxph(Surv(time, status) ~ age + factor(ph.ecog) + strata(sex), lung), taken to eps = 1e-15, leaves out the patient
    /// without ph.ecog, and the one without inst where that is the cluster.</summary>
    /// <summary>What R writes as age + age:strata(sex) + strata(sex): coxph's coefficients of lung, taken to eps = 1e-15. The stratum takes
    /// up the effect of sex itself.</summary>
    [Fact]
    public void An_effect_that_differs_between_strata_is_fitted_by_dropping_theirs()
    {
        var lung = SurvivalTable.ReadCsv(
            Path.Combine(SharedData.Repository, "tests", "Survival.Models.Tests", "Cases", "lung.csv"));
        var table = new SurvivalTableBuilder().Numbers("time", lung.Numbers("time")).Texts("status", lung.Texts("status"))
            .Numbers("age", lung.Numbers("age")).Texts("g", lung.Texts("sex")).Texts("sex", lung.Texts("sex")).Build();
        var fit = Survival.Models.Cox.CoxModel.Fit(
            table, "time, status ~ age * factor(sex) + strata(g)", new Survival.Models.Cox.CoxOptions { DropCollinear = true });
        Assert.Equal(["age", "sex2", "age:sex2"], fit.ColumnNames);
        Assert.True(double.IsNaN(fit.Coefficients[1]));
        Assert.Equal(0.019063851894070, fit.Coefficients[0], 1e-9);
        Assert.Equal(-0.008352936343246, fit.Coefficients[2], 1e-9);
        Assert.Equal(0.01933599116942, Math.Sqrt(fit.Covariance[8]), 1e-9);
    }

    [Fact]
    public void A_formula_leaves_out_what_is_missing_where_it_is_told_to()
    {
        var table = SurvivalTable.ReadCsv(
            Path.Combine(SharedData.Repository, "tests", "Survival.Models.Tests", "Cases", "lung.csv"));
        const string Formula = "Surv(time, status) ~ age + factor(ph.ecog) + strata(sex)";
        var refused = Assert.Throws<InvalidSurvivalDataException>(() => Survival.Models.Cox.CoxModel.Fit(table, Formula));
        Assert.Contains("omitMissing", refused.Message, StringComparison.Ordinal);
        var fit = Survival.Models.Cox.CoxModel.Fit(table, Formula, omitMissing: true);
        Assert.Equal(227, fit.RowCount);
        double[] expected = [0.01012754773512, 0.36547851543224, 0.89960037904007, 1.85068310554356];
        double[] errors = [0.009291432408973, 0.201093672284216, 0.228342135544298, 1.033057158013458];
        for (var j = 0; j < 4; j++)
        {
            Assert.Equal(expected[j], fit.Coefficients[j], 1e-8);
            Assert.Equal(errors[j], Math.Sqrt(fit.Covariance[(4 * j) + j]), 1e-8);
        }
        const string Clusters = "time, status ~ age + factor(ph.ecog) + cluster(inst)";
        Assert.Equal(226, Survival.Models.Cox.CoxModel.Fit(table, Clusters, omitMissing: true).RowCount);
    }

    [Fact]
    public void Cox()
    {
        var cohort = Veteran();
        var fit = CoxModel.Fit(cohort, Covariates);
        Assert.Equal(["age", "karno", "celltypelarge", "celltypesmallcell", "celltypesquamous"], fit.ColumnNames);
        Near([-0.006034042406978, -0.032015540467522, -0.849992738466470, -0.447777591677574, -1.171906593770482],
            fit.Coefficients.ToArray());
        Near([-505.44905491806, -475.54412052842], [fit.LogLikelihoodNull, fit.LogLikelihood]);
        var patient = Cohort.FromTable(
            SurvivalTable.ReadCsv(new StringReader("t,e,karno,celltype,age\n1,0,50,large,60\n2,1,50,large,60\n")), new CohortColumns(
                "t", "e"));
        Near([-0.5858588211639], fit.LinearPredictor(patient)[..1]);
        Near([1 - 0.62386199508385], fit.PredictSurvival(patient, 100)[..1]);
    }

    [Fact]
    public void CoxWithStrataAndOffset()
    {
        var table = Veteran().Table;
        double[] offset = [.. table.Numbers("karno").Select(k => k / 100)];
        var extended = SurvivalTable.ReadCsv(Path.Combine(SharedData.Repository, "docs", "samples", "data", "veteran.csv"));
        var builder = new SurvivalTableBuilder().Numbers("off", offset);
        foreach (var name in extended.ColumnNames)
            builder.Texts(name, extended.Texts(name));
        var cohort = Cohort.FromTable(builder.Build(), new CohortColumns("time", "status") { Strata = ["celltype"], Offset = "off" });
        var fit = CoxModel.Fit(cohort, ["age"]);
        Near([0.0064182140285962], fit.Coefficients.ToArray());
        // Of a part of the cohort the strata have other codes, but the same names.
        int[] rows = [.. Enumerable.Range(0, cohort.Count).Where(i => cohort.FollowUp.Stratum[i] is 1 or 3)];
        var part = cohort.Select(rows);
        Assert.Equal(rows.Select(i => fit.PredictSurvival(cohort, 100)[i]), fit.PredictSurvival(part, 100));
        // What takes no offset says so.
        Assert.Throws<InvalidSurvivalDataException>(() => FirthCox.Fit(cohort, ["age"]));
        Assert.Throws<InvalidSurvivalDataException>(() => UnivariableCox.Screen(cohort, ["age"]));
        Assert.Throws<InvalidSurvivalDataException>(() => StepwiseCox.Select(cohort, ["age"]));
    }

    // R's coding 1/2; of a missing value R leaves the row out and says so, here it is asked for.
    [Fact]
    public void RsCodingAndMissingValues()
    {
        var lung = Lung();
        Assert.Equal(165, lung.FollowUp.EventCount);
        Assert.Contains(lung.Notes, n => n.Contains("'2' (165 rows) is the event, '1' (63 rows) is censored", StringComparison.Ordinal));
        Near([0.017045331850165, -0.513218519836182], CoxModel.Fit(lung, ["age", "sex"]).Coefficients.ToArray());
        Assert.Equal("ph.karno", Assert.Throws<InvalidSurvivalDataException>(() => CoxModel.Fit(lung, ["age", "ph.karno"])).Column);
        var complete = lung.Complete(["age", "ph.karno"]);
        Assert.Single(complete.Dropped);
        Near([0.013344434248377, -0.014193592155664], CoxModel.Fit(complete, ["age", "ph.karno"]).Coefficients.ToArray());
    }

    [Fact]
    public void CurvesAndTestsOfGroups()
    {
        var cohort = Veteran();
        var curves = KaplanMeier.Fit(cohort, by: "celltype");
        Assert.Equal(["celltype=adeno", "celltype=large", "celltype=smallcell", "celltype=squamous"], curves.Select(c => c.Name));
        Assert.Equal([51, 156, 51, 118], curves.Select(c => c.Median.Estimate));
        Assert.Equal(137, KaplanMeier.Fit(cohort).RowCount);
        var test = LogRank.Test(cohort, by: "celltype");
        Near([25.403700345785], [test.ChiSquare]);
        Assert.Equal(curves.Select(c => c.Name), test.GroupNames);
        var pairs = LogRank.Pairwise(cohort, by: "celltype");
        Assert.Equal(6, pairs.Count);
        Assert.Equal(["celltype=adeno", "celltype=large"], pairs[0].Result!.GroupNames);
        // Numbers are groups in their order, given levels in theirs.
        Assert.Equal(["trt=1", "trt=2"], KaplanMeier.Fit(cohort, by: "trt").Select(c => c.Name));
        Assert.Equal("celltype=squamous", KaplanMeier.Fit(
            cohort.WithLevels("celltype", "squamous", "smallcell", "adeno", "large"), by: "celltype")[0].Name);
    }

    [Fact]
    public void GroupsAreNamedInPrint()
    {
        var cohort = Veteran();
        Assert.StartsWith("trt=2", KaplanMeier.Fit(cohort, by: "trt")[1].ToString().Split('\n')[1].Trim(), StringComparison.Ordinal);
        Assert.Contains("celltype=large", LogRank.Test(cohort, by: "celltype").ToString(), StringComparison.Ordinal);
        // Of one group there is no name to print.
        Assert.DoesNotContain("group", KaplanMeier.Fit(cohort).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "group", CoxModel.Fit(cohort, ["karno"]).Survival([60]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AFactorIsScreenedWithAllItsLevels()
    {
        // R: coxph(Surv(time, status) ~ celltype, veteran), celltype with "adeno" first.
        var screen = UnivariableCox.Screen(Veteran(), ["karno", "celltype"]);
        Assert.Equal(["karno", "celltypelarge", "celltypesmallcell", "celltypesquamous"], screen.Select(r => r.Name));
        Near([-0.91756751988440, -0.14645985383126, -1.14771303661750], [.. screen.Skip(1).Select(r => r.Coefficient)]);
        Near([0.28797010227513, 0.24929400636836, 0.29288051003926], [.. screen.Skip(1).Select(r => r.StandardError)]);
        Near([1.6607481887137e-05, 1.6607481887137e-05, 1.6607481887137e-05], [.. screen.Skip(1).Select(r => r.LikelihoodRatioPValue)]);
        Near([1.2079394782190e-05], [screen[1].ScorePValue]);
        Near([0.00144090583438224, 0.55686896019463805, 0.00008902508889557], [.. screen.Skip(1).Select(r => r.WaldPValue)]);
        Assert.All(screen, r => Assert.True(r.AdjustedPValue >= r.WaldPValue));
    }

    [Fact]
    public void LevelsThatDifferInCapitalsAreNoted()
    {
        var table = SurvivalTable.ReadCsv(
            new MemoryStream("time,status,stage\n1,1,II\n2,0,ii\n3,1,I\n4,1,II\n"u8.ToArray()), "the cells");
        Assert.Contains(
            Cohort.FromTable(table, new CohortColumns("time", "status")).Notes,
            n => n.Contains("'II' and 'ii'", StringComparison.Ordinal));
    }

    [Fact]
    public void ANomogramIsOfTimesThatTheFollowUpReaches()
    {
        var fit = CoxModel.Fit(Veteran(), ["karno"]);
        var refusal = Assert.Throws<ArgumentException>(() => CoxNomogram.From(fit, [90, 5000]));
        Assert.Contains("5000", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("999", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsThinIsTheSame()
    {
        var cohort = Veteran();
        var (data, x) = (cohort.FollowUp, cohort.Covariates(Covariates));
        var fit = CoxModel.Fit(cohort, Covariates);
        var lp = fit.LinearPredictor(cohort);
        var survival = fit.PredictSurvival(cohort, 100);
        double[] risk = [.. survival.Select(s => 1 - s)];

        // R's concordance(Surv ~ karno) counts a high value as a late event.
        Near([1 - 0.7092798727851], [Concordance.Estimate(cohort, "karno").Index]);
        Assert.Equal(Concordance.Estimate(data, lp).Index, Concordance.Estimate(cohort, lp).Index);
        Assert.Equal(2, Concordance.Compare(cohort, ["karno", "age"]).Names.Count);
        Assert.Equal(TimeDependentRoc.Ipcw(data, lp, [100]).At[0].Auc, TimeDependentRoc.Ipcw(cohort, lp, [100]).At[0].Auc);
        Assert.Equal(TimeDependentRoc.Ipcw(data, cohort.Numbers("karno"), [100]).At[0].Auc, TimeDependentRoc.Ipcw(
            cohort, "karno", [100]).At[0].Auc);
        Assert.Equal(BrierScore.Ipcw(data, [risk], [100]).At[0].Brier, BrierScore.Ipcw(cohort, [risk], [100]).At[0].Brier);
        Assert.Equal(SurvivalCalibration.Slope(data, lp), SurvivalCalibration.Slope(cohort, lp));
        Assert.Equal(SurvivalCalibration.InTheLarge(data, survival, 100), SurvivalCalibration.InTheLarge(cohort, survival, 100));
        Assert.Equal(SurvivalCalibration.Smooth(data, survival, 100).Ici, SurvivalCalibration.Smooth(cohort, survival, 100).Ici);
        Assert.Equal(4, SurvivalCalibration.ByGroups(cohort, survival, 100, CalibrationCuts.OfCount(4)).Groups.Count);
        Assert.NotEmpty(DecisionCurve.Survival(cohort, 100, [("model", risk)]).Strategies);
        Assert.Equal(MaximallySelectedRank.Search(data, cohort.Numbers("karno")).CutPoint, MaximallySelectedRank.Search(
            cohort, "karno").CutPoint);

        Assert.Equal(FirthCox.Fit(data, x).Model.Coefficients.ToArray(), FirthCox.Fit(cohort, Covariates).Model.Coefficients.ToArray());
        // R's summary() prints exp(coef) beside coef.
        var ratios = CoxModel.Fit(cohort, Covariates);
        Assert.Equal(ratios.Table().Select(c => c.HazardRatio), ratios.HazardRatios);
        Assert.Equal(Math.Exp(ratios.Coefficients[0]), ratios.HazardRatios[0]);
        Assert.Equal(5, UnivariableCox.Screen(cohort, Covariates).Count);
        Assert.Equal(StepwiseCox.Select(data, x).Model.ColumnNames, StepwiseCox.Select(cohort, Covariates).Model.ColumnNames);
        Assert.Equal(CoxNet.Fit(data: data, x: x).Lambdas, CoxNet.Fit(cohort, Covariates).Lambdas);
        var cv = CoxNet.CrossValidate(cohort, folds: 5, seed: 3);
        Assert.Equal(CoxNet.CrossValidate(data: data, x: cohort.Covariates(), Folds.Stratified(data, 5, 3)).LambdaMin, cv.LambdaMin);
        Assert.Contains("karno", cv.Minimum.SelectedNames);
    }

    // R: coxph of each column by itself and na.omit; t.test, wilcox.test and chisq.test of survival's lung.
    [Fact]
    public void MissingValuesAreLeftOutAsByR()
    {
        var lung = Lung();
        var screen = UnivariableCox.Screen(lung, ["wt.loss", "age", "meal.cal", "ph.karno"]);
        Assert.Equal([14, 0, 47, 1], screen.Select(s => s.LeftOut));
        Near([0.00131919255359, -0.00012381477015, -0.0164482115052],
            [screen[0].Coefficient, screen[2].Coefficient, screen[3].Coefficient]);
        Near([0.0060788338284, 0.000231611213205, 0.00585395817364],
            [screen[0].StandardError, screen[2].StandardError, screen[3].StandardError]);
        Near([0.828197369227, 0.592940173776, 0.00495786138874],
            [screen[0].WaldPValue, screen[2].WaldPValue, screen[3].WaldPValue]);
        Assert.EndsWith("(14 without a value left out)", screen[0].ToString(), StringComparison.Ordinal);
        Assert.All(screen, s => Assert.InRange(s.AdjustedPValue, s.WaldPValue, 1));

        // step(coxph(Surv(time, status) ~ age + sex + wt.loss + meal.cal)) of the complete rows.
        var steps = StepwiseCox.Select(lung, ["age", "sex", "wt.loss", "meal.cal"]);
        Assert.Equal(57, steps.LeftOut);
        Assert.Equal(["age", "sex"], steps.Model.ColumnNames);
        Assert.Equal(0.0191545847164, steps.Model.Coefficients[0], 1e-8);
        Assert.Equal(-0.4476544447449, steps.Model.Coefficients[1], 1e-8);

        var table = BaselineTable.Create(lung.WithLevels("ph.ecog").WithLevels("sex"), "sex", ["wt.loss", "ph.ecog"]);
        Assert.Equal(["1", "2"], table.Groups);
        Assert.Equal([138, 90], table.GroupSizes);
        var (loss, ecog) = (table.Numeric[0], table.Categorical[0]);
        Assert.Equal((14, 1), (loss.Missing, ecog.Missing));
        Near([11.21875, 0.0604442919243, 0.0288873453763, 0.721050515346],
            [loss.Summaries[0].Mean, loss.Means.PValue, loss.Ranks.PValue, ecog.ChiSquare.PValue]);
        Assert.Contains("wt.loss (14 missing), mean (SD)", table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnThatIsEmptyIsSaidToBe()
    {
        var cohort = Cohort.ReadCsv(
            new MemoryStream("time,status,x,e\n1,1,2,\n2,1,1,\n3,0,4,\n4,1,3,\n5,1,6,\n6,1,5,\n"u8.ToArray()),
            new CohortColumns("time", "status"));
        var screen = UnivariableCox.Screen(cohort, ["x", "e"]);
        Assert.Equal(("e", "Every row is empty.", 6), (screen[1].Name, screen[1].Problem, screen[1].LeftOut));
        Assert.NotEqual(double.NaN, screen[0].Coefficient);
    }

    [Fact]
    public void AFormulaIsValidatedByResampling()
    {
        var cohort = Veteran();
        int[][] resamples = Resample.BootstrapSets(cohort.Count, 4, 1);
        var options = new ModelValidationOptions { GroupSize = 40 };
        var token = TestContext.Current.CancellationToken;
        var plain = ModelValidation.Bootstrap(cohort, ["karno", "celltype"], 100, resamples, options, cancellationToken: token);
        var same = ModelValidation.Bootstrap(cohort, "karno + celltype", 100, resamples, options, cancellationToken: token);
        Assert.Equal(plain.Indices, same.Indices);
        Assert.Equal(
            plain.Indices, ModelValidation.Bootstrap(cohort, ["karno", "celltype"], 100, 4, 1, options, cancellationToken: token).Indices);
        Assert.Equal(
            plain.Indices,
            ModelValidation.Bootstrap(cohort, "karno + celltype", 100, 4, options: options, cancellationToken: token).Indices);
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelValidation.Bootstrap(cohort, "karno", 100, 0, cancellationToken: token));
        var curved = ModelValidation.Bootstrap(cohort, "rcs(karno, 3) + celltype", 100, resamples, options, cancellationToken: token);
        // A curve has the line within it, so its likelihood and with it R2 on its own data are no less.
        Assert.True(curved.Indices["R2"].Original > plain.Indices["R2"].Original);
    }

    private static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-10 * Math.Max(1, Math.Abs(expected[i])));
    }
}
