#pragma warning disable xUnit1051 // quick calls
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

/// <summary>What cannot be computed is refused by a typed error that says which value and why, at every entry point.</summary>
public class BadInputTests
{
    private static readonly double[] Time = [2, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 18];
    private static readonly bool[] Died = [true, false, true, true, false, true, true, false, true, true, false, true];
    private static readonly SurvivalData Data = SurvivalData.Create(Time, Died);
    private static readonly SurvivalData NoEvents = SurvivalData.Create(Time, new bool[12]);
    private static readonly double[] Marker = [3, 1, 4, 1.5, 5, 9, 2, 6, 5.5, 3.5, 8, 7];
    private static readonly double[] Other = [2, 7, 1, 8, 2.5, 8.5, 1.75, 8.25, 4, 5, 9, 0.5];
    private static readonly double[] Risk = [.. Marker.Select(m => m / 10)];
    private static readonly DesignMatrix X = DesignMatrix.FromColumns(("a", Marker), ("b", Other));
    private static readonly DesignMatrix Constant = DesignMatrix.FromColumns(("a", Marker), ("flat", [.. Marker.Select(_ => 2.0)]));
    private static readonly DesignMatrix Wide = DesignMatrix.FromColumns([
        .. Enumerable.Range(0, 12).Select(j => ($"w{j}", Marker.Select((m, i) => Math.Sin((m * j) + i)).ToArray())),
    ]);
    private static readonly int[][] Resamples = Resample.BootstrapSets(12, 3, 1);

    private static readonly Dictionary<string, Func<double, Action>> TakesAMarker = new()
    {
        ["C"] = v => () => Concordance.Estimate(Data, With(v)),
        ["pairs"] = v => () => Concordance.CountPairs(Data, With(v)),
        ["C, several"] = v => () => Concordance.Compare(Data, [("m", With(v))]),
        ["Kang"] = v => () => Concordance.CompareKang(Data, Other, With(v)),
        ["Noether"] = v => () => Concordance.CompareNoether(Data, With(v), Other),
        ["more concordant"] = v => () => Concordance.MoreConcordant(Data, Other, With(v)),
        ["AUC"] = v => () => TimeDependentRoc.Ipcw(Data, With(v), [8]),
        ["AUC, KM"] = v => () => TimeDependentRoc.KaplanMeier(Data, With(v), 8),
        ["AUC, NNE"] = v => () => TimeDependentRoc.NearestNeighbour(Data, With(v), 8),
        ["AUC, kernel"] = v => () => TimeDependentRoc.Kernel(Data, With(v), 8, 1),
        ["Brier"] = v => () => BrierScore.Ipcw(Data, [With(v)], [8]),
        ["calibration, groups"] = v => () => SurvivalCalibration.ByGroups(Data, With(v), 8, CalibrationCuts.OfCount(2)),
        ["calibration, smooth"] = v => () => SurvivalCalibration.Smooth(Data, With(v), 8),
        ["calibration in the large"] = v => () => SurvivalCalibration.InTheLarge(Data, With(v), 8),
        ["calibration slope"] = v => () => SurvivalCalibration.Slope(Data, With(v)),
        ["decision curve"] = v => () => DecisionCurve.Survival(Data, 8, [("m", With(v))]),
        ["decision curve, binary"] = v => () => DecisionCurve.Binary(Died, [("m", With(v))]),
        ["cut-point"] = v => () => MaximallySelectedRank.Search(Data, With(v)),
        ["offset"] = v => () => CoxModel.Fit(Data, X, offset: With(v)),
        ["penalised offset"] = v => () => CoxNet.Fit(Data, X, new CoxNetOptions { Offset = With(v) }),
        ["correlation"] = v => () => Correlation.Estimate(Marker, With(v)),
        ["columns"] = v => () => DesignMatrix.FromColumns(("m", With(v))),
        ["t"] = v => () => GroupTests.StudentT(Marker, With(v)),
        ["Mann-Whitney"] = v => () => GroupTests.MannWhitney(Marker, With(v)),
        ["Kruskal-Wallis"] = v => () => GroupTests.KruskalWallis([Marker, With(v)]),
        ["analysis of variance"] = v => () => GroupTests.AnalysisOfVariance([Marker, With(v)]),
        ["ICC"] = v => () => IntraclassCorrelation.Estimate(With(v), 2),
        ["spline"] = v => () => NomogramVariable.Continuous("a", v, 0, 1),
        ["time"] = v => () => SurvivalData.Create(With(v), Died),
        ["entry"] = v => () => SurvivalData.Create(Time, Died, entry: [v, .. new double[11]]),
        ["weight"] = v => () => SurvivalData.Create(Time, Died, weight: [v, .. new double[11]]),
    };

