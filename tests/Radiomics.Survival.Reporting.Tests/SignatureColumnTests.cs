namespace Radiomics.Reporting.Tests;

public sealed class SignatureColumnTests
{
    // One number of decimals where the least value keeps four digits by it and none is a thousandfold of it; by hand.
    [Fact]
    public void Numbers_of_one_size_have_one_number_of_decimals()
    {
        Assert.Equal(["0.3200", "-4.5100", "12.0000"], SignatureTable.Column([0.32, -4.51, 12]));
        Assert.Equal(["1200.0", "350.0", "-200.0"], SignatureTable.Column([1200, 350, -200]));
        Assert.Equal(["0.5000", "0.0000"], SignatureTable.Column([0.5, 0]));
    }

    [Fact]
    public void Numbers_of_very_different_sizes_have_four_significant_digits_and_no_whole_part_is_rounded()
    {
        Assert.Equal(["6601", "-0.01280", "0.04100"], SignatureTable.Column([6601.4503, -0.0128, 0.041]));
        Assert.Equal(
            ["3512345", "0.0001419", "165.5", "-0.3200", "0"],
            SignatureTable.Column([3512345.123456, 0.000141932, 165.4758, -0.32, 0]));
        Assert.Equal(["0.000004123", "1.234 × 10^-12", "n/a"], SignatureTable.Column([4.1234e-6, 1.2344e-12, double.NaN]));
        Assert.Equal(["9.877 × 10^11", "0.5000"], SignatureTable.Column([9.8765e11, 0.5]));
    }
}
