namespace Radiomics.Imaging.Formats;

/// <summary>
/// The orthogonal matrix nearest to a matrix: U V' of its singular value decomposition, which is the polar factor, found by
/// Newton's iteration Q ← (Q + Q^-T) / 2 (N. J. Higham, Computing the polar decomposition, SIAM J. Sci. Stat. Comput. 7, 1986).
/// </summary>
internal static class NearestRotation
{
    /// <summary>The orthogonal factor of the 3 x 3 part of a matrix, with a fourth column of zeros; null where the matrix is singular.</summary>
    public static float[,]? Of(float[,] matrix)
    {
        Vector3D x = Column(matrix, 0), y = Column(matrix, 1), z = Column(matrix, 2);
        for (var step = 0; step < 100; step++)
        {
            var determinant = x.Dot(y.Cross(z));
            if (!(Math.Abs(determinant) > 1e-12) || !double.IsFinite(determinant))
                return null;
            Vector3D a = y.Cross(z) * (1 / determinant), b = z.Cross(x) * (1 / determinant), c = x.Cross(y) * (1 / determinant);
            Vector3D nextX = (x + a) * 0.5, nextY = (y + b) * 0.5, nextZ = (z + c) * 0.5;
            var change = (nextX - x).Length + (nextY - y).Length + (nextZ - z).Length;
            (x, y, z) = (nextX, nextY, nextZ);
            if (change < 1e-15)
                break;
        }
        return new[,]
        {
            { (float)x.X, (float)y.X, (float)z.X, 0 },
            { (float)x.Y, (float)y.Y, (float)z.Y, 0 },
            { (float)x.Z, (float)y.Z, (float)z.Z, 0 },
        };
    }

    private static Vector3D Column(float[,] matrix, int column) => new(matrix[0, column], matrix[1, column], matrix[2, column]);
}
