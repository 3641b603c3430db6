namespace Radiomics.Imaging;

/// <summary>
/// How a grid lies in the patient: the unit vectors, in LPS coordinates, along which its x, y and z index grow. These
/// are the columns of the direction matrix as ITK and DICOM define it.
/// </summary>
/// <param name="X">The direction in which the x index grows.</param>
/// <param name="Y">The direction in which the y index grows.</param>
/// <param name="Z">The direction in which the z index grows.</param>
public readonly record struct Direction(Vector3D X, Vector3D Y, Vector3D Z)
{
    /// <summary>Index axes along the patient's left, posterior and superior.</summary>
    public static Direction Identity { get; } = new(new(1, 0, 0), new(0, 1, 0), new(0, 0, 1));

    /// <summary>The unit vector along which the index of an axis grows.</summary>
    /// <param name="axis">0 for x, 1 for y, 2 for z.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="axis"/> is not 0, 1 or 2.</exception>
    public Vector3D this[int axis] => axis switch
    {
        0 => X,
        1 => Y,
        2 => Z,
        _ => throw new ArgumentOutOfRangeException(nameof(axis), axis, "An axis is 0 (x), 1 (y) or 2 (z)."),
    };

    /// <summary>The determinant: 1 for a right-handed grid, -1 for a left-handed one.</summary>
    public double Determinant => X.Dot(Y.Cross(Z));

    /// <summary>The matrix's nine numbers, row by row, as ITK prints them.</summary>
    public double[] ToRowMajor() => [X.X, Y.X, Z.X, X.Y, Y.Y, Z.Y, X.Z, Y.Z, Z.Z];

    /// <summary>The vector that has the given components along the three axes.</summary>
    /// <param name="v">The components.</param>
    public Vector3D Transform(Vector3D v) => X * v.X + Y * v.Y + Z * v.Z;

    /// <summary>The components along the three axes of a vector (the inverse of <see cref="Transform"/>, also where the axes are not
    /// orthogonal).</summary>
    /// <param name="v">The vector.</param>
    public Vector3D InverseTransform(Vector3D v)
    {
        var determinant = Determinant;
        return new Vector3D(v.Dot(Y.Cross(Z)) / determinant, v.Dot(Z.Cross(X)) / determinant, v.Dot(X.Cross(Y)) / determinant);
    }

    /// <summary>The three axes.</summary>
    public override string ToString() => $"{X} {Y} {Z}";
}
