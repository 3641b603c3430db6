using System.Numerics;
using Radiomics.Imaging;

namespace Radiomics.Features.Shape;

/// <summary>The eigenvalues of the covariance of the voxel centres (in mm²): moments in exact integers, then Jacobi's rotations.</summary>
internal static class PrincipalAxes
{
    /// <summary>The number of voxels, and the eigenvalues in ascending order.</summary>
    public static (int Count, double Least, double Minor, double Major) Measure(BitGrid grid, Vector3D spacing)
    {
        long n = 0;
        Span<Int128> first = stackalloc Int128[3];
        Span<Int128> second = stackalloc Int128[6]; // xx, yy, zz, xy, xz, yz
        first.Clear();
        second.Clear();
        for (var z = 1; z < grid.Z - 1; z++)
        {
            for (var y = 1; y < grid.Y - 1; y++)
            {
                var (count, sum, squares) = Row(grid.Row(y, z));
                if (count == 0)
                    continue;
                n += count;
                first[0] += sum;
                first[1] += count * y;
                first[2] += count * z;
                second[0] += squares;
                second[1] += count * y * y;
                second[2] += count * z * z;
                second[3] += sum * y;
                second[4] += sum * z;
                second[5] += count * y * z;
            }
        }
        if (n == 0)
            return (0, 0, 0, 0);
        var square = (double)n * n;
        var (sx, sy, sz) = (spacing.X, spacing.Y, spacing.Z);
        Span<double> covariance =
        [
            (double)(n * second[0] - first[0] * first[0]) / square * sx * sx,
            (double)(n * second[1] - first[1] * first[1]) / square * sy * sy,
            (double)(n * second[2] - first[2] * first[2]) / square * sz * sz,
            (double)(n * second[3] - first[0] * first[1]) / square * sx * sy,
            (double)(n * second[4] - first[0] * first[2]) / square * sx * sz,
            (double)(n * second[5] - first[1] * first[2]) / square * sy * sz,
        ];
        Eigenvalues(covariance);
        return ((int)n, covariance[0], covariance[1], covariance[2]);
    }

    // Count, sum and sum of squares of the places of the set bits, run by run.
    private static (long Count, long Sum, long Squares) Row(ReadOnlySpan<ulong> row)
    {
        long count = 0, sum = 0, squares = 0;
        for (var w = 0; w < row.Length; w++)
        {
            var (bits, at) = (row[w], (long)w * 64);
            while (bits != 0)
            {
                var skip = BitOperations.TrailingZeroCount(bits);
                bits >>= skip;
                at += skip;
                var run = bits == ulong.MaxValue ? 64 : BitOperations.TrailingZeroCount(~bits);
                var end = at + run; // places at .. end - 1
                count += run;
                sum += (at + end - 1) * run / 2;
                squares += Squares(end - 1) - Squares(at - 1);
                at = end;
                bits = run == 64 ? 0 : bits >> run;
            }
        }
        return (count, sum, squares);

        static long Squares(long k) => k * (k + 1) * (2 * k + 1) / 6;
    }

    /// <summary>
    /// Turns a symmetric 3 x 3 matrix (xx, yy, zz, xy, xz, yz) into its eigenvalues, ascending, in the first three places,
    /// by Jacobi's method (Golub and Van Loan, Matrix Computations, 8.5). Those of a flat or straight region are 0: what rounding leaves
    /// there, less than 1e-14 of the largest, is set to 0 (a line of n voxels with one beside it still has 1 / n³), and so is a negative
    /// one within 1e-10, as PyRadiomics does.
    /// </summary>
    public static void Eigenvalues(Span<double> m)
    {
        for (var sweep = 0; sweep < 30 && Math.Abs(m[3]) + Math.Abs(m[4]) + Math.Abs(m[5]) > 0; sweep++)
        {
            Rotate(ref m[0], ref m[1], ref m[3], ref m[4], ref m[5]);
            Rotate(ref m[0], ref m[2], ref m[4], ref m[3], ref m[5]);
            Rotate(ref m[1], ref m[2], ref m[5], ref m[3], ref m[4]);
        }
        m[..3].Sort();
        for (var i = 0; i < 3; i++)
        {
            if (m[i] > -1e-10 && m[i] < 1e-14 * m[2])
                m[i] = 0;
        }
    }

    // Makes the element pq vanish; pr and qr are the two others off the diagonal in its rows.
    private static void Rotate(ref double pp, ref double qq, ref double pq, ref double pr, ref double qr)
    {
        if (Math.Abs(pq) <= 1e-18 * (Math.Abs(pp) + Math.Abs(qq)))
        {
            pq = 0;
            return;
        }
        var theta = (qq - pp) / (2 * pq);
        var t = Math.CopySign(1, theta) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        var c = 1 / Math.Sqrt(t * t + 1);
        var s = t * c;
        (pp, qq) = (pp - t * pq, qq + t * pq);
        pq = 0;
        (pr, qr) = (c * pr - s * qr, s * pr + c * qr);
    }
}
