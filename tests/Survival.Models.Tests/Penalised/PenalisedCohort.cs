using Survival.Models.Resampling;

namespace Survival.Models.Tests.Penalised;

/// <summary>Cohorts that are made, not read: one by formula, the same in R, and random ones.</summary>
internal static class PenalisedCohort
{
    public static readonly double[] Entry = [.. Rows().Select(i => Time(i) * (i % 4) / 8)];
    public static readonly double[] Weight = [.. Rows().Select(i => 1 + (i % 3 / 2.0))];
    public static readonly double[] Offset = [.. Rows().Select(i => 0.2 * Math.Sin(i * 0.5))];
    public static readonly int[] Stratum = [.. Rows().Select(i => i % 2)];

    /// <summary>Sixty rows, six columns.</summary>
    public static DesignMatrix Columns =>
        DesignMatrix.FromColumns([.. Enumerable.Range(1, 6).Select(j => ($"x{j}", Rows().Select(i => Cell(i, j)).ToArray()))]);

    public static SurvivalData Data(double[]? weight = null, double[]? entry = null, int[]? stratum = null) => SurvivalData.Create(
        [.. Rows().Select(i => Time(i))], [.. Rows().Select(i => i * 7 % 10 < 7)], entry, weight, stratum);

    public static (DesignMatrix X, SurvivalData Data) Random(int seed, int n = 40, int p = 8, bool weights = false)
    {
        var random = new Xoshiro256((ulong)seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var columns = Enumerable.Range(0, p).Select(j => ($"x{j}", Enumerable.Range(0, n).Select(_ => Normal()).ToArray())).ToArray();
        var time = Enumerable
            .Range(0, n)
            .Select(i =>
                Math.Ceiling(-10 * Math.Log(1 - random.NextDouble()) * Math.Exp(-columns[0].Item2[i] + (0.5 * columns[1].Item2[i])))
            )
            .ToArray();
        var events = Enumerable.Range(0, n).Select(i => i < 3 || random.NextDouble() < 0.7).ToArray();
        return (
            DesignMatrix.FromColumns(columns),
            SurvivalData.Create(time, events, weight: weights ? [.. Enumerable.Range(0, n).Select(_ => 1.0 + random.NextInt(3))] : null)
        );
    }

    private static IEnumerable<int> Rows() => Enumerable.Range(1, 60);

    private static double Cell(int i, int j) => Math.Sin(i * (j + 1) * 0.61) + (0.3 * Math.Cos(i * 0.31 * j));

    private static double Time(int i) =>
        1 + Math.Floor((10 * Math.Abs(Math.Sin(i * 1.7))) + (3 * Math.Abs(Math.Cos(i * 0.9) + (0.5 * Cell(i, 1)))));
}
