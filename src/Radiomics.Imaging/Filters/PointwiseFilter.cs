namespace Radiomics.Imaging.Filters;

/// <summary>
/// PyRadiomics' point-wise filters: each voxel's new value depends on it and on m, the image's largest absolute value. Each gives one
/// image, by its name. Immutable; there are these four.
/// </summary>
public sealed class PointwiseFilter : IImageFilter
{
    private readonly string _name;
    private readonly Transform _transform;

    private PointwiseFilter(string name, Transform transform) => (_name, _transform) = (name, transform);

    private delegate void Transform(Span<double> values, double maximum);

    /// <summary>The square, scaled to the image's range: f(x) = (c x)^2 with c = 1 / sqrt(m). Gives <c>square</c>; not-a-number
    /// everywhere for an image of zeros.</summary>
    public static PointwiseFilter Square { get; } = new("square", (values, maximum) =>
    {
        var scale = 1 / Math.Sqrt(maximum);
        foreach (ref var value in values)
        {
            value *= scale;
            value *= value;
        }
    });

    /// <summary>The square root of the absolute intensities, with their sign, scaled to the image's range: f(x) = sign(x) sqrt(m |x|).
    /// Gives <c>squareroot</c>.</summary>
    public static PointwiseFilter SquareRoot { get; } = new("squareroot", (values, maximum) =>
    {
        foreach (ref var value in values)
            value = value > 0 ? Math.Sqrt(value * maximum) : value < 0 ? -Math.Sqrt(-value * maximum) : value;
    });

    /// <summary>The logarithm of the absolute intensities plus one, with their sign, scaled to the image's range: f(x) = sign(x) c
    /// log(|x| + 1) with c = m / log(m + 1). Gives <c>logarithm</c>; not-a-number everywhere for an image of zeros.</summary>
    public static PointwiseFilter Logarithm { get; } = new("logarithm", (values, maximum) =>
    {
        var scale = maximum / Math.Log(maximum + 1);
        foreach (ref var value in values)
            value = (value > 0 ? Math.Log(value + 1) : value < 0 ? -Math.Log(-(value - 1)) : value) * scale;
    });

    /// <summary>The exponential, scaled to the image's range: f(x) = exp(c x) with c = log(m) / m. Gives <c>exponential</c>; not-a-number
    /// everywhere for an image of zeros.</summary>
    public static PointwiseFilter Exponential { get; } = new("exponential", (values, maximum) =>
    {
        var scale = Math.Log(maximum) / maximum;
        foreach (ref var value in values)
            value = Math.Exp(scale * value);
    });

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
        var values = VoxelBlock.Room<double>(region);
        image.CopyTo(region, values);
        _transform(values.AsSpan(0, (int)region.Count), AbsoluteMaximum.Of(image));
        return [new FilteredImage(_name, VoxelBlock.InRoom(region, values))];
    }

    /// <summary>The name of the image that it gives.</summary>
    public override string ToString() => _name;
}
