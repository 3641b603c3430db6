using Survival.Models.Agreement;

namespace Survival.Models.Tests.Agreement;

public sealed class TestRetestTests
{
    private static DesignMatrix Table(params double[] values) => DesignMatrix.FromColumns(("a", values));

    /// <summary>
    /// (1, 2, 3, 4) and (1, 2, 3, 5). ICC(1,1): subject means 1, 2, 3, 9/2, MSB = 107/24, MSW = 1/8, so (MSB - MSW)/(MSB + MSW) = 52/55.
    /// CCC: population variances
    /// 5/4 and 35/16, covariance 13/8, means apart by 1/4: (13/4)/(5/4 + 35/16 + 1/16) = 13/14. The squares of the differences are 0, 0, 0,
    /// 1: within-subject
    /// variance 1/8; of the coefficients of variation (1/2)/(9/2)^2/4 = 1/162.
    /// </summary>
    [Fact]
    public void By_hand()
    {
        var result = TestRetest.Estimate(Table(1, 2, 3, 4), Table(1, 2, 3, 5)).Results[0];
        Assert.Equal(52.0 / 55, result.Icc.Value, 12);
        Assert.Equal(13.0 / 14, result.Ccc, 12);
        Assert.Equal(0.25, result.Bias, 12);
        Assert.Equal(Math.Sqrt(1.0 / 8), result.WithinSubjectSd, 12);
        Assert.Equal(Math.Sqrt(1.0 / 162), result.CoefficientOfVariation, 12);
        Assert.Equal(1.959963984540054 * Math.Sqrt(2) * Math.Sqrt(1.0 / 8), result.RepeatabilityCoefficient, 12);
    }

    /// <summary>Limits from R, ccc.R beside this file: Lin's z interval, and qchisq for the repeatability coefficient.</summary>
    [Fact]
    public void Limits_equal_R()
    {
        var result = TestRetest.Estimate(Table(1, 2, 3, 4, 6, 8, 9, 12), Table(1.5, 1.8, 3.3, 4.9, 5.5, 8.8, 8.1, 13)).Results[0];
        Assert.Equal(0.98148192226216, result.Ccc, 9);
        Assert.Equal(0.91358002043890, result.CccLower, 9);
        Assert.Equal(0.99613957649913, result.CccUpper, 9);
        Assert.Equal(0.9231571274158, result.RepeatabilityLower, 9);
        Assert.Equal(2.6183124240495, result.RepeatabilityUpper, 9);
    }

    [Fact]
    public void Identical_measurements_agree_fully()
    {
        var result = TestRetest.Estimate(Table(1, 2, 4), Table(1, 2, 4)).Results[0];
        Assert.Equal(1, result.Ccc);
        Assert.Equal(0, result.RepeatabilityCoefficient);
        Assert.Equal(0, result.CoefficientOfVariation);
    }

    [Fact]
    public void Robustness_keeps_what_holds()
    {
        static DesignMatrix Perturbed(double shift) => DesignMatrix.FromColumns(
            ("steady", [1 + shift / 100, 2 - shift / 100, 3, 4, 5, 6]), ("shaky", [1 + shift, 2 - shift, 3 + shift, 4, 5 - shift, 6]));
        var robustness = Robustness.Estimate([Perturbed(0), Perturbed(1), Perturbed(-1.5), Perturbed(2)]);
        Assert.Equal(["steady"], robustness.Kept);
        Assert.Contains("1 of 2 features hold under 4 perturbations of 6 subjects", robustness.ToString(), StringComparison.Ordinal);
        Assert.Equal("ICC(1)", robustness.Results[0].Name);
    }
}
