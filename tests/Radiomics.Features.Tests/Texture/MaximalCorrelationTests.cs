using Radiomics.Features.Texture;

namespace Radiomics.Features.Tests.Texture;

/// <summary>The maximal correlation coefficient beside all eigenvalues by Jacobi's rotations.</summary>
public sealed class MaximalCorrelationTests
{
    // So few pairs a level that sets of levels fall apart or hang together by a thread, up to well-filled matrices; steps beyond the number
    // of levels are needed where eigenvalues lie close together or opposite each other.
    [Theory]
    [InlineData(3, 4)]
    [InlineData(8, 10)]
    [InlineData(30, 29)]
    [InlineData(60, 62)]
    [InlineData(60, 75)]
    [InlineData(40, 120)]
    [InlineData(50, 300)]
    [InlineData(60, 1500)]
    [InlineData(90, 100)]
    public void It_is_the_second_greatest_singular_value(int levels, int pairs)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new System.Random(1000 * levels + seed);
            var counts = new int[levels, levels];
            for (var pair = 0; pair < pairs; pair++)
            {
                // Along a chain of levels, so that hardly any set is alone, or anywhere.
                var i = seed % 2 == 0 && pair < levels - 1 ? pair : random.Next(levels);
                var j = seed % 2 == 0 && pair < levels - 1 ? random.Next(i + 1, levels) : random.Next(levels);
                counts[i, j]++;
                counts[j, i]++;
            }
            var (matrix, whole) = (new TextureMatrix(), new TextureMatrix());
            matrix.Clear(triangle: true);
            whole.Clear();
            for (var i = 0; i < levels; i++)
            {
                for (var j = 0; j < levels; j++)
                {
                    if (counts[i, j] == 0)
                        continue;
                    whole.Add(j, counts[i, j]);
                    if (j >= i)
                        matrix.Add(j, counts[i, j]);
                }
                matrix.EndRow();
                whole.EndRow();
            }
            var expected = Second(counts, levels);
            int[] grayLevels = [.. Enumerable.Range(1, levels)];
            foreach (var m in new[] { matrix, whole })
            {
                var statistics = new CooccurrenceStatistics();
                statistics.Set(m, grayLevels, m.Total());
                Assert.Equal(expected, statistics.MaximalCorrelation(), 1e-9);
            }
        }
    }

    // The second greatest eigenvalue of p / sqrt(px py + epsilon), but for the sign.
    private static double Second(int[,] counts, int n)
    {
        var a = new double[n, n];
        var (total, rows) = (0.0, new double[n]);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                (rows[i], total) = (rows[i] + counts[i, j], total + counts[i, j]);
        }
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                a[i, j] = counts[i, j] / total / Math.Sqrt(rows[i] / total * (rows[j] / total) + Math.BitIncrement(1.0) - 1);
        }
        for (var sweep = 0; sweep < 30; sweep++)
        {
            for (var p = 0; p < n; p++)
            {
                for (var q = p + 1; q < n; q++)
                    Rotate(a, n, p, q);
            }
        }
        return Enumerable.Range(0, n).Select(i => Math.Abs(a[i, i])).OrderDescending().ElementAt(1);
    }

    private static void Rotate(double[,] a, int n, int p, int q)
    {
        if (Math.Abs(a[p, q]) < 1e-300)
            return;
        var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        var c = 1 / Math.Sqrt(t * t + 1);
        var s = t * c;
        for (var k = 0; k < n; k++)
            (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]);
        for (var k = 0; k < n; k++)
            (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k]);
    }
}
