namespace Radiomics.Imaging.Filters;

/// <summary>
/// The exponential of the intensities, scaled to the image's range: PyRadiomics' <c>Exponential</c>, f(x) = exp(c x) with c = log(m) / m,
/// m = max |x| over the whole image. Gives one image, <c>exponential</c>; not-a-number everywhere for an image of zeros.
/// </summary>
public sealed record ExponentialFilter : PointwiseFilter
{
    private protected override string Name => "exponential";

    private protected override void Transform(Span<double> values, double maximum)
    {
        var scale = Math.Log(maximum) / maximum;
        foreach (ref var value in values)
            value = Math.Exp(scale * value);
    }
}
