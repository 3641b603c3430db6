using System.Text.Json;
using Survival.Models.Calibration;
using Survival.Models.CompetingRisks;
using Survival.Models.Cox;
using Survival.Models.Discrimination;
using Survival.Models.NonParametric;

namespace Survival.Models.Tests.References;

/// <summary>
/// 20,000 rows with some 300 times, half of them summed another way, against R (large-cohort.R): case weights, entry times, strata, the
/// weighted log-rank family, both approximations of ties, competing risks, accuracy and calibration.
/// </summary>
public sealed class LargeCohortTests
{
    private const int Rows = 20000;
    private static readonly JsonElement R = RReference.Load("large-cohort");
    private static readonly double[] At = [1, 4.3, 12];
    private static readonly Columns C = new();

    private static SurvivalData Data(double[]? entry = null, double[]? weight = null, int[]? stratum = null) =>
        SurvivalData.Create(C.Noisy, C.Event, entry, weight, stratum);

    private static CompetingRisksData Causes => CompetingRisksData.Create(C.Noisy, C.Cause);

    private static DesignMatrix X => DesignMatrix.FromColumns(("x1", C.X1), ("x2", C.X2), ("x3", C.X3));

    private static void Same(string name, params double[] ours)
    {
        double[] theirs = [.. Flat(R.GetProperty(name))];
        Assert.Equal(theirs.Length, ours.Length);
        for (var i = 0; i < ours.Length; i++)
            RReference.Near(theirs[i], ours[i], 1e-8, $"{name}, {i}");
    }

    private static IEnumerable<double> Flat(JsonElement e) =>
        e.ValueKind == JsonValueKind.Array ? e.EnumerateArray().SelectMany(Flat) : [e.GetDouble()];

    [Fact]
    public void Curves()
    {
        static double[] Values(SurvivalCurve curve)
        {
            EstimateAtTime[] at = [.. At.Select(curve.At)];
            return [.. at.Select(a => a.Estimate), .. at.Select(a => a.StandardError), .. at.Select(a => a.Lower)];
        }
        Same("km", Values(KaplanMeier.Fit(Data())));
        Same("kmWeighted", Values(KaplanMeier.Fit(Data(weight: C.Weight))));
        Same("kmEntry", Values(KaplanMeier.Fit(Data(C.Entry))));
    }

    [Theory]
    [InlineData("lr0", 0)]
    [InlineData("lr1", 1)]
    [InlineData("lrHalf", 0.5)]
    public void LogRankTests(string name, double rho)
    {
        var test = LogRank.Test(Data(), C.Group, rho);
        Same(name, [test.ChiSquare, .. test.Expected]);
    }

    [Fact]
    public void CoxModels()
    {
        static double[] Values(CoxModel fit) =>
            [.. fit.Coefficients, .. fit.StandardErrors, fit.LogLikelihoodNull, fit.LogLikelihood, fit.ScoreTest.Statistic];
        var efron = CoxModel.Fit(Data(), X);
        Same("efron", Values(efron));
        Same("breslow", Values(CoxModel.Fit(Data(), X, new CoxOptions { Ties = TieMethod.Breslow })));
        Same("whole", Values(CoxModel.Fit(Data(C.Entry, C.Weight, C.Stratum), X)));
        Same("robust", Values(CoxModel.Fit(Data(weight: C.Weight), X, new CoxOptions { Robust = true })));
        var proportional = efron.ProportionalHazards();
        Same("zph", [.. proportional.Terms.Select(t => t.Test.Statistic), proportional.Global.Statistic]);
    }

    [Fact]
    public void Concordances()
    {
        static double[] Values(Concordance c) => [c.Index, c.StandardError];
        Same("concordance", Values(Concordance.Estimate(Data(), C.Marker)));
        Same("uno", Values(Concordance.Estimate(Data(), C.Marker, ConcordanceOptions.Uno() with { LatestTime = 12 })));
        Same("concordanceWhole", Values(Concordance.Estimate(Data(C.Entry, C.Weight, C.Stratum), C.Marker)));
    }

