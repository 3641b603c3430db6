using FsCheck;
using FsCheck.Fluent;
using Survival.Models.Cox;
using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Tests.Cox;

public class CoxPropertyTests
{
    private sealed record Sample(double[] Time, bool[] Event, double[]? Entry, int[]? Stratum, double[] Weight, DesignMatrix X)
    {
        public SurvivalData Data(bool weighted = false) => SurvivalData.Create(Time, Event, Entry, weighted ? Weight : null, Stratum);
    }

    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    private static void ForAll(Action<Sample> check, int count = 25, bool entry = true) =>
        Prop.ForAll(Seeds, seed => check(Draw(seed, entry))).Check(Config.QuickThrowOnFailure.WithMaxTest(count));

    private static Sample Draw(int seed, bool withEntry)
    {
        var random = new System.Random(seed);
        var n = random.Next(30, 60);
        var entry = withEntry && random.Next(2) == 0;
        double[] Normals() =>
            [.. Enumerable.Range(0, n).Select(_ => Math.Round(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5, 3))];
        var time = Enumerable.Range(0, n).Select(_ => (double)random.Next(4, 25)).ToArray();
        var events = time.Select(_ => random.Next(3) > 0).ToArray();
        return new Sample(
            time,
            events,
            entry ? [.. time.Select(_ => (double)random.Next(0, 4))] : null,
            random.Next(2) == 0 ? [.. time.Select(_ => random.Next(2))] : null,
            [.. time.Select(_ => (double)random.Next(1, 4))],
            DesignMatrix.FromColumns(("a", Normals()), ("b", Normals()), ("c", [.. time.Select(_ => (double)random.Next(2))])));
    }

    [Fact]
    public void RowOrderDoesNotMatter() => ForAll(s =>
    {
        var rows = Enumerable.Range(0, s.Time.Length).OrderBy(i => (i * 7919) % 101).ToArray();
        Same(CoxModel.Fit(s.Data(), s.X), CoxModel.Fit(s.Data().Select(rows), s.X.SelectRows(rows)), 1e-9);
    });

    [Fact]
    public void TheUnitOfTimeDoesNotMatter() =>
        ForAll(s =>
        {
            var scaled = s with
            {
                Time = [.. s.Time.Select(t => t * 365.25)],
                Entry = s.Entry is null ? null : [.. s.Entry.Select(t => t * 365.25)],
            };
            Same(CoxModel.Fit(s.Data(), s.X), CoxModel.Fit(scaled.Data(), s.X), 1e-12);
        });

    [Fact]
    public void WholeWeightsAreRepeatedRowsUnderBreslow() => ForAll(s =>
    {
        var rows = Enumerable.Range(0, s.Time.Length).SelectMany(i => Enumerable.Repeat(i, (int)s.Weight[i])).ToArray();
        var options = new CoxOptions { Ties = TieMethod.Breslow };
        Same(CoxModel.Fit(s.Data(weighted: true), s.X, options), CoxModel.Fit(s.Data().Select(rows), s.X.SelectRows(rows), options), 1e-9);
    });

    [Fact]
    public void UnitsOfAColumnScaleItsCoefficientOnly() =>
        ForAll(s =>
        {
            var x = DesignMatrix.FromColumns(
                ("a", [.. s.X.Column(0).ToArray().Select(v => (v * 1e6) + 3e7)]),
                ("b", s.X.Column(1).ToArray()),
                ("c", s.X.Column(2).ToArray())
            );
            var (plain, scaled) = (CoxModel.Fit(s.Data(), s.X), CoxModel.Fit(s.Data(), x));
            Assert.Equal(plain.LogLikelihood, scaled.LogLikelihood, 1e-9);
            Assert.Equal(plain.Coefficients[0], scaled.Coefficients[0] * 1e6, 1e-7);
        });

    [Fact]
    public void AConstantColumnIsNamed() => ForAll(s =>
    {
        var x = DesignMatrix.FromColumns(("a", s.X.Column(0).ToArray()), ("flat", [.. s.Time.Select(_ => 7.5)]));
        var error = Assert.Throws<InvalidSurvivalDataException>(() => CoxModel.Fit(s.Data(), x));
        Assert.Equal("flat", error.Column);
    });

