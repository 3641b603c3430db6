using System.Globalization;
using System.Text;
using Survival.Models.Adjustment;
using Survival.Models.Calibration;
using Survival.Models.CompetingRisks;
using Survival.Models.Cox;
using Survival.Models.CutPoints;
using Survival.Models.DecisionCurves;
using Survival.Models.Discrimination;
using Survival.Models.Imputation;
using Survival.Models.NonParametric;
using Survival.Models.Penalised;
using Survival.Models.Prognosis;
using Survival.Models.Resampling;
using Survival.Models.Selection;
using Survival.Models.Validation;

namespace Survival.Models.Tests;

/// <summary>
/// What every verb makes of weights, entry times, strata, clusters and an offset, a letter each: c where its result changes (as references
/// elsewhere hold), r where it refuses, = where it does not depend on them and its documentation or its arguments say so.
/// </summary>
public sealed class FollowUpRulesTests
{
    private static readonly string[] Kinds = ["weights", "entry", "strata", "clusters", "offset"];
    private static readonly string[] Names = ["x", "z"];

    // Coefficients alone do not depend on clusters; a marker's or a curve's value does not on an offset; an offset is not part of a
    // SurvivalData, so that verbs that take one have none.
    private static readonly (string Name, string Rules, Func<Cohort, double[]> Run)[] Verbs =
    [
        ("KaplanMeier.Fit", "cc=c=", c => KaplanMeier.Fit(c) is var k ? [.. k.Survival, .. k.StandardError] : []),
        ("LogRank.Test", "cccc=", c => [LogRank.Test(c, "g").ChiSquare]),
        ("LogRank.Pairwise", "cccc=", c => [.. LogRank.Pairwise(c.FollowUp, Groups(c)).Select(p => p.AdjustedPValue)]),
        ("MaxCombo.Test", "rccr=", c => [MaxCombo.Test(c.FollowUp, Groups(c)).PValue]),
        ("CoxModel.Fit", "ccccc", c => All(CoxModel.Fit(c, Names))),
        ("FirthCox.Fit", "rccrr", c => All(FirthCox.Fit(c, Names).Model)),
        ("UnivariableCox.Screen", "ccccr", c =>
            [.. UnivariableCox.Screen(c, Names).SelectMany(r => new[] { r.Coefficient, r.StandardError })]),
        ("StepwiseCox.Select", "ccccr", c => All(StepwiseCox.Select(c, Names).Model)),
        ("FractionalPolynomialChoice.Select", "rccrc", c =>
            [FractionalPolynomialChoice.Select(c, "x", "z", shift: 2).SecondDegreeLogLikelihood]),
        ("CoxNet.Fit", "ccc=c", c => CoxNet.Fit(c, Names).At(20).ToDense()),
        ("CoxNet.CrossValidate", "ccccc", c => [.. CoxNet.CrossValidate(c, Names, 4, 1).MeanScores.Take(5)]),
        ("StabilitySelection.Estimate", "cccr=", c =>
            [StabilitySelection.Estimate(c.FollowUp, Design(c), new CoxNetOptions { LambdaMinRatio = 0.3 }).AverageSelected]),
        ("Concordance.Estimate", "cccc=", c => Concordance.Estimate(c, "x") is var r ? [r.Index, r.StandardError] : []),
        ("Concordance.Compare", "cccc=", c => [Concordance.Compare(c, Names).Difference(0, 1).StandardError]),
        ("TimeDependentRoc.Ipcw", "rrrr=", c => [TimeDependentRoc.Ipcw(c, "x", [0.8]).At[0].StandardError]),
        ("TimeDependentRoc.KaplanMeier", "rrrr=", c => [TimeDependentRoc.KaplanMeier(c.FollowUp, Marker(c), 0.8).Auc]),
        ("TimeDependentRoc.IncidentDynamic", "rrrr=", c => TimeDependentRoc.IncidentDynamic(c.FollowUp, Marker(c), [0.5])),
        ("BrierScore.Ipcw", "rrrr=", c => [BrierScore.Ipcw(c, [Risk(c)], [0.8]).At[0].StandardError]),
        ("BrierScore.Null", "rrrr=", c => [BrierScore.Null(c.FollowUp, [0.8]).At[0].Brier]),
        ("SurvivalCalibration.ByGroups", "rrrr=", c =>
            [SurvivalCalibration.ByGroups(c, Survival(c), 0.8, CalibrationCuts.OfCount(3)).Groups[0].Observed]),
        ("SurvivalCalibration.Smooth", "rrrr=", c => [SurvivalCalibration.Smooth(c, Survival(c), 0.8).Ici]),
        ("SurvivalCalibration.InTheLarge", "rrrr=", c => [SurvivalCalibration.InTheLarge(c, Survival(c), 0.8).ObservedRisk]),
        ("SurvivalCalibration.Slope", "rrrr=", c => [SurvivalCalibration.Slope(c, Marker(c)).StandardError]),
        ("ModelValidation.Bootstrap", "rrrrr", c =>
            [ModelValidation.Bootstrap(c, Names, 0.8, Resample.BootstrapSets(c.Count, 3, 1)).Indices["Dxy"].Original]),
        ("DecisionCurve.Survival", "rrrr=", c => [DecisionCurve.Survival(c, 0.8, [("m", Risk(c))])["m"].Points[30].NetBenefit]),
        ("MaximallySelectedRank.Search", "rrrr=", c => [MaximallySelectedRank.Search(c, "x").Statistic]),
        ("CumulativeIncidence.ForCause", "ccrc=", c =>
            CumulativeIncidence.ForCause(Causes(c), 1) is var f ? [.. f.Estimate, .. f.Variance] : []),
        ("GrayTest.Test", "rrcr=", c => [GrayTest.Test(Causes(c), Groups(c), 1).Statistic]),
        ("FineGrayModel.Fit", "ccccr", c =>
            FineGrayModel.Fit(c, "cause", 1, "x + z") is var m ? [.. m.Coefficients, .. m.StandardErrors] : []),
        ("CauseSpecificCox.Fit", "ccccr", c => All(CauseSpecificCox.Fit(c, "cause", "x + z").Models[1])),
        ("CompetingRisksAccuracy.Auc", "rrrr=", c => [CompetingRisksAccuracy.Auc(Causes(c), 1, Marker(c), 0.8).Auc]),
        ("WeightedSurvival.Estimate", "rrrr=", c => [WeightedSurvival.Estimate(c.FollowUp, Groups(c), Design(c)).Test.ChiSquare]),
        ("StandardisedSurvival.Estimate", "rrrr=", c => [
            StandardisedSurvival.Estimate(
                c.FollowUp, Groups(c), Design(c), [0.8], resamples: 20)[0].Survival.Estimate]),
        ("AdjustedAuc.Estimate", "rrrr=", c => AdjustedAuc.Estimate(c.FollowUp, Marker(c), [0.8], Design(c))),
        ("MultipleImputation.PoolCox", "cccc=", c => [Imputed(c).PoolCox(c.FollowUp)[0].StandardError]),
        ("FeatureSelectors.Lasso", "ccc==", c => [.. FeatureSelectors.Lasso.Select(
            c.FollowUp, Design(c), new FeatureSelectionOptions { Folds = Folds.Stratified(c.FollowUp, 4, 1) }).Weights]),
        ("PipelineBootstrap.Estimate", "rrrr=", c =>
            [PipelineBootstrap.Estimate(c.FollowUp, (_, _) => Fit(c), options: new PipelineOptions { Resamples = 3 }).Indices[0].Apparent]),
        ("PipelineCrossValidation.Estimate", "rrrr=", c =>
            [PipelineCrossValidation.Estimate(c.FollowUp, (_, _) => Fit(c), [Folds.Stratified(c.FollowUp, 4, 1)]).Indices[0].Mean]),
        ("PipelinePermutation.Test", "rrrr=", c =>
            [PipelinePermutation.Test(c.FollowUp, (_, _) => Fit(c), new PipelineOptions { Resamples = 3 }).Observed]),
        ("ExternalValidation.Estimate", "rrrrr", c =>
            [ExternalValidation.Estimate(PrognosticModel.From(CoxModel.Fit(Make(""), Names), [0.5]), c).Concordance.StandardError]),
        ("BaselineHazard.Recalibrate", "ccr==", c => [.. BaselineHazard.Recalibrate("b", c.FollowUp, Marker(c)).CumulativeHazards]),
    ];

