namespace Radiomics.Imaging.Filters;

/// <summary>
/// The square of the intensities, scaled to the image's range: PyRadiomics' <c>Square</c>, f(x) = (c x)^2 with c = 1 / sqrt(max |x|) over
/// the whole
/// image. Gives one image, <c>square</c>; not-a-number everywhere for an image of zeros.
/// </summary>
public sealed record SquareFilter : PointwiseFilter
{
    private protected override string Name => "square";

    private protected override void Transform(Span<double> values, double maximum)
    {
        var scale = 1 / Math.Sqrt(maximum);
        foreach (ref var value in values)
        {
            value *= scale;
            value *= value;
        }
    }
}
