using Radiomics.Imaging.Filters.Ibsi;

namespace Radiomics.Imaging.Perturbations;

/// <summary>
/// A box of an image divided into compact pieces of like intensity: simple linear iterative clustering (R. Achanta et al., 2012,
/// doi:10.1109/TPAMI.2012.120) in space, for one intensity.
/// </summary>
internal sealed class Supervoxels
{
    private const int Iterations = 10;
    private const double Compactness = 0.05;

    private readonly GridSize _size;
    private readonly Vector3D _spacing;
    private readonly double[] _values;
    private readonly double _step;

    private Supervoxels(GridSize size, Vector3D spacing, double[] values, double volume) =>
        (_size, _spacing, _values, _step) = (size, spacing, values, Math.Cbrt(volume));

    /// <summary>The piece of each voxel of a box, from 0, and their number.</summary>
    /// <param name="image">The image.</param>
    /// <param name="box">The box.</param>
    /// <param name="low">Intensities below it count as it.</param>
    /// <param name="high">Intensities above it count as it.</param>
    /// <param name="volume">The volume of a piece, in mm³.</param>
    public static (int[] Labels, int Count) Divide(Volume image, Region box, double low, double high, double volume)
    {
        var spacing = image.Geometry.Spacing;
        var sigma = Math.Min(spacing.X, Math.Min(spacing.Y, spacing.Z));
        LineKernel?[] smooth = [.. Enumerable.Range(0, 3).Select(a => Gauss(sigma / spacing[a]))];
        var halo = SeparableConvolution.Halo(box, smooth);
        var values = BoundaryBlock.Read(image, halo, Boundary.Nearest);
        var range = high > low ? high - low : 1;
        for (var i = 0; i < values.Length; i++)
            values[i] = (Math.Clamp(values[i], low, high) - low) / range;
        values = SeparableConvolution.Apply(values, halo, smooth, box, 1, CancellationToken.None);
        return new Supervoxels(box.Size, spacing, values, volume).Run();
    }

    private static LineKernel Gauss(double sigma)
    {
        var reach = (int)Math.Floor(4 * sigma + 0.5);
        double[] taps = [.. Enumerable.Range(-reach, 2 * reach + 1).Select(k => Math.Exp(-k * k / (2 * sigma * sigma)))];
        var total = taps.Sum();
        return new LineKernel([.. taps.Select(t => t / total)]);
    }

    private (int[] Labels, int Count) Run()
    {
        var centres = Seeds();
        var labels = new int[_values.Length];
        var distances = new double[_values.Length];
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            Array.Fill(distances, double.PositiveInfinity);
            for (var c = 0; c < centres.Count; c++)
                Claim(centres[c], c, labels, distances);
            Recentre(centres, labels);
        }
        return Connect(labels);
    }

    private List<(double X, double Y, double Z, double Value)> Seeds()
    {
        var seeds = new List<(double, double, double, double)>();
        int Count(int axis) => Math.Max(1, (int)Math.Round(_size[axis] * _spacing[axis] / _step));
        var (nx, ny, nz) = (Count(0), Count(1), Count(2));
        for (var z = 0; z < nz; z++)
        {
            for (var y = 0; y < ny; y++)
            {
                for (var x = 0; x < nx; x++)
                {
                    int i = (int)((x + 0.5) * _size.X / nx), j = (int)((y + 0.5) * _size.Y / ny), k = (int)((z + 0.5) * _size.Z / nz);
                    seeds.Add((i, j, k, _values[(k * _size.Y + j) * _size.X + i]));
                }
            }
        }
        return seeds;
    }

    // The voxels within twice the step of a centre take it where it is nearer than what they have.
    private void Claim((double X, double Y, double Z, double Value) centre, int label, int[] labels, double[] distances)
    {
        var (x0, x1) = Window(centre.X, 0);
        var (y0, y1) = Window(centre.Y, 1);
        var (z0, z1) = Window(centre.Z, 2);
        for (var z = z0; z <= z1; z++)
        {
            var dz = (z - centre.Z) * _spacing.Z;
            for (var y = y0; y <= y1; y++)
            {
                var dy = (y - centre.Y) * _spacing.Y;
                for (int x = x0, at = (z * _size.Y + y) * _size.X + x0; x <= x1; x++, at++)
                {
                    var dx = (x - centre.X) * _spacing.X;
                    var value = (_values[at] - centre.Value) / Compactness;
                    var distance = value * value + (dx * dx + dy * dy + dz * dz) / (_step * _step);
                    if (distance < distances[at])
                        (distances[at], labels[at]) = (distance, label);
                }
            }
        }
    }

    private (int First, int Last) Window(double centre, int axis)
    {
        var reach = 2 * _step / _spacing[axis];
        return (Math.Max(0, (int)Math.Floor(centre - reach)), Math.Min(_size[axis] - 1, (int)Math.Ceiling(centre + reach)));
    }

    private void Recentre(List<(double X, double Y, double Z, double Value)> centres, int[] labels)
    {
        var sums = new (double X, double Y, double Z, double Value, int Count)[centres.Count];
        for (int z = 0, at = 0; z < _size.Z; z++)
        {
            for (var y = 0; y < _size.Y; y++)
            {
                for (var x = 0; x < _size.X; x++, at++)
                {
                    ref var s = ref sums[labels[at]];
                    s = (s.X + x, s.Y + y, s.Z + z, s.Value + _values[at], s.Count + 1);
                }
            }
        }
        for (var c = 0; c < sums.Length; c++)
        {
            var (x, y, z, value, count) = sums[c];
            if (count > 0)
                centres[c] = (x / count, y / count, z / count, value / count);
        }
    }

    // Pieces are connected by faces; crumbs of less than half a piece go to a neighbour met before.
    private (int[] Labels, int Count) Connect(int[] labels)
    {
        var result = new int[labels.Length];
        Array.Fill(result, -1);
        var least = _step * _step * _step / (_spacing.X * _spacing.Y * _spacing.Z) / 2;
        var queue = new List<int>();
        var count = 0;
        for (var start = 0; start < labels.Length; start++)
        {
            if (result[start] >= 0)
                continue;
            queue.Clear();
            queue.Add(start);
            result[start] = count;
            var neighbour = -1;
            for (var head = 0; head < queue.Count; head++)
            {
                var at = queue[head];
                int x = at % _size.X, y = at / _size.X % _size.Y, z = at / (_size.X * _size.Y);
                Visit(x > 0, at - 1);
                Visit(x + 1 < _size.X, at + 1);
                Visit(y > 0, at - _size.X);
                Visit(y + 1 < _size.Y, at + _size.X);
                Visit(z > 0, at - _size.X * _size.Y);
                Visit(z + 1 < _size.Z, at + _size.X * _size.Y);
            }
            if (queue.Count >= least || neighbour < 0)
            {
                count++;
                continue;
            }
            foreach (var at in queue)
                result[at] = neighbour;

            void Visit(bool there, int at)
            {
                if (!there)
                    return;
                if (result[at] < 0 && labels[at] == labels[start])
                {
                    result[at] = count;
                    queue.Add(at);
                }
                else if (result[at] >= 0 && result[at] != count)
                {
                    neighbour = result[at];
                }
            }
        }
        return (result, count);
    }
}