    // Rows, resamples, tables and features without follow-up, which count nothing over time; what fits a path or a Cox model by the verbs
    // above.
    private static readonly string[] NoStatistics =
    [
        "Cohort", "CompetingRisksData", "SurvivalData", "Folds", "Resample", "BaselineTable", "CoxNetRelaxedPath", "PrognosticModel",
        "CoxNomogram", "ColumnScale", "CorrelationMatrix", "ComBat",
    ];

    public static TheoryData<string> VerbNames => [.. Verbs.Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(VerbNames))]
    public void EveryVerbCountsRefusesOrSaysSo(string name)
    {
        var (_, rules, run) = Verbs.First(v => v.Name == name);
        var plain = run(Make(""));
        Assert.All(plain, v => Assert.True(double.IsFinite(v), $"{name}: {v}"));
        var seen = string.Concat(Kinds.Select(kind =>
        {
            try
            {
                return run(Make(kind)).SequenceEqual(plain) ? "=" : "c";
            }
            catch (Exception e) when (e is ArgumentException or SurvivalModelException)
            {
                return "r";
            }
        }));
        Assert.Equal(rules, seen);
    }

    [Fact]
    public void EveryTypeWithSuchAVerbIsHere()
    {
        Type[] followUp = [typeof(Cohort), typeof(SurvivalData), typeof(CompetingRisksData)];
        var types = typeof(Cohort).Assembly.GetExportedTypes()
            .Where(t => t.GetMethods().Any(m => m.IsStatic && m.DeclaringType == t
                && m.GetParameters().Any(p => followUp.Contains(p.ParameterType))))
            .Select(t => t.Name);
        var here = Verbs.Select(v => v.Name[..v.Name.IndexOf('.', StringComparison.Ordinal)]).Concat(NoStatistics).ToHashSet();
        Assert.Equal([], types.Except(here));
    }

    [Fact]
    public void FoldsKeepClustersTogether()
    {
        var data = Make("clusters").FollowUp;
        var folds = Folds.Stratified(data, 4, 3);
        var clusters = Enumerable.Range(0, data.Count).GroupBy(i => data.Cluster[i], i => folds.FoldOfRow[i]);
        Assert.All(clusters, rows => Assert.Single(rows.Distinct()));
        var events = Enumerable.Range(0, 4)
            .Select(f => Enumerable.Range(0, data.Count).Count(i => folds.FoldOfRow[i] == f && data.Event[i]));
        Assert.All(events, e => Assert.InRange(e, data.EventCount / 6, data.EventCount / 3));
        // 16 clusters of five: one each in seventeen folds is one too few.
        Assert.Throws<ArgumentOutOfRangeException>(() => Folds.Stratified(data, 17, 3));
        var divided = Assert.Throws<ArgumentException>(
            () => CoxNet.CrossValidate(data, Design(Make("clusters")), Folds.Random(data.Count, 4, 1)));
        Assert.Contains("cluster", divided.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheErrorOfDIsThatOfItsScoresWithClusters()
    {
        // D is the coefficient of the ranked predictor's normal scores, so that its error is the model's of these.
        var cohort = Make("clusters");
        var model = CoxModel.Fit(cohort, Names);
        Assert.NotEqual(CoxModel.Fit(Make(""), Names).RoystonSauerbreiD().StandardError, model.RoystonSauerbreiD().StandardError);
    }

    private static Cohort Make(string kind)
    {
        var text = new StringBuilder("time,event,cause,entry,w,s,cl,off,x,z,g\n");
        var random = new Xoshiro256(7);
        double Uniform() => (random.NextInt(100_000) + 0.5) / 100_000;
        for (var i = 0; i < 80; i++)
        {
            var (x, z, g) = (Math.Round(2 * Uniform(), 2) - 1, i % 2, i % 3 == 0 ? "a" : "b");
            var (own, other, end) = (-Math.Log(Uniform()) / Math.Exp(x + (0.4 * z)), -2 * Math.Log(Uniform()), 0.3 + (2 * Uniform()));
            var time = Math.Round(Math.Min(own, Math.Min(other, end)), 3) + 0.01;
            var cause = end < Math.Min(own, other) ? 0 : own < other ? 1 : 2;
            var (entry, weight, offset) = (Math.Round(0.4 * time * Uniform(), 4), Math.Round(0.3 + (2 * Uniform()), 2), Uniform());
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{time},{Math.Min(cause, 1)},{cause},{entry},{weight},{i / 7 % 2},{i / 5},{offset},{x},{z},{g}");
        }
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        var columns = new CohortColumns("time", "event");
        return Cohort.ReadCsv(stream, kind switch
        {
            "weights" => columns with { Weight = "w" },
            "entry" => columns with { Entry = "entry" },
            "strata" => columns with { Strata = ["s"] },
            "clusters" => columns with { Cluster = "cl" },
            "offset" => columns with { Offset = "off" },
            _ => columns,
        });
    }

    private static double[] All(CoxModel model) => [.. model.Coefficients, .. model.StandardErrors];

    private static DesignMatrix Design(Cohort c) => c.Covariates(Names);

    private static int[] Groups(Cohort c) => [.. c.Texts("g").Select(g => g == "a" ? 0 : 1)];

    private static double[] Marker(Cohort c) => [.. c.Numbers("x")];

    private static double[] Survival(Cohort c) => [.. Marker(c).Select(x => Math.Exp(-0.5 * Math.Exp(x)))];

    private static double[] Risk(Cohort c) => [.. Survival(c).Select(s => 1 - s)];

    private static CompetingRisksData Causes(Cohort c) => CompetingRisksData.FromCohort(c, "cause");

    private static PipelineFit Fit(Cohort c) => new() { LinearPredictor = Marker(c) };

    private static MultipleImputation Imputed(Cohort c) => MultipleImputation.Impute(
        [ImputationColumn.Numeric("x", [.. Marker(c).Select((v, i) => i % 9 == 4 ? double.NaN : v)])], c.FollowUp,
        new ImputationOptions { Imputations = 2 });
}
