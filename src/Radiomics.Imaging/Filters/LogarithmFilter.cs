namespace Radiomics.Imaging.Filters;

/// <summary>
/// The logarithm of the absolute intensities plus one, with their sign, scaled to the image's range: PyRadiomics' <c>Logarithm</c>,
/// f(x) = sign(x) c log(|x| + 1) with c = m / log(m + 1), m = max |x| over the whole image. Gives one image, <c>logarithm</c>;
/// not-a-number everywhere for an image of zeros.
/// </summary>
public sealed record LogarithmFilter : PointwiseFilter
{
    private protected override string Name => "logarithm";

    private protected override void Transform(Span<double> values, double maximum)
    {
        var scale = maximum / Math.Log(maximum + 1);
        foreach (ref var value in values)
            value = (value > 0 ? Math.Log(value + 1) : value < 0 ? -Math.Log(-(value - 1)) : value) * scale;
    }
}