    private static readonly Dictionary<string, Action<SurvivalData>> TakesFollowUp = new()
    {
        ["log-rank"] = d => LogRank.Test(d, [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]),
        ["log-rank, pairs"] = d => LogRank.Pairwise(d, [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]),
        ["Cox"] = d => CoxModel.Fit(d, X),
        ["Firth"] = d => FirthCox.Fit(d, X),
        ["univariable"] = d => UnivariableCox.Screen(d, X),
        ["stepwise"] = d => StepwiseCox.Select(d, X),
        ["path"] = d => CoxNet.Fit(d, X),
        ["cross-validation"] = d => CoxNet.CrossValidate(d, X, Folds.FromIds([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1])),
        ["relaxed cross-validation"] = d => CoxNet.CrossValidateRelaxed(d, X, Folds.FromIds([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1])),
        ["stability"] = d => StabilitySelection.Estimate(d, X),
        ["folds"] = d => Folds.Stratified(d, 2, 1),
        ["C"] = d => Concordance.Estimate(d, Marker),
        ["C, several"] = d => Concordance.Compare(d, [("m", Marker)]),
        ["Kang"] = d => Concordance.CompareKang(d, Marker, Other),
        ["Noether"] = d => Concordance.CompareNoether(d, Marker, Other),
        ["AUC"] = d => TimeDependentRoc.Ipcw(d, Marker, [8]),
        ["AUC, KM"] = d => TimeDependentRoc.KaplanMeier(d, Marker, 8),
        ["AUC, NNE"] = d => TimeDependentRoc.NearestNeighbour(d, Marker, 8),
        ["AUC, kernel"] = d => TimeDependentRoc.Kernel(d, Marker, 8, 1),
        ["calibration, smooth"] = d => SurvivalCalibration.Smooth(d, Risk, 8),
        ["calibration slope"] = d => SurvivalCalibration.Slope(d, Marker),
        ["validation"] = d => ModelValidation.Bootstrap(d, X, 8, Resamples, new ModelValidationOptions { GroupSize = 5 }),
        ["cut-point"] = d => MaximallySelectedRank.Search(d, Marker),
    };

    private static readonly Dictionary<string, Action> OneGroupOrConstant = new()
    {
        ["log-rank of one group"] = () => LogRank.Test(Data, new int[12]),
        ["Kruskal-Wallis of one group"] = () => GroupTests.KruskalWallis([Marker]),
        ["analysis of variance of one group"] = () => GroupTests.AnalysisOfVariance([Marker]),
        ["chi-square of one column"] = () => ContingencyTest.ChiSquare(new int[,] { { 3 }, { 4 } }),
        ["Fisher of one column"] = () => ContingencyTest.FisherExact(new int[,] { { 3 }, { 4 } }),
        ["baseline table of one group"] = () => BaselineTable.Create([.. Marker.Select(_ => "a")], [("m", Marker)], []),
        ["Cox, constant column"] = () => CoxModel.Fit(Data, Constant),
        ["Firth, constant column"] = () => FirthCox.Fit(Data, Constant),
        ["path, constant columns only"] = () => CoxNet.Fit(Data, Constant.SelectColumns(["flat"])),
        ["validation, constant column"] = () =>
            ModelValidation.Bootstrap(Data, Constant, 8, Resamples, new ModelValidationOptions { GroupSize = 5 }),
        ["nomogram, constant column"] = () => NomogramVariable.FromData(Constant, [1, 1]),
        ["cut-point of a constant"] = () => MaximallySelectedRank.Search(Data, Constant.Column(1)),
        ["calibration slope of a constant"] = () => SurvivalCalibration.Slope(Data, Constant.Column(1)),
        ["smooth calibration of a constant"] = () => SurvivalCalibration.Smooth(Data, [.. Marker.Select(_ => 0.5)], 8),
        ["Cox, as many columns as rows"] = () => CoxModel.Fit(Data, Wide),
        ["Firth, as many columns as rows"] = () => FirthCox.Fit(Data, Wide),
        ["validation, as many columns as rows"] = () =>
            ModelValidation.Bootstrap(Data, Wide, 8, Resamples, new ModelValidationOptions { GroupSize = 5 }),
        ["path, as many columns as rows, no penalty"] = () => CoxNet.Fit(Data, Wide, new CoxNetOptions { Lambdas = [0] }),
        ["path, all factors 0"] = () => CoxNet.Fit(Data, X, new CoxNetOptions { PenaltyFactors = [0, 0] }),
        ["threshold 0"] = () => DecisionCurve.Survival(Data, 8, [("m", Risk)], new DecisionCurveOptions { Thresholds = [0] }),
        ["threshold 1"] = () => DecisionCurve.Survival(Data, 8, [("m", Risk)], new DecisionCurveOptions { Thresholds = [0.5, 1] }),
        ["threshold NaN"] = () => DecisionCurve.Binary(Died, [("m", Risk)], new DecisionCurveOptions { Thresholds = [double.NaN] }),
        ["bootstrapped threshold"] = () =>
            DecisionCurve.BootstrapIntervals(Data, 8, [("m", Risk)], Resamples, new DecisionCurveOptions { Thresholds = [-0.1] }),
        ["a fold without events"] = () => CoxNet.CrossValidate(Data, X, Folds.FromIds([.. Died.Select(d => d ? 0 : 1)])),
        ["a fold without events, relaxed"] = () => CoxNet.CrossValidateRelaxed(Data, X, Folds.FromIds([.. Died.Select(d => d ? 0 : 1)])),
        ["more folds than events"] = () => Folds.Stratified(Data, 9, 1),
        ["negative time"] = () => SurvivalData.Create([1, -2], [true, true]),
        ["negative horizon"] = () => SurvivalCalibration.InTheLarge(Data, Risk, -1),
        ["horizon after follow-up"] = () => SurvivalCalibration.InTheLarge(Data, Risk, 19),
        ["AUC after follow-up"] = () => TimeDependentRoc.Ipcw(Data, Marker, [18]),
        ["AUC before the first event"] = () => TimeDependentRoc.Ipcw(Data, Marker, [1]),
        ["Brier after follow-up"] = () => BrierScore.Null(Data, [19]),
        ["decision curve after follow-up"] = () => DecisionCurve.Survival(Data, 19, [("m", Risk)]),
        ["restricted mean after follow-up"] = () => KaplanMeier.Fit(NoEvents).RestrictedMean(19),
        ["Uno's C of a tau of 0"] = () => Concordance.Estimate(Data, Marker, ConcordanceOptions.Uno(0)),
    };

