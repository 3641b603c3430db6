#pragma warning disable xUnit1051 // quick calls
using FsCheck;
using FsCheck.Fluent;
using Survival.Models.Calibration;
using Survival.Models.Cox;
using Survival.Models.DecisionCurves;
using Survival.Models.Discrimination;
using Survival.Models.NonParametric;
using Survival.Models.Penalised;
using Survival.Models.Resampling;

namespace Survival.Models.Tests;

/// <summary>What may not matter: the order of rows, the unit of time, whether a weight or a repeated row, a column without
/// information.</summary>
public class PropertyTests
{
    private sealed record Sample(double[] Time, bool[] Event, double[] Entry, double[] Weight, int[] Group, DesignMatrix X)
    {
        public SurvivalData Data(bool weighted = false, double unit = 1) =>
            SurvivalData.Create([.. Time.Select(t => t * unit)], Event, [.. Entry.Select(t => t * unit)], weighted ? Weight : null);

        public SurvivalData Plain(double unit = 1) => SurvivalData.Create([.. Time.Select(t => t * unit)], Event);

        public double[] Risk => [.. X.Column(0).ToArray().Select(v => 1 / (1 + Math.Exp(-v)))];
    }

    private static void ForAll(Action<Sample> check) =>
        Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), seed => check(Draw(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    private static Sample Draw(int seed)
    {
        var random = new Xoshiro256((ulong)seed);
        const int N = 40;
        double[] Each(Func<double> value) => [.. Enumerable.Range(0, N).Select(_ => value())];
        var time = Each(() => 2 + random.NextInt(14));
        return new Sample(
            time,
            [.. Enumerable.Range(0, N).Select(i => i < 4 || random.NextDouble() < 0.6)],
            [.. time.Select(t => (double)random.NextInt((int)t))],
            Each(() => 1 + random.NextInt(3)),
            [.. Enumerable.Range(0, N).Select(i => i % 3)],
            DesignMatrix.FromColumns(("a", Each(() => (4 * random.NextDouble()) - 2)), ("b", Each(() => random.NextInt(5))))
        );
    }

    private static int[] Shuffled(int n) => Resample.Permutation(n, new Xoshiro256(9));

    [Fact]
    public void CurvesDoNotDependOnRowOrderAndUnitOfTime() =>
        ForAll(s =>
        {
            var order = Shuffled(s.Time.Length);
            var (a, b) = (KaplanMeier.Fit(s.Data()), KaplanMeier.Fit(s.Data(unit: 365.25).Select(order)));
            Near(a.Survival, b.Survival);
            Near(a.StandardError, b.StandardError);
            Near(a.CumulativeHazard, b.CumulativeHazard);
            Near(a.Time, [.. b.Time.Select(t => t / 365.25)]);
            Assert.Equal(a.RestrictedMean(10).Mean, b.RestrictedMean(3652.5).Mean / 365.25, 1e-12);
            var (x, y) = (
                LogRank.Test(s.Data(), s.Group, 0.5),
                LogRank.Test(s.Data(unit: 365.25).Select(order), [.. order.Select(i => s.Group[i])], 0.5)
            );
            Assert.Equal(x.ChiSquare, y.ChiSquare, 1e-10);
        });

    [Fact]
    public void WholeWeightsOfCurvesAreRepeatedRows() =>
        ForAll(s =>
        {
            int[] rows = [.. s.Weight.SelectMany((w, i) => Enumerable.Repeat(i, (int)w))];
            var options = new KaplanMeierOptions { Robust = false };
            var (a, b) = (KaplanMeier.Fit(s.Data(weighted: true), options), KaplanMeier.Fit(s.Data().Select(rows), options));
            Near(a.Survival, b.Survival);
            Near(a.CumulativeHazardStandardError, b.CumulativeHazardStandardError);
            Near(a.AtRisk, b.AtRisk);
            Assert.Equal(
                LogRank.Test(s.Data(weighted: true), s.Group).ChiSquare,
                LogRank.Test(s.Data().Select(rows), [.. rows.Select(i => s.Group[i])]).ChiSquare,
                1e-10
            );
        });

    [Fact]
    public void AccuracyDoesNotDependOnRowOrderAndUnitOfTime() =>
        ForAll(s =>
        {
            var order = Shuffled(s.Time.Length);
            var (data, other) = (s.Plain(), s.Plain(12).Select(order));
            double[] risk = s.Risk,
                moved = [.. order.Select(i => risk[i])],
                survival = [.. risk.Select(r => 1 - r)],
                movedSurvival = [.. moved.Select(r => 1 - r)];
            var (a, b) = (BrierScore.Ipcw(data, [risk], [7]).At[0], BrierScore.Ipcw(other, [moved], [84]).At[0]);
            Near([a.Brier, a.StandardError, a.Ipa], [b.Brier, b.StandardError, b.Ipa]);
            var (c, d) = (
                TimeDependentRoc.Ipcw(data, risk, [7], IpcwConvention.RiskRegression).At[0],
                TimeDependentRoc.Ipcw(other, moved, [84], IpcwConvention.RiskRegression).At[0]
            );
            Near([c.Auc, c.StandardError], [d.Auc, d.StandardError]);
            var (e, f) = (SurvivalCalibration.Smooth(data, survival, 7), SurvivalCalibration.Smooth(other, movedSurvival, 84));
            Near([e.Ici, e.E50, e.E90, e.EMax], [f.Ici, f.E50, f.E90, f.EMax], 1e-8);
            Near(
                [SurvivalCalibration.InTheLarge(data, survival, 7).ObservedOverExpected],
                [SurvivalCalibration.InTheLarge(other, movedSurvival, 84).ObservedOverExpected]
            );
            var options = new DecisionCurveOptions { Thresholds = [0.1, 0.3, 0.5] };
            var (g, h) = (
                DecisionCurve.Survival(data, 7, [("m", risk)], options),
                DecisionCurve.Survival(other, 84, [("m", moved)], options)
            );
            foreach (var (one, two) in g.Strategies.Zip(h.Strategies))
                Near([.. one.Points.Select(p => p.NetBenefit)], [.. two.Points.Select(p => p.NetBenefit)]);
        });

    [Fact]
    public void AConstantColumnChangesNothing() =>
        ForAll(s =>
        {
            var with = DesignMatrix.FromColumns(
                ("a", s.X.Column(0).ToArray()),
                ("flat", [.. s.Time.Select(_ => 3.0)]),
                ("b", s.X.Column(1).ToArray())
            );
            var (one, two) = (
                CoxModel.Fit(s.Data(), s.X),
                CoxModel.Fit(s.Data(), with, new CoxOptions { DropCollinear = true })
            );
            Assert.True(double.IsNaN(two.Coefficients[1]));
            Near(one.Coefficients.ToArray(), [two.Coefficients[0], two.Coefficients[2]]);
            Assert.Equal(one.LogLikelihood, two.LogLikelihood, 1e-10);
            // Penalty factors are rescaled to the number of columns, the same for both here.
            var options = new CoxNetOptions { Lambdas = [0.1, 0.03] };
            var (path, wider) = (CoxNet.Fit(s.Data(), s.X, options), CoxNet.Fit(s.Data(), with, options));
            for (var k = 0; k < 2; k++)
            {
                var dense = wider.At(k).ToDense();
                Near(path.At(k).ToDense(), [dense[0], dense[2]], 1e-10);
                Assert.Equal(0, dense[1]);
            }
            var screened = UnivariableCox.Screen(s.Data(), with);
            Assert.Equal(UnivariableCox.Screen(s.Data(), s.X)[1].Coefficient, screened[2].Coefficient);
            Assert.Contains("constant", screened[1].Problem, StringComparison.Ordinal);
        });

    [Fact]
    public void FirthsEstimateDoesNotDependOnOrderUnitsAndKindOfWeight() =>
        ForAll(s =>
        {
            int[] rows = [.. s.Weight.SelectMany((w, i) => Enumerable.Repeat(i, (int)w)).Reverse()];
            var weighted = FirthCox.Fit(s.Data(weighted: true), s.X);
            var repeated = FirthCox.Fit(s.Data(unit: 30).Select(rows), s.X.SelectRows(rows));
            Near(weighted.Model.Coefficients.ToArray(), repeated.Model.Coefficients.ToArray(), 1e-8);
            Assert.Equal(weighted.PenalisedLogLikelihood, repeated.PenalisedLogLikelihood, 1e-8);
        });

    private static void Near(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance = 1e-11)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            if (!double.IsNaN(expected[i]) || !double.IsNaN(actual[i]))
                Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
        }
    }
}
