using Printing;
using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Tests.Drawing;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0.00001, "p < 0.001")]
    [InlineData(0.00045, "p < 0.001")]
    [InlineData(0.0012, "p = 0.001")]
    [InlineData(0.9996, "p > 0.999")]
    [InlineData(0.033, "p = 0.033")]
    [InlineData(double.NaN, "p = n/a")]
    public void P_values(double p, string text) => Assert.Equal(text, NumberText.PEquals(p));

    [Fact]
    public void Intervals()
    {
        Assert.Equal("0.72 (0.66 to 0.78)", NumberText.WithInterval(0.7212, 0.661, 0.779, 2));
        Assert.Equal("0.1 (-0.1 to 0.3)", NumberText.WithInterval(0.1, -0.1, 0.3, 1));
        Assert.Equal("31.5 (23.3 to n/a)", NumberText.WithInterval(31.5, 23.3, double.NaN, 1));
        Assert.Equal("n/a", NumberText.WithInterval(double.NaN, 0, 1, 1));
        Assert.Equal("0.00", NumberText.Fixed(-0.0001, 2));
        Assert.Equal("-0.013 (-0.249 to 0.238)", NumberText.WithInterval(-0.013, -0.249, 0.238, 3));
        Assert.Equal("0.98 (0.91 to 1.00)", NumberText.Share(0.98, 0.91, 1.05, 2));
        Assert.Equal("0.004 (0.001 to 0.050)", NumberText.Ratio(0.0042, 0.0011, 0.05, NumberText.RatioDigits([0.0042, 3])));
        Assert.Equal("0.016 (0.002 to 0.114)", NumberText.Ratio(0.0157, 0.0021, 0.1143, NumberText.RatioDigits([0.0157, 5.8])));
        Assert.Equal("0.06 (<0.01 to 0.90)", NumberText.Ratio(0.06, 0.0004, 0.9, 2));
        Assert.Equal("3.20 (1.10 to >100000)", NumberText.Ratio(3.2, 1.1, 2e9, NumberText.RatioDigits([3.2])));
    }

    // A hazard ratio per mL, per mm3 or per HU: two decimals would say that nothing is known, or that there is no error.
    [Theory]
    [InlineData(1.00118, 0.99912, 1.00325, "1.001 (0.999 to 1.003)")]
    [InlineData(0.998, 0.993, 1.0031, "0.998 (0.993 to 1.003)")]
    [InlineData(1.02, 1.001, 1.04, "1.02 (1.00 to 1.04)")]
    [InlineData(1.0000012, 1.0000004, 1.0000021, "1.000001 (1.000000 to 1.000002)")]
    [InlineData(1, 1, 1, "1.00 (1.00 to 1.00)")]
    [InlineData(0.0001, 0.00001, 0.001, "<0.01 (<0.01 to <0.01)")]
    public void A_ratio_near_one_is_told_from_its_limits(double ratio, double lower, double upper, string text) =>
        Assert.Equal(text, NumberText.Ratio(ratio, lower, upper, 2));

    // Where every patient is alike the formulae have no error: no interval, rather than one that is certain.
    [Fact]
    public void An_interval_of_no_width_is_none()
    {
        Assert.Equal("0.000", NumberText.Share(0, 0, 0, 3));
        Assert.Equal("1.00", NumberText.Share(1, 1, 1, 2));
        Assert.Equal("1.00 (0.80 to 1.00)", NumberText.Share(1, 0.8, 1.2, 2));
    }

    // A horizon is the reader's own number: nothing of it is rounded, and none is in powers of ten.
    [Theory]
    [InlineData(30000, "30000")]
    [InlineData(1826.25, "1826.25")]
    [InlineData(12345.5, "12345.5")]
    [InlineData(6e-5, "0.00006")]
    [InlineData(2.5e-7, "0.00000025")]
    [InlineData(2e16, "20000000000000000")]
    [InlineData(0, "0")]
    public void A_time_is_printed_as_it_was_given(double time, string text) => Assert.Equal(text, NumberText.Time(time, ""));

    [Theory]
    [InlineData(30000, "30000")]
    [InlineData(12345.6, "12346")]
    [InlineData(0.000012346, "0.00001235")]
    [InlineData(1.5, "1.5")]
    [InlineData(0.73904, "0.739")]
    [InlineData(double.NaN, "n/a")]
    public void Short_numbers_keep_the_digits_before_the_point(double value, string text) => Assert.Equal(text, NumberText.Short(value));

    [Theory]
    [InlineData(new[] { 12.3, 4.5 }, 1)]
    [InlineData(new[] { 0.35, 2.1 }, 1)]
    [InlineData(new[] { 0.052, 2.1 }, 3)]
    [InlineData(new[] { 0.000011, double.NaN }, 6)]
    [InlineData(new[] { double.NaN }, 1)]
    public void Times_have_one_decimal_or_two_digits(double[] times, int digits) => Assert.Equal(digits, NumberText.TimeDigits(times));

    // What the calendar divides its units by; of any other unit round numbers.
    [Theory]
    [InlineData(40, "months", "0,6,12,18,24,30,36")]
    [InlineData(103, "Months", "0,24,48,72,96")]
    [InlineData(700, "days", "0,90,180,270,360,450,540,630")]
    [InlineData(120, "weeks", "0,26,52,78,104")]
    [InlineData(4.3, "years", "0,1,2,3,4")]
    [InlineData(0.6, "months", "0.0,0.1,0.2,0.3,0.4,0.5,0.6")]
    public void An_axis_of_time_has_the_ticks_that_its_unit_is_counted_in(double last, string unit, string labels) =>
        Assert.Equal(labels, string.Join(',', Axis.Time(last, unit).Labels));

    [Theory]
    [InlineData(0.25, "0.00,0.25,0.50,0.75,1.00")]
    [InlineData(0.5, "0.0,0.5,1.0,1.5,2.0")]
    [InlineData(20, "0,20,40,60,80")]
    public void Ticks_have_the_digits_of_their_step(double step, string labels)
    {
        double[] ticks = [.. Enumerable.Range(0, 5).Select(k => k * step)];
        Assert.Equal(labels, string.Join(',', new Axis(0, 4 * step, ticks, "").Labels));
    }
}
