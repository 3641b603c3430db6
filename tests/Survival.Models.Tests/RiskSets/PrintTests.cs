using System.Globalization;
using Survival.Models.Cox;
using Survival.Models.Discrimination;
using Survival.Models.NonParametric;
using Survival.Models.Penalised;
using Survival.Models.Resampling;

namespace Survival.Models.Tests.RiskSets;

/// <summary>Results print what R's summary() and print() show of the same data (print.R), whatever the culture.</summary>
public sealed class PrintTests
{
    private const int N = 40;
    private static readonly double[] Time = [.. U(29).Select(u => Math.Round(1 + (20 * u), 1))];
    private static readonly bool[] Event = [.. U(71).Select(u => u < 0.7)];
    private static readonly double[] X = U(37);
    private static readonly int[] Group = [.. U(53).Select(u => u > 0.5 ? 1 : 0)];
    private static readonly SurvivalData Data = SurvivalData.Create(Time, Event);
    private static readonly DesignMatrix Design = DesignMatrix.FromColumns(("x", X), ("g", [.. Group.Select(g => (double)g)]));

    [Fact]
    public void ACoxModelIsItsSummary() => Prints(
        CoxModel.Fit(Data, Design),
        "n= 40, number of events= 28",
        "x -0.2865 0.7509 0.6833 -0.419 0.675",
        "g -0.2461 0.7818 0.3812 -0.646 0.519",
        "x 0.7509 1.332 0.1968 2.866",
        "g 0.7818 1.279 0.3703 1.651",
        "Concordance= 0.540 (se = 0.055)",
        "Likelihood ratio test: 0.64",
        "Wald test: 0.63",
        "Score (logrank) test: 0.6");

    [Fact]
    public void ACurveIsItsMedian()
    {
        var curves = KaplanMeier.Fit(Data, Group);
        Prints(curves[0], "n events median .95LCL .95UCL", "group=0 20 15 12.50 7.500 15.90");
        Prints(curves[1], "group=1 20 13 10.70 9.700 NA");
        var lines = Squeeze(KaplanMeier.Fit(Data).ToTable(5, 10)).Split('\n');
        Near(lines[1], 5, 30, 6, 0.831, 0.0629, 0.717, 0.964);
        Near(lines[2], 10, 21, 7, 0.623, 0.0828, 0.481, 0.809);
    }

    [Fact]
    public void ALogRankTestIsSurvdiff() =>
        Prints(
            LogRank.Test(Data, Group),
            "group=0 20 15 13.2 0.244 0.465",
            "group=1 20 13 14.8 0.218 0.465",
            "Log-rank test: 0.4653 on 1 df, p = 0.495"
        );

    [Fact]
    public void ATestOfProportionalHazardsIsCoxZph() =>
        Prints(CoxModel.Fit(Data, Design).ProportionalHazards(), "x 0.00175 1 0.97", "g 0.0994 1 0.75", "GLOBAL 0.100 2 0.95");

    [Fact]
    public void AConcordanceIsConcordance() =>
        Prints(Concordance.Estimate(Data, X), "n= 40", "Concordance= 0.4601 se= 0.06025", "254 298 0 0 0");

    [Fact]
    public void OthersSayWhatTheyAre()
    {
        Prints(FirthCox.Fit(Data, Design), "Firth", "x ", "Penalised likelihood ratio test");
        var cv = CoxNet.CrossValidate(Data, Design, Folds.Stratified(Data, 5, 1));
        Prints(cv, "Partial Likelihood Deviance, 5 folds", "min ", "1se ");
        Prints(cv.Path, "Df %Dev Lambda", "1 0 0.00");
        Prints(Data, "40 rows, 28 events");
    }

    private static void Prints(object result, params string[] parts)
    {
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        var (culture, invariant) = (CultureInfo.CurrentCulture, Squeeze(result.ToString()!));
        foreach (var part in parts)
            Assert.Contains(part, invariant, StringComparison.Ordinal);
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(invariant, Squeeze(result.ToString()!));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static void Near(string line, params double[] expected)
    {
        double[] cells = [.. line.Split(' ').Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
        for (var k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], cells[k], 0.0006);
    }

    private static string Squeeze(string text) =>
        string.Join('\n', text.Split('\n').Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    private static double[] U(int k) => [.. Enumerable.Range(1, N).Select(i => i * k % 101 / 101.0)];
}
