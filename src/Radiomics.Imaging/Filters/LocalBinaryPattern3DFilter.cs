using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Imaging.Filters;

/// <summary>
/// The rotation invariant local binary pattern in space: PyRadiomics' <c>LBP3D</c>, after J. Banerjee and others (2013,
/// doi:10.1007/978-3-642-37410-4_3). Samples on a sphere around a voxel, from a cubic B-spline (0 outside the image), are compared with it,
/// and the
/// pattern is expanded in spherical harmonics. Gives an image a level, <c>lbp-3D-m1</c> and so on (the norm of the level's part), and
/// <c>lbp-3D-k</c>
/// (the excess kurtosis of the samples; not-a-number where they are equal).
/// </summary>
/// <remarks>Values exist for the voxels of the mask; the others are 0. The angles go into the harmonics swapped, as PyRadiomics has
/// them.</remarks>
public sealed record LocalBinaryPattern3DFilter : IImageFilter
{
    /// <summary>Creates the filter. The parameters are PyRadiomics' custom settings of the image type.</summary>
    /// <param name="levels"><c>lbp3DLevels</c>: the number of degrees of the harmonics; 1 to 20.</param>
    /// <param name="icosphereRadius"><c>lbp3DIcosphereRadius</c>: the radius of the sphere, in voxels; positive.</param>
    /// <param name="icosphereSubdivision"><c>lbp3DIcosphereSubdivision</c>: how often the icosahedron's faces are divided; 0 to 6.</param>
    /// <exception cref="ArgumentException">An argument is not allowed; the message names it, its value and what is.</exception>
    public LocalBinaryPattern3DFilter(int levels = 2, double icosphereRadius = 1, int icosphereSubdivision = 1)
    {
        if (icosphereSubdivision is < 0 or > 6)
            throw new ArgumentOutOfRangeException(
                nameof(icosphereSubdivision),
                icosphereSubdivision,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{nameof(icosphereSubdivision)}' is {icosphereSubdivision}; it must be from 0 to 6."
                )
            );
        (Levels, IcosphereRadius, IcosphereSubdivision) = (
            FilterArguments.InRange(1, 20, levels),
            FilterArguments.Positive(icosphereRadius),
            icosphereSubdivision
        );
    }

    /// <summary>The number of degrees of the harmonics.</summary>
    public int Levels { get; }

    /// <summary>The radius of the sphere, in voxels.</summary>
    public double IcosphereRadius { get; }

    /// <summary>How often the icosahedron's faces are divided.</summary>
    public int IcosphereSubdivision { get; }

    /// <inheritdoc/>
    public IEnumerable<FilteredImage> Apply(
        Volume image,
        Mask mask,
        Region region,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default
    )
    {
        FilterArguments.Check(image, mask, region, maxDegreeOfParallelism);
        var vertices = Icosphere.Vertices(IcosphereSubdivision, IcosphereRadius);
        var harmonics = new HarmonicNorms(vertices, IcosphereRadius, Levels);
        var results = new double[Levels + 1][];
        for (var i = 0; i < results.Length; i++)
            results[i] = new double[checked((int)region.Count)];
        var box = region.Intersect(mask.BoundingBox);
        if (!box.IsEmpty)
        {
            var reach = (int)Math.Ceiling(IcosphereRadius) + 2;
            var spline = new CubicCoefficients(image, box.Expand(reach, reach, reach));
            var taps = new VertexTaps(spline, vertices, box);
            FilterArguments.Run(
                box.Size.Z,
                i =>
                {
                    var z = box.Start.Z + i;
                    double[] samples = new double[vertices.Length],
                        norms = new double[Levels],
                        row = new double[vertices.Length * box.Size.X],
                        centres = new double[box.Size.X];
                    for (var y = box.Start.Y; y < box.End.Y; y++)
                    {
                        var (first, last) = Ends(mask, box, y, z);
                        if (last < first)
                            continue;
                        var count = last - first + 1;
                        image.CopyTo(new Region(new VoxelIndex(first, y, z), new GridSize(count, 1, 1)), centres);
                        for (var v = 0; v < vertices.Length; v++)
                            taps.Row(v, first - box.Start.X, y - box.Start.Y, i, row.AsSpan(v * count, count));
                        for (var x = first; x <= last; x++)
                        {
                            if (!mask[x, y, z])
                                continue;
                            for (var v = 0; v < vertices.Length; v++)
                                samples[v] = SampleType.Store(row[v * count + x - first], image.PixelType);
                            harmonics.Compute(samples, centres[x - first], norms);
                            var at = ((z - region.Start.Z) * region.Size.Y + y - region.Start.Y) * region.Size.X + x - region.Start.X;
                            for (var level = 0; level < Levels; level++)
                                results[level][at] = norms[level];
                            results[Levels][at] = SampleType.Kurtosis(samples);
                        }
                    }
                },
                maxDegreeOfParallelism,
                cancellationToken
            );
        }
        return results.Select(
            (values, i) => new FilteredImage(i < Levels ? Invariant($"lbp-3D-m{i + 1}") : "lbp-3D-k", new VoxelBlock(region, values))
        );
    }

    // The first and last of a row's voxels that belong to the mask.
    private static (int First, int Last) Ends(Mask mask, Region box, int y, int z)
    {
        int first = box.Start.X, last = box.End.X - 1;
        while (first <= last && !mask[first, y, z])
            first++;
        while (last > first && !mask[last, y, z])
            last--;
        return (first, last);
    }

    // Where each vertex falls between the voxels of the box; vertices share what they have in common. The vertices' axes are z, y, x.
    private sealed class VertexTaps(CubicCoefficients spline, Vector3D[] vertices, Region box)
    {
        private readonly Dictionary<double, CubicTaps>[] _along =
            [.. Enumerable.Range(0, 3).Select(axis => vertices.Select(v => v[2 - axis]).Distinct()
                .ToDictionary(d => d, d => spline.Taps(axis, box.Start[axis], box.Size[axis], d)))];

        public void Row(int vertex, int x, int y, int z, Span<double> row)
        {
            var offset = vertices[vertex];
            spline.Row(_along[0][offset.Z], x, _along[1][offset.Y], y, _along[2][offset.X], z, row);
        }
    }

    private static class SampleType
    {
        // scipy writes the interpolated values in the image's own type, integers rounded half away from 0.
        public static double Store(double value, PixelType type) =>
            type switch
            {
                PixelType.Float64 => value,
                PixelType.Float32 => (float)value,
                PixelType.UInt8 => Math.Clamp(Math.Floor(value + 0.5), 0, byte.MaxValue),
                PixelType.UInt16 => Math.Clamp(Math.Floor(value + 0.5), 0, ushort.MaxValue),
                PixelType.UInt32 => Math.Clamp(Math.Floor(value + 0.5), 0, uint.MaxValue),
                PixelType.Int8 => Math.Clamp(HalfAway(value), sbyte.MinValue, sbyte.MaxValue),
                PixelType.Int16 => Math.Clamp(HalfAway(value), short.MinValue, short.MaxValue),
                PixelType.Int32 => Math.Clamp(HalfAway(value), int.MinValue, int.MaxValue),
                PixelType.UInt64 => Math.Max(0, Math.Floor(value + 0.5)),
                _ => HalfAway(value),
            };

        public static double Kurtosis(double[] samples)
        {
            double mean = 0,
                second = 0,
                fourth = 0;
            foreach (var value in samples)
                mean += value;
            mean /= samples.Length;
            foreach (var value in samples)
            {
                var square = (value - mean) * (value - mean);
                second += square;
                fourth += square * square;
            }
            (second, fourth) = (second / samples.Length, fourth / samples.Length);
            return second <= Math.Pow(double.BitIncrement(1) * mean - mean, 2) ? double.NaN : fourth / (second * second) - 3;
        }

        private static double HalfAway(double value) => value > 0 ? Math.Floor(value + 0.5) : Math.Ceiling(value - 0.5);
    }

    // The norm, over the samples, of each degree's part of a pattern: sum over m of c_m Y_m, with c_m the sum of Y_m over the set samples.
    private sealed class HarmonicNorms
    {
        private const int Lanes = 4;
        private readonly int _width;
        private readonly double[] _harmonics;
        private readonly Complex[][,] _products;

        // The norm of the first degree for each number of samples that are set. A few numbers, evenly spaced, which a fixed bin count
        // cuts at its edges (7 of at most 28 samples are two bins of eight): so they are added up in numpy's order, to its last bit.
        private readonly double[] _first;

        public HarmonicNorms(Vector3D[] vertices, double radius, int levels)
        {
            // For each vertex the real and imaginary part of all orders of all degrees.
            _width = (2 * levels * levels + Lanes - 1) / Lanes * Lanes;
            _harmonics = new double[checked(vertices.Length * _width)];
            _products = new Complex[levels][,];
            _first = FirstNorms(vertices.Length);
            for (var n = 0; n < levels; n++)
            {
                var size = 2 * n + 1;
                var harmonics = new Complex[size][];
                for (var i = 0; i < size; i++)
                {
                    var order = i - n;
                    harmonics[i] = [.. vertices.Select(v => SphericalHarmonics.Of(order, n, Azimuth(v, radius), Polar(v)))];
                    for (var v = 0; v < vertices.Length; v++)
                        (_harmonics[v * _width + 2 * (n * n + i)], _harmonics[v * _width + 2 * (n * n + i) + 1]) =
                            (harmonics[i][v].Real, harmonics[i][v].Imaginary);
                }
                _products[n] = new Complex[size, size];
                for (var i = 0; i < size; i++)
                {
                    for (var j = 0; j < size; j++)
                    {
                        for (var v = 0; v < vertices.Length; v++)
                            _products[n][i, j] += harmonics[i][v] * harmonics[j][v];
                    }
                }
            }
        }

        private static Complex Azimuth(Vector3D vertex, double radius)
        {
            var cosine = Math.Clamp(vertex.Z / radius, -1, 1);
            return new Complex(cosine, Math.Sqrt((1 - cosine) * (1 + cosine)));
        }

        private static double Polar(Vector3D vertex)
        {
            var length = Math.Sqrt(vertex.X * vertex.X + vertex.Y * vertex.Y);
            return length > 0 ? vertex.X / length : 1;
        }

        private static double[] FirstNorms(int samples)
        {
            var harmonic = SphericalHarmonics.Of(0, 0, Complex.One, 1).Real;
            var norms = new double[samples + 1];
            double coefficient = 0;
            for (var set = 0; set <= samples; set++)
            {
                var part = coefficient * harmonic;
                double sum = 0;
                for (var v = 0; v < samples; v++)
                    sum += part * part;
                norms[set] = Math.Sqrt(sum);
                coefficient += harmonic;
            }
            return norms;
        }

        public void Compute(double[] samples, double centre, double[] norms)
        {
            Span<double> sums = _width <= 256 ? stackalloc double[_width] : new double[_width];
            for (var j = 0; j < _width; j += Lanes)
            {
                var sum = Vector256<double>.Zero;
                for (var v = 0; v < samples.Length; v++)
                {
                    var mask = Vector256.Create(samples[v] >= centre ? -1L : 0L).AsDouble();
                    sum += Vector256.LoadUnsafe(ref _harmonics[v * _width + j]) & mask;
                }
                sum.CopyTo(sums[j..]);
            }
            var set = 0;
            foreach (var sample in samples)
                set += sample >= centre ? 1 : 0;
            norms[0] = _first[set];
            var coefficients = MemoryMarshal.Cast<double, Complex>(sums);
            for (var n = 1; n < norms.Length; n++)
            {
                var size = 2 * n + 1;
                var sum = Complex.Zero;
                for (var i = 0; i < size; i++)
                {
                    for (var j = 0; j < size; j++)
                        sum += coefficients[n * n + i] * coefficients[n * n + j] * _products[n][i, j];
                }
                norms[n] = Complex.Sqrt(sum).Real;
            }
        }
    }
}
