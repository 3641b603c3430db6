namespace Radiomics.Imaging.Resampling;

/// <summary>
/// Where the voxels of one grid lie in another, in fractional indices, computed in the order in which ITK's resampler does: voxels
/// that fall exactly on one another, up to rounding, must fall to the same side of it, for integers are cut off, not rounded.
/// </summary>
internal sealed class GridMap
{
    private readonly ImageGeometry _output;
    private readonly Vector3D _inputOrigin;
    private readonly double[] _toPoint;
    private readonly double[] _toIndex;

    public GridMap(ImageGeometry output, ImageGeometry input)
    {
        (_output, _inputOrigin) = (output, input.Origin);
        _toPoint = Matrix(output);
        _toIndex = Inverse(Matrix(input));
        Aligned = true;
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                var step = 0d;
                for (var k = 0; k < 3; k++)
                    step += _toIndex[3 * i + k] * _toPoint[3 * k + j];
                Aligned &= i == j || Math.Abs(step) * output.Size[j] < 1e-6;
            }
        }
    }

    /// <summary>Whether the axes of the grids are parallel, so that each input index depends on its own output index alone.</summary>
    public bool Aligned { get; }

    /// <summary>The input indices along an axis, for each output index along it; for parallel axes.</summary>
    public double[] Along(int axis)
    {
        var places = new double[_output.Size[axis]];
        for (var i = 0; i < places.Length; i++)
            places[i] = axis switch { 0 => At(i, 0, 0).X, 1 => At(0, i, 0).Y, _ => At(0, 0, i).Z };
        return places;
    }

    /// <summary>The input index of an output voxel: its share of the way along its row of the output grid.</summary>
    public Vector3D At(int x, int y, int z)
    {
        var start = ToIndex(0, y, z);
        var end = ToIndex(_output.Size.X, y, z);
        var share = x / (double)_output.Size.X;
        return new Vector3D(
            start.X + share * (end.X - start.X),
            start.Y + share * (end.Y - start.Y),
            start.Z + share * (end.Z - start.Z));
    }

    private Vector3D ToIndex(double x, double y, double z)
    {
        Span<double> point = stackalloc double[3];
        for (var i = 0; i < 3; i++)
        {
            var place = _output.Origin[i];
            place += _toPoint[3 * i] * x;
            place += _toPoint[3 * i + 1] * y;
            place += _toPoint[3 * i + 2] * z;
            point[i] = place - _inputOrigin[i];
        }
        return new Vector3D(Row(point, 0), Row(point, 1), Row(point, 2));
    }

    private double Row(Span<double> v, int i) => _toIndex[3 * i] * v[0] + _toIndex[3 * i + 1] * v[1] + _toIndex[3 * i + 2] * v[2];

    private static double[] Matrix(ImageGeometry geometry)
    {
        var matrix = geometry.Direction.ToRowMajor();
        for (var i = 0; i < 9; i++)
            matrix[i] *= geometry.Spacing[i % 3];
        return matrix;
    }

    private static double[] Inverse(double[] m)
    {
        var inverse = new double[9];
        double Minor(int a, int b, int c, int d) => m[a] * m[d] - m[b] * m[c];
        var determinant = m[0] * Minor(4, 5, 7, 8) - m[1] * Minor(3, 5, 6, 8) + m[2] * Minor(3, 4, 6, 7);
        double[] adjugate =
        [
            Minor(4, 5, 7, 8), -Minor(1, 2, 7, 8), Minor(1, 2, 4, 5),
            -Minor(3, 5, 6, 8), Minor(0, 2, 6, 8), -Minor(0, 2, 3, 5),
            Minor(3, 4, 6, 7), -Minor(0, 1, 6, 7), Minor(0, 1, 3, 4),
        ];
        for (var i = 0; i < 9; i++)
            inverse[i] = adjugate[i] / determinant;
        // A number alone in its row and column: its reciprocal, without a rounding more.
        for (var i = 0; i < 9; i++)
        {
            if (m[i] != 0 && Enumerable.Range(0, 9).All(j => j == i || (j / 3 != i / 3 && j % 3 != i % 3) || m[j] == 0))
                inverse[i % 3 * 3 + i / 3] = 1 / m[i];
        }
        return inverse;
    }
}