    [Fact]
    public void CompetingRisks()
    {
        var (first, second) = (CumulativeIncidence.EstimateByGroup(Causes, C.Group, 1), CumulativeIncidence.EstimateByGroup(
            Causes, C.Group, 2));
        CumulativeIncidence[] curves = [first[0], first[1], first[2], second[0]];
        Same("incidence", [.. curves.SelectMany(c => At.Select(t => c.At(t).Estimate))]);
        Same("incidenceVariance", [.. curves.SelectMany(c => At.Select(t => Math.Pow(c.At(t).StandardError, 2)))]);
        Same("gray", GrayTest.Test(Causes, C.Group, 1).Statistic, GrayTest.Test(Causes, C.Group, 2).Statistic);
        var fit = FineGrayModel.Fit(Causes, X, 1);
        Same("fineGray", [.. fit.Coefficients, .. fit.StandardErrors, fit.LogLikelihood]);
    }

    [Fact]
    public void Accuracy()
    {
        var risks = At.Select(_ => C.Risk).ToArray();
        Same("brier", [.. BrierScore.Ipcw(Data(), risks, At).At.Select(b => b.Brier)]);
        Same("auc", [.. TimeDependentRoc.Ipcw(Data(), C.Marker, At, IpcwConvention.RiskRegression).At.Select(a => a.Auc)]);
        Same("causeBrier", [.. At.Select(t => CompetingRisksAccuracy.Brier(Causes, 1, C.Risk, t).Brier)]);
        Same("causeAuc", [.. At.Select(t => CompetingRisksAccuracy.Auc(Causes, 1, C.Marker, t).Auc)]);
        double[] survival = [.. C.Risk.Select(r => 1 - r)];
        var slope = SurvivalCalibration.Slope(Data(), C.Marker);
        var curve = SurvivalCalibration.Smooth(Data(), survival, 4.3, 4);
        Same("calibration", SurvivalCalibration.InTheLarge(Data(), survival, 4.3).ObservedOverExpected, slope.Estimate,
            slope.StandardError, curve.Ici, curve.E90);
    }

    /// <summary>The cohort, by the script's whole numbers: Park and Miller's generator, the same in R and here.</summary>
    private sealed class Columns
    {
        public Columns()
        {
            var (s, u) = (4711L, new double[9]);
            for (var i = 0; i < Rows; i++)
            {
                for (var j = 0; j < u.Length; j++)
                {
                    s = s * 16807 % 2147483647;
                    u[j] = s / 2147483647.0;
                }
                (X1[i], X2[i], X3[i]) = (Math.Floor(u[0] * 100) / 25, 20 + Math.Floor(u[1] * 60), u[2] < 0.3 ? 1 : 0);
                (Group[i], Stratum[i], Weight[i]) = ((int)(u[3] * 3), (int)(u[4] * 4), 1 + Math.Floor(u[5] * 3));
                var k = 1 + Math.Floor(300 * u[6] * u[7] / (1 + (0.15 * X1[i]) + (0.4 * X3[i]) + (0.05 * Group[i])));
                Cause[i] = u[8] < 0.5 ? 1 : u[8] < 0.75 ? 2 : 0;
                Event[i] = Cause[i] == 1;
                Noisy[i] = i % 2 == 0 ? k * 0.1 : ((k - 1) * 0.1) + 0.1;
                Entry[i] = Math.Floor(u[4] * 40) % 2 == 0 ? 0 : Math.Max(0, (Math.Floor(k * u[5]) / 10) - 0.05);
                Marker[i] = (0.15 * X1[i]) + (0.4 * X3[i]) + (Math.Floor(u[7] * 50) / 100);
                Risk[i] = 0.1 + (0.1 * X1[i]) + (0.1 * X3[i]);
            }
        }

        public double[] Noisy { get; } = new double[Rows];

        public double[] Entry { get; } = new double[Rows];

        public double[] Weight { get; } = new double[Rows];

        public double[] X1 { get; } = new double[Rows];

        public double[] X2 { get; } = new double[Rows];

        public double[] X3 { get; } = new double[Rows];

        public double[] Marker { get; } = new double[Rows];

        public double[] Risk { get; } = new double[Rows];

        public bool[] Event { get; } = new bool[Rows];

        public int[] Cause { get; } = new int[Rows];

        public int[] Group { get; } = new int[Rows];

        public int[] Stratum { get; } = new int[Rows];
    }
}
