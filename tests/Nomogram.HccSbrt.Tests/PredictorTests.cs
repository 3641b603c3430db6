namespace Nomogram.HccSbrt.Tests;

public class PredictorTests
{
    [Theory]
    [InlineData(50, 5, 100)] // 50 (1 + 10/10)
    [InlineData(25, 5, 37.5)] // 25 (1 + 5/10)
    [InlineData(48, 8, 76.8)] // 48 (1 + 6/10)
    public void Bed_follows_the_linear_quadratic_model(double dose, int fractions, double expected) =>
        Assert.Equal(expected, Bed.FromFractionation(dose, fractions).Gray, 1e-12);

    [Fact]
    public void Boundaries_are_those_of_the_paper()
    {
        Assert.False(TumourSize.FromCentimetres(5).IsLarge);
        Assert.True(TumourSize.FromMillimetres(50.1).IsLarge);
        Assert.True(Bed.FromGray(70).IsHigh);
        Assert.False(Bed.FromGray(69.999).IsHigh);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(31)]
    [InlineData(double.NaN)]
    public void Sizes_out_of_range_are_refused(double centimetres) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TumourSize.FromCentimetres(centimetres));

    [Theory]
    [InlineData(0, 5)]
    [InlineData(50, 0)]
    [InlineData(double.NaN, 5)]
    [InlineData(200, 5)]
    public void Doses_out_of_range_are_refused(double dose, int fractions) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Bed.FromFractionation(dose, fractions));

    [Fact]
    public void Standard_errors_follow_from_the_printed_limits() =>
        // (ln 26.75 - ln 4.43) / (2 x 1.959964) = (3.286534 - 1.488400) / 3.919928
        Assert.Equal(0.45872, PublishedModel.RadScore.StandardError, 1e-4);
}