    public static TheoryData<string, double> MarkerCases
    {
        get
        {
            var cases = new TheoryData<string, double>();
            foreach (var name in TakesAMarker.Keys)
            {
                cases.Add(name, double.NaN);
                cases.Add(name, double.PositiveInfinity);
            }
            return cases;
        }
    }

    public static TheoryData<string> FollowUpCases => [.. TakesFollowUp.Keys];

    public static TheoryData<string> OtherCases => [.. OneGroupOrConstant.Keys];

    [Theory]
    [MemberData(nameof(MarkerCases))]
    public void ValuesThatAreNotFiniteAreRefused(string where, double value) => Refuses(TakesAMarker[where](value));

    [Theory]
    [MemberData(nameof(MarkerCases))]
    public void ARowIsNamedCountedFromOne(string where, double value) => Assert.DoesNotMatch(
        @"\b[Rr]ow (?!\d+ \(counted from 1\))\d", Record.Exception(TakesAMarker[where](value))!.Message);

    [Fact]
    public void RowsOfArraysAreNamedAsThoseOfTables()
    {
        var time = Assert.Throws<InvalidSurvivalDataException>(() => SurvivalData.Create([1, -2], [true, true]));
        Assert.StartsWith("The time in row 2 (counted from 1) is -2;", time.Message, StringComparison.Ordinal);
        Assert.Equal(1, time.Row);
        var table = new SurvivalTableBuilder().Numbers("time", [1, 2]).Build();
        Assert.Equal("row 2 (counted from 1)", table.PlaceOf(1));
    }

    [Theory]
    [MemberData(nameof(FollowUpCases))]
    public void FollowUpWithoutEventsIsRefused(string where) => Refuses(() => TakesFollowUp[where](NoEvents));

    [Theory]
    [MemberData(nameof(FollowUpCases))]
    public void TheSameCallWithEventsIsNot(string where) => TakesFollowUp[where](Data);

    [Theory]
    [MemberData(nameof(OtherCases))]
    public void WhatCannotBeComputedIsRefused(string what) => Refuses(OneGroupOrConstant[what]);

    private static double[] With(double value) => [.. Risk[..5], value, .. Risk[6..]];

    private static void Refuses(Action call)
    {
        var error = Record.Exception(call);
        Assert.True(
            error is ArgumentException or SurvivalModelException,
            error is null ? "It was accepted." : $"{error.GetType().Name}: {error.Message}"
        );
        Assert.True(error!.Message.Length > 25 && error.Message.Any(char.IsUpper), error.Message);
    }
}
