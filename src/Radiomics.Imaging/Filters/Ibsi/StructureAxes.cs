namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>The eigenvectors of a symmetric matrix of 2 or 3 rows by Jacobi's rotations, the largest eigenvalue's first.</summary>
internal static class StructureAxes
{
    /// <summary>Puts the eigenvectors into the rows of <paramref name="axes"/>; the matrix is overwritten.</summary>
    public static void Of(double[,] matrix, double[,] axes)
    {
        var n = matrix.GetLength(0);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                axes[i, j] = i == j ? 1 : 0;
        }
        for (var sweep = 0; sweep < 60; sweep++)
        {
            double off = 0, on = 0;
            for (var i = 0; i < n; i++)
            {
                on += matrix[i, i] * matrix[i, i];
                for (var j = i + 1; j < n; j++)
                    off += matrix[i, j] * matrix[i, j];
            }
            if (!(off > 1e-30 * on))
                break;
            for (var p = 0; p < n; p++)
            {
                for (var q = p + 1; q < n; q++)
                    Rotate(matrix, axes, p, q, n);
            }
        }
        for (var i = 0; i < n; i++)
        {
            var largest = i;
            for (var j = i + 1; j < n; j++)
                largest = matrix[j, j] > matrix[largest, largest] ? j : largest;
            if (largest == i)
                continue;
            (matrix[i, i], matrix[largest, largest]) = (matrix[largest, largest], matrix[i, i]);
            for (var k = 0; k < n; k++)
                (axes[i, k], axes[largest, k]) = (axes[largest, k], axes[i, k]);
        }
    }

    private static void Rotate(double[,] m, double[,] axes, int p, int q, int n)
    {
        if (m[p, q] == 0)
            return;
        var theta = (m[q, q] - m[p, p]) / (2 * m[p, q]);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        var c = 1 / Math.Sqrt(t * t + 1);
        var s = t * c;
        var off = m[p, q];
        m[p, p] -= t * off;
        m[q, q] += t * off;
        m[p, q] = m[q, p] = 0;
        for (var k = 0; k < n; k++)
        {
            if (k != p && k != q)
            {
                var (a, b) = (m[k, p], m[k, q]);
                m[k, p] = m[p, k] = c * a - s * b;
                m[k, q] = m[q, k] = s * a + c * b;
            }
            var (u, v) = (axes[p, k], axes[q, k]);
            axes[p, k] = c * u - s * v;
            axes[q, k] = s * u + c * v;
        }
    }
}
