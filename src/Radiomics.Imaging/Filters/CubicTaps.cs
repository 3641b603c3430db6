namespace Radiomics.Imaging.Filters;

/// <summary>For a run of voxels along an axis, moved by an offset: the four coefficients around each and their weights, the ends
/// mirrored.</summary>
internal sealed class CubicTaps
{
    /// <summary>How many places are summed together; the arrays reach so far past the last.</summary>
    public const int Together = 16;

    public CubicTaps(int start, int count, double offset, int size, int boxStart)
    {
        var length = count + Together;
        Indices = [new int[length], new int[length], new int[length], new int[length]];
        Weights = [new double[length], new double[length], new double[length], new double[length]];
        Covered = new bool[length];
        Straight = new bool[length];
        for (var i = 0; i < count; i++)
        {
            var place = start + i + offset;
            if (!(place >= 0 && place <= size - 1))
                continue;
            Covered[i] = true;
            var floor = Math.Floor(place);
            double y = place - floor, z = 1 - y;
            Weights[0][i] = z * z * z / 6;
            Weights[1][i] = (y * y * (y - 2) * 3 + 4) / 6;
            Weights[2][i] = (z * z * (z - 2) * 3 + 4) / 6;
            Weights[3][i] = 1 - Weights[0][i] - Weights[1][i] - Weights[2][i];
            for (var k = 0; k < 4; k++)
            {
                var index = Math.Abs((int)floor - 1 + k);
                var period = Math.Max(1, 2 * size - 2);
                index %= period;
                Indices[k][i] = (index < size ? index : period - index) - boxStart;
            }
        }
        for (var (i, run) = (length - 2, 1); i >= 0; i--)
        {
            run = Covered[i] && Covered[i + 1] && Indices.All(n => n[i + 1] == n[i] + 1) ? run + 1 : 1;
            Straight[i] = run >= Together;
        }
    }

    /// <summary>The places of the four coefficients in the box, for each voxel.</summary>
    public int[][] Indices { get; }

    /// <summary>Their weights.</summary>
    public double[][] Weights { get; }

    /// <summary>Whether a place lies within the image's outermost voxel centres.</summary>
    public bool[] Covered { get; }

    /// <summary>Whether from here on so many places as are summed together follow one another voxel by voxel.</summary>
    public bool[] Straight { get; }
}
