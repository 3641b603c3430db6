using System.Runtime.Intrinsics;

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
    private readonly Lazy<double[]> _shares;

    public GridMap(ImageGeometry output, ImageGeometry input)
    {
        (_output, _inputOrigin) = (output, input.Origin);
        _toPoint = Matrix(output);
        _toIndex = MatrixInverse.Of(Matrix(input));
        _shares = new(() => [.. Enumerable.Range(0, output.Size.X).Select(x => x / (double)output.Size.X)]);
        Straight = true;
        for (var i = 0; i < 9; i++)
        {
            for (var k = 0; k < 3; k++)
                Straight &= i / 3 == i % 3 || _toIndex[i / 3 * 3 + k] == 0 || _toPoint[3 * k + i % 3] == 0;
        }
    }

    /// <summary>
    /// Whether each input index depends on its own output index alone, to the last bit: the axes of both grids are the patient's. On turned
    /// grids, parallel ones too, roundings of the other two take part.
    /// </summary>
    public bool Straight { get; }

    /// <summary>The input indices along an axis, for each output index along it; for straight grids.</summary>
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

    /// <summary>The input indices of output voxels in a row, from (first, y, z) on, as many as each place has room for.</summary>
    public void Row(int first, int y, int z, Span<double> alongX, Span<double> alongY, Span<double> alongZ)
    {
        var start = ToIndex(0, y, z);
        var end = ToIndex(_output.Size.X, y, z);
        var shares = _shares.Value.AsSpan(first, alongX.Length);
        Along(start.X, end.X - start.X, shares, alongX);
        Along(start.Y, end.Y - start.Y, shares, alongY);
        Along(start.Z, end.Z - start.Z, shares, alongZ);
    }

    private static void Along(double start, double step, ReadOnlySpan<double> shares, Span<double> places)
    {
        var i = 0;
        for (; i <= shares.Length - 4; i += 4)
            (Vector256.Create(start) + Vector256.Create(shares[i..]) * step).CopyTo(places[i..]);
        for (; i < shares.Length; i++)
            places[i] = start + shares[i] * step;
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
}
