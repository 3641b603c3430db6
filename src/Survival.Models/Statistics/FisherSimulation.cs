using Survival.Models.Resampling;

namespace Survival.Models.Statistics;

/// <summary>Fisher's test from random tables with the margins observed, cell after cell hypergeometric; the p value is R's, (1 + as
/// unlikely) / (1 + all).</summary>
internal static class FisherSimulation
{
    public static FisherResult Run(int[,] table, int[] rows, int[] columns, int replicates, ulong seed, CancellationToken cancellationToken)
    {
        var n = rows.Sum();
        var factorial = new double[n + 1];
        for (var k = 2; k <= n; k++)
            factorial[k] = factorial[k - 1] + Math.Log(k);
        var observed = 0.0;
        foreach (var count in table)
            observed += factorial[count];
        // Rounding only: n! of large counts has some ten digits after the point.
        var bound = observed - (1e-9 * Math.Max(1, observed * 1e-4));
        var (random, left, reached) = (new Xoshiro256(seed), new int[columns.Length], 0);
        for (var b = 0; b < replicates; b++)
        {
            if (b % 1024 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            columns.CopyTo(left, 0);
            var (rest, sum) = (n, 0.0);
            foreach (var row in rows.AsSpan(0, rows.Length - 1))
            {
                var (take, room) = (row, rest);
                for (var j = 0; j < left.Length; j++)
                {
                    // Of the room left in this and later columns, this column's share of what the row still takes.
                    var cell = j == left.Length - 1 ? take : Hypergeometric(random, left[j], room - left[j], take, factorial);
                    room -= left[j];
                    left[j] -= cell;
                    take -= cell;
                    sum += factorial[cell];
                }
                rest -= row;
            }
            foreach (var cell in left)
                sum += factorial[cell];
            if (sum >= bound)
                reached++;
        }
        var p = (1.0 + reached) / (1.0 + replicates);
        return FisherResult.Exact(p) with { Replicates = replicates, Seed = seed, StandardError = Math.Sqrt(p * (1 - p) / replicates) };
    }

    /// <summary>How many of a draw are white, by inversion from the most likely number outwards.</summary>
    private static int Hypergeometric(Xoshiro256 random, int white, int black, int draw, double[] factorial)
    {
        int least = Math.Max(0, draw - black), most = Math.Min(draw, white);
        if (least == most)
            return least;
        var mode = Math.Clamp((int)((draw + 1.0) * (white + 1.0) / (white + black + 2.0)), least, most);
        double Log(int a, int b) => factorial[a] - factorial[b] - factorial[a - b];
        var middle = Math.Exp(Log(white, mode) + Log(black, draw - mode) - Log(white + black, draw));
        var u = random.NextDouble() - middle;
        var (down, up, below, above) = (mode, mode, middle, middle);
        while (u >= 0 && (down > least || up < most))
        {
            if (down > least)
            {
                below *= down * (double)(black - draw + down) / ((white - down + 1.0) * (draw - down + 1.0));
                down--;
                u -= below;
                if (u < 0)
                    return down;
            }
            if (up < most)
            {
                above *= (white - up) * (double)(draw - up) / ((up + 1.0) * (black - draw + up + 1.0));
                up++;
                u -= above;
                if (u < 0)
                    return up;
            }
        }
        return mode;
    }
}