    [Fact]
    public void DerivativesAreThoseOfTheLikelihood() => ForAll(
        s =>
        {
            foreach (var ties in Enum.GetValues<TieMethod>())
            {
                var layout = SortedFollowUp.Of(s.Data(weighted: ties != TieMethod.Exact));
                var design = CoxDesign.Create(layout, s.X, [0, 1, 2]);
                var objective = new CoxObjective(layout, design.Rows, 3, null, ties);
                double[] beta = [0.3, -0.2, 0.5];
                Differentiate(objective, beta);
                var (gradient, information) = (objective.Gradient.ToArray(), objective.Information.ToArray());
                const double H = 1e-5;
                for (var j = 0; j < 3; j++)
                {
                    var (up, down) = ((double[])beta.Clone(), (double[])beta.Clone());
                    up[j] += H;
                    down[j] -= H;
                    Differentiate(objective, up);
                    var (above, gradientAbove) = (objective.Value, objective.Gradient.ToArray());
                    Differentiate(objective, down);
                    var slope = (above - objective.Value) / (2 * H);
                    Assert.True(Math.Abs(slope - gradient[j]) < 1e-6 * (1 + Math.Abs(gradient[j])), $"{ties}: gradient {j} is "
                        + $"{gradient[j]}, slope {slope}");
                    for (var k = 0; k <= 2; k++)
                    {
                        var curvature = -(gradientAbove[k] - objective.Gradient[k]) / (2 * H);
                        var ours = information[(Math.Max(j, k) * objective.Stride) + Math.Min(j, k)];
                        Assert.True(Math.Abs(curvature - ours) < 1e-6 * (1 + Math.Abs(ours)), $"{ties}: information {j},{k} is {ours}, "
                            + $"curvature {curvature}");
                    }
                }
            }
        },
        10);

    private static void Differentiate(CoxObjective objective, double[] beta)
    {
        objective.Evaluate(beta);
        objective.Differentiate(new LowerCholesky(objective.Columns));
    }

    [Fact]
    public void ThePenalisedScoreIsThatOfThePenalisedLikelihood() => ForAll(
        s =>
        {
            foreach (var ties in new[] { TieMethod.Breslow, TieMethod.Efron })
            {
                var fit = FirthCox.Fit(s.Data(), s.X, new FirthOptions { Ties = ties });
                var training = CoxTraining.Create(s.Data(), s.X, new CoxOptions { Ties = ties }, default);
                var objective = new FirthObjective(training);
                double[] beta = [.. fit.Model.Coefficients.ToArray().Select((b, j) => b * training.Design.Scale[j])];
                objective.Evaluate(beta);
                var best = objective.Value;
                for (var j = 0; j < 3; j++)
                {
                    const double H = 1e-4;
                    var (up, down) = ((double[])beta.Clone(), (double[])beta.Clone());
                    up[j] += H;
                    down[j] -= H;
                    objective.Evaluate(up);
                    var above = objective.Value;
                    objective.Evaluate(down);
                    Assert.True(Math.Abs((above - objective.Value) / (2 * H)) < 1e-5, $"{ties}: the slope at the estimate is "
                        + $"{(above - objective.Value) / (2 * H)}");
                    Assert.True(above < best && objective.Value < best);
                }
            }
        },
        8);

    [Fact]
    public void ResidualsSumAsTheyShould() => ForAll(s =>
    {
        var model = CoxModel.Fit(s.Data(), s.X);
        Assert.Equal(0, model.MartingaleResiduals().Sum(), 1e-9);
        var score = model.ScoreResiduals();
        var schoenfeld = model.SchoenfeldResiduals().Values;
        for (var j = 0; j < 3; j++)
        {
            Assert.Equal(0, Enumerable.Range(0, score.GetLength(0)).Sum(i => score[i, j]), 1e-8);
            Assert.Equal(0, Enumerable.Range(0, schoenfeld.GetLength(0)).Sum(i => schoenfeld[i, j]), 1e-8);
        }
    });

    [Fact]
    public void EntryAtTheBeginningIsNoEntry() =>
        ForAll(
            s => Same(CoxModel.Fit(s.Data(), s.X), CoxModel.Fit((s with { Entry = new double[s.Time.Length] }).Data(), s.X), 1e-10),
            entry: false
        );

    private static void Same(CoxModel a, CoxModel b, double tolerance)
    {
        Assert.Equal(a.LogLikelihood, b.LogLikelihood, tolerance * Math.Abs(a.LogLikelihood));
        for (var j = 0; j < a.Coefficients.Length; j++)
            Assert.Equal(a.Coefficients[j], b.Coefficients[j], tolerance * (1 + a.StandardErrors[j]));
        for (var j = 0; j < a.Covariance.Length; j++)
            Assert.Equal(a.Covariance[j], b.Covariance[j], tolerance);
    }
}
