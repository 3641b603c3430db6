using FsCheck;
using FsCheck.Fluent;
using Survival.Models.Discrimination;

namespace Survival.Models.Tests.Discrimination;

public sealed class TimeDependentRocTests
{
    // 1 event (5), 2 censored (9), 3 event (2), 4 event (1), 5 censored (3). G is 1 before 2 and 3/4 from 2.
    private static readonly SurvivalData Data = SurvivalData.Create([1, 2, 3, 4, 5], [true, false, true, true, false]);
    private static readonly double[] Marker = [5, 9, 2, 1, 3];

    // At 3.5 the cases are 5 (weight 1) and 2 (weight 4/3), the controls 1 and 3: AUC = (1 * 1 + 4/3 * 1/2) / (7/3) = 5/7.
    [Fact]
    public void WeighsCasesByHand()
    {
        var auc = TimeDependentRoc.Ipcw(Data, Marker, [3.5]);
        Assert.Equal(5.0 / 7, auc.At[0].Auc, 14);
        Assert.Equal((2, 2, 1), (auc.At[0].Cases, auc.At[0].Controls, auc.At[0].Undetermined));
        // Kaplan-Meier risk: 1 - 4/5 * 2/3 = 7/15.
        Assert.Equal(7.0 / 15, auc.At[0].EventProbability, 14);
        var curve = auc.Curve(0);
        Assert.Equal(new RocPoint(double.PositiveInfinity, 0, 0), curve[0]);
        Assert.Equal(3.0 / 7, curve[2].TruePositiveRate, 14);
        Assert.Equal(0.5, curve[3].FalsePositiveRate, 14);
        Assert.Equal((1, 1), (curve[^1].FalsePositiveRate, curve[^1].TruePositiveRate));
        Assert.Equal(0, auc.Influence(0).ToArray().Sum(), 12);
    }

    // At t = 3 itself timeROC has no case at 3, riskRegression has: 1 alone is 1; with 2 against controls 1 and 3 it is 5/7.
    [Fact]
    public void TheConventionsDifferAtAnEventsTime()
    {
        Assert.Equal(1, TimeDependentRoc.Ipcw(Data, Marker, [3]).At[0].Auc, 14);
        Assert.Equal(5.0 / 7, TimeDependentRoc.Ipcw(Data, Marker, [3], IpcwConvention.RiskRegression).At[0].Auc, 14);
    }

    // Brier at 3.5 of risks 1/2: (1/4 + 4/3 * 1/4 + 2 * 4/3 * 1/4) / 5 = 1/4 (the weights add up to 5).
    [Fact]
    public void BrierByHand()
    {
        var half = BrierScore.Ipcw(Data, [[0.5, 0.5, 0.5, 0.5, 0.5]], [3.5]);
        Assert.Equal(0.25, half.At[0].Brier, 14);
        // The null model predicts 7/15: 7/15 * 8/15 = 56/225.
        var none = BrierScore.Null(Data, [3.5]);
        Assert.Equal(56.0 / 225, none.At[0].Brier, 14);
        Assert.Equal(1 - (0.25 * 225 / 56), half.At[0].Ipa, 13);
        Assert.Equal(0.25 - (56.0 / 225), half.Compare(none)[0].Difference.Estimate, 14);
    }

    [Fact]
    public void IntegratesOverTime()
    {
        var auc = TimeDependentRoc.Ipcw(Data, Marker, [3.5, 1.5]);
        Assert.Equal((auc.At[0].Auc + auc.At[1].Auc) / 2, auc.Integrated().Auc, 14);
        var brier = BrierScore.Null(Data, [1, 2, 4.5]);
        double a = brier.At[0].Brier, b = brier.At[1].Brier, c = brier.At[2].Brier;
        Assert.Equal((((a + b) / 2) + (2.5 * (b + c) / 2)) / 3.5, brier.Integrated(), 14);
        Assert.Equal((a + (2.5 * b)) / 4.5, brier.IntegratedAsRiskRegression()[2], 14);
    }

