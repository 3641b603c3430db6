using System.Numerics;
using Radiomics.Imaging.Filters;

namespace Radiomics.Imaging.Tests.Filters;

public sealed class SphericalHarmonicsTests
{
    // Y(n, m) = N P(cos polar) e^(i m azimuth): cosines that change their sign change the sign of the real or the imaginary part, no more.
    // A pattern and its double (a fixed bin count's middle edge) stay on one value only where the computed parts keep to that.
    [Fact]
    public void Directions_that_mirror_each_other_differ_in_signs_alone()
    {
        foreach (var x in new[] { 0.8506508083520399, 0.5257311121191336, 0.3090169943749474, 0.1 })
        {
            for (var degree = 0; degree <= 6; degree++)
            {
                for (var order = -degree; order <= degree; order++)
                {
                    var sine = Math.Sqrt((1 - x) * (1 + x));
                    var value = SphericalHarmonics.Of(order, degree, new Complex(x, sine), x);
                    var turned = SphericalHarmonics.Of(order, degree, new Complex(-x, sine), x);
                    var below = SphericalHarmonics.Of(order, degree, new Complex(x, sine), -x);
                    Assert.Equal(Math.Abs(value.Real), Math.Abs(turned.Real));
                    Assert.Equal(Math.Abs(value.Imaginary), Math.Abs(turned.Imaginary));
                    Assert.Equal(((degree + order) % 2 == 0 ? 1 : -1) * value, below);
                }
            }
        }
    }

    // Y(3, 2) = sqrt(105 / (32 pi)) sin^2 cos e^(2 i azimuth); at polar 60 degrees and azimuth 30: sin^2 cos = 3/8, e^(i 60 degrees).
    [Fact]
    public void A_value_by_its_closed_form()
    {
        var value = SphericalHarmonics.Of(2, 3, new Complex(Math.Sqrt(0.75), 0.5), 0.5);
        var size = Math.Sqrt(105 / (32 * Math.PI)) * 3 / 8;
        Assert.Equal(size / 2, value.Real, 1e-15);
        Assert.Equal(size * Math.Sqrt(0.75), value.Imaginary, 1e-15);
    }
}
