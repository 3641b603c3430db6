namespace Radiomics.Imaging.Formats;

/// <summary>
/// Where a NIfTI image lies: its qform (methods 1 and 2 of the format) or sform (method 3), chosen by ITK's rules, turned
/// from the format's RAS into LPS. ITK computes in single precision, as the header's numbers are; so does this.
/// </summary>
internal static class NiftiOrientation
{
    /// <summary>The geometry of a header.</summary>
    public static ImageGeometry Read(string path, NiftiFields fields, GridSize size)
    {
        var scale = (fields.Units & 7) switch
        {
            1 => 1e3,
            3 => 1e-3,
            _ => 1.0,
        };
        Span<float> pixel = stackalloc float[3];
        var count = (int)fields.Dimension(0);
        for (var axis = 0; axis < 3; axis++)
        {
            var value = (float)fields.PixelDimension(axis + 1);
            pixel[axis] = value == 0 || !float.IsFinite(value) || (axis >= count && !(value > 0)) ? 1 : value;
        }
        var spacing = new Vector3D(pixel[0] * scale, pixel[1] * scale, pixel[2] * scale);
        if (fields.QformCode <= 0 && fields.SformCode <= 0)
            return AxisFrame.Create(path, size, spacing, default, Direction.Identity.X, Direction.Identity.Y, Direction.Identity.Z);

        var frame = Choose(path, fields, pixel);
        var origin = new Vector3D(-(double)frame[0, 3] * scale, -(double)frame[1, 3] * scale, (double)frame[2, 3] * scale);
        return AxisFrame.Create(path, size, spacing, origin, Axis(frame, 0), Axis(frame, 1), Axis(frame, 2));
    }

    // ITK's choice: the sform where it is orthogonal and either stands alone, is the scanner's own frame, or says what the
    // qform says (it has more digits); else the qform.
    private static float[,] Choose(string path, NiftiFields fields, ReadOnlySpan<float> pixel)
    {
        var q = QformMatrix(fields, pixel);
        var s = new float[3, 4];
        if (fields.SformCode > 0)
        {
            for (var row = 0; row < 3; row++)
            {
                for (var column = 0; column < 4; column++)
                {
                    s[row, column] = (float)fields.Sform(row, column);
                    if (!float.IsFinite(s[row, column]))
                        throw new ImageFormatException(path, "its sform matrix holds numbers that are not finite; the header is damaged.");
                }
            }
            var same = IsSimilar(s, q);
            if (IsOrthogonal(s))
            {
                if (fields.QformCode <= 0 || fields.SformCode == 1 || same || IsVerySimilar(s, q))
                    return s;
            }
            else if (fields.QformCode <= 0)
            {
                throw new ImageFormatException(
                    path,
                    "the axes of its sform are not at right angles (it is sheared) and it has no qform. Resample it onto a grid at right "
                        + "angles."
                );
            }
        }
        foreach (var value in q)
        {
            if (!float.IsFinite(value))
                throw new ImageFormatException(path, "its qform holds numbers that are not finite; the header is damaged.");
        }
        return q;
    }

    // The rotation of a unit quaternion (a, b, c, d), a from the other three; its z axis turned round where pixdim[0] (qfac) is negative.
    private static float[,] QformMatrix(NiftiFields fields, ReadOnlySpan<float> pixel)
    {
        var matrix = new float[3, 4];
        if (fields.QformCode <= 0)
        {
            for (var axis = 0; axis < 3; axis++)
                matrix[axis, axis] = pixel[axis];
            return matrix;
        }
        double b = (float)fields.Quaternion(0), c = (float)fields.Quaternion(1), d = (float)fields.Quaternion(2);
        var a = 1.0 - (b * b + c * c + d * d);
        if (a < 1e-7)
        {
            a = 1.0 / Math.Sqrt(b * b + c * c + d * d);
            (b, c, d) = (b * a, c * a, d * a);
            a = 0;
        }
        else
        {
            a = Math.Sqrt(a);
        }
        var (x, y, z) = (pixel[0] > 0 ? pixel[0] : 1.0, pixel[1] > 0 ? pixel[1] : 1.0, pixel[2] > 0 ? pixel[2] : 1.0);
        if (fields.PixelDimension(0) < 0)
            z = -z;
        matrix[0, 0] = (float)((a * a + b * b - c * c - d * d) * x);
        matrix[0, 1] = (float)(2 * (b * c - a * d) * y);
        matrix[0, 2] = (float)(2 * (b * d + a * c) * z);
        matrix[1, 0] = (float)(2 * (b * c + a * d) * x);
        matrix[1, 1] = (float)((a * a + c * c - b * b - d * d) * y);
        matrix[1, 2] = (float)(2 * (c * d - a * b) * z);
        matrix[2, 0] = (float)(2 * (b * d - a * c) * x);
        matrix[2, 1] = (float)(2 * (c * d + a * b) * y);
        matrix[2, 2] = (float)((a * a + d * d - c * c - b * b) * z);
        for (var row = 0; row < 3; row++)
            matrix[row, 3] = (float)fields.Quaternion(3 + row);
        return matrix;
    }

    private static bool IsSimilar(float[,] s, float[,] q)
    {
        float offset = 0;
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
            {
                if (!(Math.Abs(s[row, column] - q[row, column]) <= 1e-5))
                    return false;
            }
            offset += Math.Abs(s[row, 3] - q[row, 3]);
        }
        return offset <= 1e-7;
    }

    // Whether the unit vectors along the columns are at right angles to within 1e-4.
    private static bool IsOrthogonal(float[,] matrix)
    {
        var axes = new[] { Unit(matrix, 0), Unit(matrix, 1), Unit(matrix, 2) };
        for (var row = 0; row < 3; row++)
        {
            for (var other = 0; other < 3; other++)
            {
                var product = axes[0][row] * axes[0][other] + axes[1][row] * axes[1][other] + axes[2][row] * axes[2][other];
                if (!(Math.Abs(product - (row == other ? 1 : 0)) <= 1e-4))
                    return false;
            }
        }
        return true;
    }

    // Both are orthogonal here, so that their rotations and spacings are those of their columns.
    private static bool IsVerySimilar(float[,] s, float[,] q)
    {
        for (var column = 0; column < 3; column++)
        {
            Vector3D a = Unit(s, column), b = Unit(q, column);
            var spacing = Math.Abs(Column(s, column).Length - Column(q, column).Length);
            if (!((a - b).Length <= 1e-4) || !(spacing <= 1e-4) || !(Math.Abs(s[column, 3] - q[column, 3]) <= 1e-4))
                return false;
        }
        return true;
    }

    private static Vector3D Column(float[,] matrix, int column) => new(matrix[0, column], matrix[1, column], matrix[2, column]);

    private static Vector3D Unit(float[,] matrix, int column) =>
        Column(matrix, column) is { Length: > 0 } vector ? vector * (1 / vector.Length) : default;

    // The unit vector of a column, from RAS to LPS.
    private static Vector3D Axis(float[,] matrix, int column)
    {
        Vector3D vector = new(-(double)matrix[0, column], -(double)matrix[1, column], matrix[2, column]);
        var length = vector.Length;
        return length > 0 ? new(vector.X / length, vector.Y / length, vector.Z / length) : default;
    }
}
