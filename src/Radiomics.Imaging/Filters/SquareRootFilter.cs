namespace Radiomics.Imaging.Filters;

/// <summary>
/// The square root of the absolute intensities, with their sign, scaled to the image's range: PyRadiomics' <c>SquareRoot</c>,
/// f(x) = sign(x) sqrt(c |x|) with c = max |x| over the whole image. Gives one image, <c>squareroot</c>.
/// </summary>
public sealed record SquareRootFilter : PointwiseFilter
{
    private protected override string Name => "squareroot";

    private protected override void Transform(Span<double> values, double maximum)
    {
        foreach (ref var value in values)
            value = value > 0 ? Math.Sqrt(value * maximum) : value < 0 ? -Math.Sqrt(-value * maximum) : value;
    }
}
