using System.Reflection;
using Survival.Models.Adjustment;
using Survival.Models.Calibration;
using Survival.Models.CompetingRisks;
using Survival.Models.DecisionCurves;
using Survival.Models.Discrimination;
using Survival.Models.Harmonisation;
using Survival.Models.Penalised;
using Survival.Models.Prognosis;
using Survival.Models.Resampling;

namespace Survival.Models.Tests;

/// <summary>Every verb of the package takes a cohort and names of columns, but those listed here.</summary>
public sealed class CohortOverloadTests
{
    private static readonly double[] Values = [3, 1, 4, 1.5, 5, 9, 2, 6, 5.5, 8, 7, 0];
    private static readonly double[] Others = [2, 7, 1, 8, 2.5, 3, 1.5, 9, 4, 5, 9.5, 6];
    private static readonly double[] Risks = [0.9, 0.2, 0.7, 0.3, 0.8, 0.1, 0.6, 0.4, 0.5, 0.35, 0.25, 0.15];
    private static readonly int[][] Resamples = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [0, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10]];

    // The verbs without an overload, and why.
    private static readonly Dictionary<string, string> Without = new(StringComparer.Ordinal)
    {
        ["Cohort.Create"] = "it makes the cohort",
        ["NomogramVariable.FromData"] = "a part of a nomogram, which CoxNomogram.From makes of a cohort",
        ["IFeatureSelector.Select"] = "what others implement; it is given the design that is to be selected from",
        ["TestRetest.Estimate"] = "two readings of features, without follow-up",
        ["PipelineBootstrap.Estimate"] = "the pipeline has the data; of the cohort only the follow-up is asked",
        ["PipelineCrossValidation.Estimate"] = "the pipeline has the data; of the cohort only the follow-up is asked",
        ["PipelinePermutation.Test"] = "the pipeline has the data; of the cohort only the follow-up is asked",
        ["Resample.StratifiedBootstrap"] = "draws rows, one resample; a cohort with ids holds no patient twice",
        ["Resample.Subsample"] = "draws rows by a generator at hand, of the follow-up alone",
    };

    private static Cohort Patients()
    {
        double[] time = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        return Cohort.FromTable(
            new SurvivalTableBuilder().Numbers("time", time).Numbers("status", [1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1])
                .Texts("cause", ["a", "b", null, "a", "b", "a", "b", null, "a", "a", null, "b"])
                .Texts("arm", ["old", "new", "old", "new", "new", "old", "old", "new", "old", "new", "old", "new"])
                .Numbers("m", Values).Numbers("n", Others).Numbers("risk", Risks).Build(),
            new CohortColumns("time", "status"));
    }

    private static IEnumerable<IGrouping<string, MethodInfo>> Verbs() => typeof(Cohort).Assembly.GetExportedTypes()
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(m => !m.IsSpecialName).GroupBy(m => $"{m.DeclaringType!.Name}.{m.Name}");

    private static bool Takes(MethodInfo verb, params Type[] types) => verb.GetParameters().Any(p => types.Contains(p.ParameterType));

    [Fact]
    public void EveryVerbTakesACohort()
    {
        string[] without =
        [
            .. Verbs().Where(g => g.Any(m => Takes(m, typeof(SurvivalData), typeof(CompetingRisksData), typeof(DesignMatrix)))
                && !g.Any(m => Takes(m, typeof(Cohort)))).Select(g => g.Key).Order(StringComparer.Ordinal),
        ];
        Assert.Equal(Without.Keys.Order(StringComparer.Ordinal), without);
    }

    /// <summary>A marker or a prediction is a column's name or numbers.</summary>
    [Fact]
    public void WhatIsGivenAsNumbersMayBeAColumn()
    {
        string[] numbersAlone =
        [
            .. Verbs().SelectMany(g => g.Where(m => Takes(m, typeof(Cohort))).SelectMany(m => m.GetParameters())
                .Where(p => p.ParameterType == typeof(ReadOnlySpan<double>) && p.Name is not ("times" or "thresholds"))
                .Where(p => !g.Any(m => Takes(m, typeof(Cohort)) && m.GetParameters().Any(
                    q => q.Name == p.Name && q.ParameterType == typeof(string))))
                .Select(p => $"{g.Key}: {p.Name}")),
        ];
        Assert.Empty(numbersAlone);
    }

    [Fact]
    public void ColumnsAreWhatTheirNumbersAre()
    {
        var cohort = Patients();
        var data = cohort.FollowUp;
        Assert.Equal(Concordance.CountPairs(data, Values), Concordance.CountPairs(cohort, "m"));
        Assert.Equal(
            BaselineHazard.Recalibrate("b", data, Values).CumulativeHazards,
            BaselineHazard.Recalibrate("b", cohort, "m").CumulativeHazards);
        Assert.Equal(Concordance.BootstrapInterval(data, Values, Resamples), Concordance.BootstrapInterval(cohort, "m", Resamples));
        Assert.Equal(Concordance.CompareKang(data, Values, Others), Concordance.CompareKang(cohort, "m", "n"));
        Assert.Equal(Concordance.CompareNoether(data, Values, Others), Concordance.CompareNoether(cohort, "m", "n"));
        Assert.Equal(Concordance.MoreConcordant(data, Values, Others), Concordance.MoreConcordant(cohort, "m", "n"));
        Assert.NotEqual(
            Concordance.MoreConcordant(cohort, "n", "m"), Concordance.MoreConcordant(cohort, "m", "n"));
        Assert.Equal(Concordance.Noether(data, Values), Concordance.Noether(cohort, "m"));
        Assert.Equal(TimeDependentRoc.KaplanMeier(data, Values, 5).Auc, TimeDependentRoc.KaplanMeier(cohort, "m", 5).Auc);
        Assert.Equal(
            TimeDependentRoc.NearestNeighbour(data, Values, 5, 0.4).Auc, TimeDependentRoc.NearestNeighbour(cohort, "m", 5, 0.4).Auc);
        Assert.Equal(TimeDependentRoc.Kernel(data, Values, 5, 2).Auc, TimeDependentRoc.Kernel(cohort, "m", 5, 2).Auc);
        Assert.Equal(TimeDependentRoc.IncidentDynamic(data, Values, [4, 5]), TimeDependentRoc.IncidentDynamic(cohort, "m", [4, 5]));
        Assert.Equal(BrierScore.Null(data, [5]).At[0], BrierScore.Null(cohort, [5]).At[0]);
        Assert.Equal(BrierScore.Ipcw(data, [Risks], [5]).At[0], BrierScore.Ipcw(cohort, "risk", 5).At[0]);
        var options = new DecisionCurveOptions { Thresholds = [0.25, 0.5] };
        Assert.Equal(
            DecisionCurve.Compare(data, 5, [("risk", Risks)], "risk", "all", Resamples, options),
            DecisionCurve.Compare(cohort, 5, ["risk"], "risk", "all", Resamples, options));
        Assert.Equal(
            DecisionCurve.BootstrapIntervals(data, 5, [("risk", Risks)], Resamples, options)["risk"],
            DecisionCurve.BootstrapIntervals(cohort, 5, ["risk"], Resamples, options)["risk"]);
        var folds = Folds.Stratified(cohort, 3, 1);
        Assert.Equal(
            CoxNet.CrossValidate(data, cohort.Covariates(["m", "n"]), folds).LambdaMin,
            CoxNet.CrossValidate(cohort, ["m", "n"], folds).LambdaMin);
        Assert.Equal(
            AdjustedAuc.Estimate(data, Values, [5], cohort.Covariates(["n"])), AdjustedAuc.Estimate(cohort, "m", [5], ["n"]));
    }

    // Of the six patients of the old arm, times 1, 3+, 6, 7, 9, 11+, cause a comes at 1, 6 and 9: 1/6, and 5/6 x 1/4 more at 6, and
    // 5/6 x 3/4 x 2/3 x 1/2 more at 9.
    [Fact]
    public void GroupsOfAColumnHaveItsValuesAsNames()
    {
        var cohort = Patients();
        var causes = CompetingRisksData.FromCohort(cohort, "cause");
        var curves = CumulativeIncidence.EstimateByGroup(cohort, "cause", "arm", 1);
        Assert.Equal(["arm=new", "arm=old"], curves.Select(c => c.Name));
        Assert.Equal((1 / 6.0) + (5 / 24.0) + (5 / 24.0), curves[1].At(9).Estimate, 14);
        Assert.Contains("Cumulative incidence of a, arm=new", curves.ToString(), StringComparison.Ordinal);
        Assert.Equal(CumulativeIncidence.ForCause(causes, 2).Estimate, CumulativeIncidence.ForCause(cohort, "cause", 2).Estimate);
        int[] arm = [.. cohort.Texts("arm").Select(a => a == "old" ? 1 : 0)];
        Assert.Equal(GrayTest.Test(causes, arm, 1), GrayTest.Test(cohort, "cause", "arm", 1));
        Assert.Equal(
            CompetingRisksAccuracy.Auc(causes, 1, Risks, 6.5), CompetingRisksAccuracy.Auc(cohort, "cause", 1, "risk", 6.5));
        Assert.Equal(
            CompetingRisksAccuracy.NetBenefit(causes, 1, Risks, 6.5, 0.3),
            CompetingRisksAccuracy.NetBenefit(cohort, "cause", 1, "risk", 6.5, 0.3));
        Assert.Equal(
            CompetingRisksAccuracy.InTheLarge(causes, 1, Risks, 6.5), CompetingRisksAccuracy.InTheLarge(cohort, "cause", 1, "risk", 6.5));
        Assert.Equal(
            CompetingRisksAccuracy.ByGroups(causes, 1, Risks, 6.5, CalibrationCuts.OfCount(2)).Groups,
            CompetingRisksAccuracy.ByGroups(cohort, "cause", 1, "risk", 6.5, CalibrationCuts.OfCount(2)).Groups);
        Assert.Equal(
            DecisionCurve.Incidence(causes, 1, 6.5, [("risk", Risks)])["risk"].Points,
            DecisionCurve.Incidence(cohort, "cause", 1, 6.5, ["risk"])["risk"].Points);
        Assert.Equal(["arm=new", "arm=old"], WeightedSurvival.Estimate(cohort, "arm", ["m"]).Curves.Select(c => c.Name));
    }

    [Fact]
    public void WhatFitsAModelWithoutAnOffsetRefusesACohortThatHasOne()
    {
        var cohort = Patients();
        var points = StandardisedSurvival.Estimate(cohort, "arm", ["m"], [5], resamples: 0);
        int[] arm = [.. cohort.Texts("arm").Select(a => a == "old" ? 1 : 0)];
        // Of a cohort the groups have the names of its curves; of codes alone, their digits.
        var coded = StandardisedSurvival.Estimate(cohort.FollowUp, arm, cohort.Covariates(["m"]), [5], resamples: 0);
        Assert.Equal(["0", "1"], coded.Select(p => p.Group));
        Assert.Equal(["arm=new", "arm=old"], points.Select(p => p.Group));
        Assert.Equal(coded.Select(p => (p.Time, p.Survival, p.Difference)), points.Select(p => (p.Time, p.Survival, p.Difference)));
        Assert.Contains("group", points.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Group", points.ToString(), StringComparison.Ordinal);
        var with = Cohort.FromTable(
            new SurvivalTableBuilder().Numbers("time", cohort.FollowUp.Time).Numbers("status", [1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1])
                .Texts("arm", cohort.Texts("arm")).Numbers("m", Values).Numbers("off", Others).Build(),
            new CohortColumns("time", "status") { Offset = "off" });
        Assert.Throws<InvalidSurvivalDataException>(() => StandardisedSurvival.Estimate(with, "arm", ["m"], [5], resamples: 0));
    }

    [Fact]
    public void BatchesAreAColumn()
    {
        var cohort = Patients();
        var model = ComBat.Fit(cohort, "arm", ["m", "n"]);
        var features = cohort.Covariates(["m", "n"]);
        // A column's texts are batches as they are; one that is missing is refused.
        var same = ComBat.Fit(features, cohort.Texts("arm"));
        Assert.Equal(same.Apply(features, cohort.Texts("arm")).Values.ToArray(), model.Apply(cohort, "arm").Values.ToArray());
        Assert.Equal(2, Assert.Throws<InvalidSurvivalDataException>(() => ComBat.Fit(features, cohort.Texts("cause"))).Row);
        Assert.Throws<ArgumentException>(() => ComBat.Fit(cohort, "centre", ["m", "n"]));
    }
}