    [Fact]
    public void SignSwapMirrorsAndMonotoneTransformsChangeNothing() => Prop.ForAll(Cohorts(), rows =>
    {
        var data = SurvivalData.Create([.. rows.Select(r => (double)r.Time)], [.. rows.Select(r => r.Event)]);
        double[] x = [.. rows.Select(r => (double)r.Marker)];
        if (!rows.Any(r => r.Event && r.Time < 5) || !rows.Any(r => r.Time > 5))
            return true;
        var a = TimeDependentRoc.Ipcw(data, x, [5]).At[0];
        var mirrored = TimeDependentRoc.Ipcw(data, [.. x.Select(v => -v)], [5]).At[0];
        var moved = TimeDependentRoc.Ipcw(data, [.. x.Select(v => Math.Exp(v))], [5]).At[0];
        return Math.Abs(a.Auc + mirrored.Auc - 1) < 1e-12 && Math.Abs(a.StandardError - mirrored.StandardError) < 1e-12 && a == moved;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void WithoutCensoringAllEstimatorsAreTheOrdinaryRocCurve()
    {
        var data = SurvivalData.Create([1, 2, 3, 4, 5, 6], [true, true, true, true, true, true]);
        double[] x = [6, 4, 1, 5, 2, 3];
        // Cases 6 4 1 against controls 5 2 3: 3 + 2 + 0 of 9.
        Assert.Equal(5.0 / 9, TimeDependentRoc.Ipcw(data, x, [3.5]).At[0].Auc, 14);
        Assert.Equal(5.0 / 9, TimeDependentRoc.KaplanMeier(data, x, 3.5).Auc, 14);
        Assert.Equal(5.0 / 9, TimeDependentRoc.NearestNeighbour(data, x, 3.5, 1e-9).Auc, 14);
        Assert.Equal(5.0 / 9, TimeDependentRoc.Kernel(data, x, 3.5, 1e-3).Auc, 14);
    }

    // The survival among a window's rows, by definition: Kaplan and Meier's estimate of those rows alone.
    [Theory]
    [InlineData(130, 0.1, 3, 50)]
    [InlineData(200, 0.02, 1, 1000)]
    [InlineData(70, 0.4, 6, 8)]
    public void NeighboursAreThoseOfTheDefinition(int n, double span, int grain, int values)
    {
        var random = new Survival.Models.Resampling.Xoshiro256((ulong)n);
        double[] time = [.. Enumerable.Range(0, n).Select(_ => Math.Ceiling(12.0 * grain * random.NextDouble()) / grain)];
        bool[] events = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() < 0.6)];
        double[] x = [.. Enumerable.Range(0, n).Select(_ => Math.Floor(values * random.NextDouble()))];
        var curve = TimeDependentRoc.NearestNeighbour(SurvivalData.Create(time, events), x, 6, span);
        double[] sorted = [.. x.Order()];
        var survival = Array.ConvertAll(x, v =>
        {
            var place = Math.Min(Array.IndexOf(sorted, v) + 1 + (int)((n * span) + 0.5), n);
            var width = sorted[place - 1] - v;
            int[] near = [.. Enumerable.Range(0, n).Where(i => Math.Abs(x[i] - v) <= width)];
            return near.Where(i => events[i] && time[i] <= 6).Select(i => time[i]).Distinct().Aggregate(1.0, (s, t) => s * (1 - (
                near.Count(i => time[i] == t && events[i]) / (double)near.Count(i => time[i] >= t))));
        });
        for (var k = 1; k < curve.Points.Count; k++)
        {
            var above = Enumerable.Range(0, n).Where(i => x[i] > curve.Points[k].Threshold).ToList();
            Assert.Equal(above.Sum(i => survival[i]) / survival.Sum(), curve.Points[k].FalsePositiveRate, 1e-12);
            Assert.Equal(above.Sum(i => 1 - survival[i]) / survival.Sum(s => 1 - s), curve.Points[k].TruePositiveRate, 1e-12);
        }
    }

    [Fact]
    public void ATimeOutsideTheDataIsRefusedWithTheRange()
    {
        foreach (var time in new[] { -1, 0, 1, 5, 6, double.NaN })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => TimeDependentRoc.Ipcw(Data, Marker, [time]));
            Assert.Contains("first event (1)", error.Message);
            Assert.Contains("longest follow-up (5)", error.Message);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeDependentRoc.KaplanMeier(Data, Marker, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeDependentRoc.NearestNeighbour(Data, Marker, 7));
        Assert.Contains("longest follow-up (5)", Assert.Throws<ArgumentOutOfRangeException>(() => BrierScore.Null(Data, [5])).Message);
    }

    [Fact]
    public void RefusesBadInput()
    {
        Assert.Throws<ArgumentException>(() => TimeDependentRoc.Ipcw(Data, Marker, []));
        Assert.Throws<ArgumentException>(() => TimeDependentRoc.Ipcw(Data, [1, 2], [3]));
        Assert.Throws<InvalidSurvivalDataException>(() => TimeDependentRoc.Ipcw(Data, [1, 2, 3, 4, double.PositiveInfinity], [3]));
        Assert.Throws<InvalidSurvivalDataException>(() =>
            TimeDependentRoc.Ipcw(SurvivalData.Create([1, 2], [false, false]), [1, 2], [1.5])
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeDependentRoc.Ipcw(Data, Marker, [3.5], confidenceLevel: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeDependentRoc.NearestNeighbour(Data, Marker, 3.5, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeDependentRoc.Kernel(Data, Marker, 3.5, 0));
        Assert.Throws<ArgumentException>(() =>
            TimeDependentRoc.Ipcw(SurvivalData.Create([1, 2], [true, true], weight: [1, 2]), [1, 2], [1.5])
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            BrierScore.Ipcw(
                Data,
                [
                    [0, 0, 0, 0, 1.5],
                ],
                [3.5]
            )
        );
        Assert.Throws<ArgumentException>(() => BrierScore.Ipcw(Data, [], [3.5]));
        var one = TimeDependentRoc.Ipcw(Data, Marker, [3.5]);
        Assert.Throws<ArgumentException>(() => one.Compare(TimeDependentRoc.Ipcw(Data, Marker, [2.5])));
    }

    private static Arbitrary<(int Time, bool Event, int Marker)[]> Cohorts()
    {
        var row = from t in Gen.Choose(1, 9) from e in Gen.Elements(true, true, false) from x in Gen.Choose(-3, 3) select (t, e, x);
        return Gen.Choose(4, 25).SelectMany(n => row.ArrayOf(n)).ToArbitrary();
    }
}
