using System.Globalization;

namespace Radiomics.Imaging.Filters;

/// <summary>
/// The local binary pattern of each slice: PyRadiomics' <c>LBP2D</c>, as scikit-image computes it. Samples on a circle around a voxel,
/// found by bilinear
/// interpolation (0 outside the slice), are compared with it. T. Ojala, M. Pietikainen and T. Maenpaa (2002,
/// doi:10.1109/TPAMI.2002.1017623). Gives one
/// image, <c>lbp-2D</c>, cut off to the image's pixel type.
/// </summary>
public sealed record LocalBinaryPattern2DFilter : IImageFilter
{
    /// <summary>Creates the filter. The parameters are PyRadiomics' custom settings of the image type.</summary>
    /// <param name="radius"><c>lbp2DRadius</c>: the radius of the circle, in voxels; positive.</param>
    /// <param name="samples"><c>lbp2DSamples</c>: the number of samples; 1 to 30.</param>
    /// <param name="method"><c>lbp2DMethod</c>: what is made of the pattern.</param>
    /// <param name="dimension"><c>force2Ddimension</c>: the axis across the slices, in array order: 0 for z, 1 for y, 2 for x.</param>
    /// <exception cref="ArgumentException">An argument is not allowed; the message names it, its value and what is.</exception>
    public LocalBinaryPattern2DFilter(
        double radius = 1,
        int samples = 8,
        LocalBinaryPatternMethod method = LocalBinaryPatternMethod.Uniform,
        int dimension = 0
    )
    {
        Radius = FilterArguments.Positive(radius);
        if (samples is < 1 or > 30)
            throw new ArgumentOutOfRangeException(
                nameof(samples),
                samples,
                string.Create(CultureInfo.InvariantCulture, $"'{nameof(samples)}' is {samples}; it must be from 1 to 30.")
            );
        if (!Enum.IsDefined(method))
            throw new ArgumentOutOfRangeException(
                nameof(method),
                method,
                Invariant($"There is no method {(int)method}. Allowed: {string.Join(", ", Enum.GetNames<LocalBinaryPatternMethod>())}.")
            );
        (Samples, Method, Dimension) = (samples, method, FilterArguments.Axis(dimension));
    }

    /// <summary>The radius of the circle, in voxels.</summary>
    public double Radius { get; }

    /// <summary>The number of samples.</summary>
    public int Samples { get; }

    /// <summary>What is made of the pattern.</summary>
    public LocalBinaryPatternMethod Method { get; }

    /// <summary>The axis across the slices: 0 for z, 1 for y, 2 for x.</summary>
    public int Dimension { get; }

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
        var reach = (int)Math.Ceiling(Radius);
        // The rows, columns and slices of the 2D images, as axes.
        var (row, column, slice) = Dimension switch
        {
            0 => (1, 0, 2),
            1 => (2, 0, 1),
            _ => (1, 2, 0),
        };
        var halo = new int[3];
        (halo[row], halo[column]) = (reach + 1, reach + 1);
        var read = region.Expand(halo[0], halo[1], halo[2]).Intersect(image.Geometry.Region);
        var values = image.Read(read).Values;
        var result = VoxelBlock.Room<double>(region);
        var circle = new PatternCircle(Radius, Samples, Method);
        int[] stride = [1, read.Size.X, read.Size.X * read.Size.Y];
        FilterArguments.Run(
            region.Size.Z,
            z =>
            {
                var source = values.Span;
                var texture = new double[Samples];
                for (var y = 0; y < region.Size.Y; y++)
                {
                    for (var x = 0; x < region.Size.X; x++)
                    {
                        var at = new VoxelIndex(region.Start.X + x, region.Start.Y + y, region.Start.Z + z);
                        for (var i = 0; i < Samples; i++)
                        {
                            double r = at[row] + circle.Rows[i],
                                c = at[column] + circle.Columns[i];
                            int top = (int)Math.Floor(r),
                                left = (int)Math.Floor(c),
                                bottom = (int)Math.Ceiling(r),
                                right = (int)Math.Ceiling(c);
                            double dr = r - top,
                                dc = c - left;
                            var above = (1 - dc) * At(source, top, left) + dc * At(source, top, right);
                            var below = (1 - dc) * At(source, bottom, left) + dc * At(source, bottom, right);
                            texture[i] = (1 - dr) * above + dr * below;
                        }
                        result[(z * region.Size.Y + y) * region.Size.X + x] = Cut(
                            circle.Code(texture, At(source, at[row], at[column])),
                            image.PixelType
                        );

                        double At(ReadOnlySpan<double> source, int r, int c)
                        {
                            if ((uint)r >= (uint)image.Size[row] || (uint)c >= (uint)image.Size[column])
                                return 0;
                            return source[
                                (r - read.Start[row]) * stride[row]
                                    + (c - read.Start[column]) * stride[column]
                                    + (at[slice] - read.Start[slice]) * stride[slice]
                            ];
                        }
                    }
                }
            },
            maxDegreeOfParallelism,
            cancellationToken
        );
        return [new FilteredImage("lbp-2D", VoxelBlock.InRoom(region, result))];
    }

    private static double Cut(double value, PixelType type) =>
        type switch
        {
            PixelType.Float64 => value,
            PixelType.Float32 => (float)value,
            PixelType.Int8 => unchecked((sbyte)(int)value),
            PixelType.UInt8 => unchecked((byte)(int)value),
            PixelType.Int16 => unchecked((short)(int)value),
            PixelType.UInt16 => unchecked((ushort)(int)value),
            _ => double.IsNaN(value) ? 0 : Math.Truncate(value),
        };
}
