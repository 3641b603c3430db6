using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Tests.Drawing;

/// <summary>Smoothed decision curves against R 4.2: <c>loess(y ~ x, span, degree = 2, control = loess.control(surface =
/// "direct"))$fitted[c(1, 2, 20, 40, 76)]</c>.</summary>
public sealed class LocalRegressionTests
{
    [Theory]
    [InlineData(0.2, 0.48767318196615328, 0.48721218500783064, 0.32668836160367154, 0.25391340114543337, 0.00201064788495846)]
    [InlineData(0.5, 0.5125969808744885, 0.5008504868608761, 0.3313526799704596, 0.2505095154339214, 0.0204337022599513)]
    public void Smooth_values_are_those_of_loess(double span, params double[] expected)
    {
        (double X, double Y)[] points =
        [
            .. Enumerable.Range(0, 76).Select(k => (X: 0.05 + 0.01 * k, k)).Select(p =>
                (p.X, 0.5 - 0.6 * p.X + 0.03 * Math.Sin(20 * p.X) + 0.01 * (7 * p.k % 5 - 2))
            ),
        ];
        var smooth = LocalRegression.Smooth(points, span);
        int[] places = [0, 1, 19, 39, 75];
        for (var i = 0; i < places.Length; i++)
            Assert.Equal(expected[i], smooth[places[i]].Y, 1e-12);
    }
}
