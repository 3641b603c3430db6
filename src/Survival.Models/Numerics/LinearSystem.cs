namespace Survival.Models.Numerics;

/// <summary>Small systems of linear equations.</summary>
internal static class LinearSystem
{
    /// <summary>Solves a system by elimination with the largest pivot.</summary>
    /// <param name="rows">The rows, each with its right side last; used up.</param>
    public static double[] Solve(double[][] rows)
    {
        var n = rows.Length;
        for (var k = 0; k < n; k++)
        {
            var pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(rows[i][k]));
            (rows[k], rows[pivot]) = (rows[pivot], rows[k]);
            for (var i = k + 1; i < n; i++)
            {
                var factor = rows[i][k] / rows[k][k];
                for (var j = k; j <= n; j++)
                    rows[i][j] -= factor * rows[k][j];
            }
        }
        var x = new double[n];
        for (var k = n - 1; k >= 0; k--)
        {
            x[k] = rows[k][n];
            for (var j = k + 1; j < n; j++)
                x[k] -= rows[k][j] * x[j];
            x[k] /= rows[k][k];
        }
        return x;
    }
}
