using System.Globalization;

namespace Survival.Models.Statistics;

/// <summary>
/// Fisher's test of a table of counts. The one-sided p values and the odds ratio belong to 2 x 2 tables; they are NaN for larger ones.
/// </summary>
/// <param name="PValue">The two-sided p value: tables no more likely than this one.</param>
/// <param name="PLess">P of this table or one with fewer in the first cell.</param>
/// <param name="PGreater">P of this table or one with more in the first cell.</param>
/// <param name="OddsRatio">The conditional maximum-likelihood estimate; 0 or +∞ at the ends of what the margins allow.</param>
/// <param name="Lower">The lower end of its confidence interval.</param>
/// <param name="Upper">The upper end of its confidence interval.</param>
public readonly record struct FisherResult(double PValue, double PLess, double PGreater, double OddsRatio, double Lower, double Upper)
{
    /// <summary>The number of random tables behind the p value; 0 where it is exact.</summary>
    public int Replicates { get; init; }

    /// <summary>The seed of the random tables; without meaning where the p value is exact.</summary>
    public ulong Seed { get; init; }

    /// <summary>The standard error of a simulated p value; 0 where it is exact.</summary>
    public double StandardError { get; init; }

    /// <summary>Whether the table was too large to enumerate, so that the p value was estimated from random tables with its
    /// margins.</summary>
    public bool IsSimulated => Replicates > 0;

    /// <summary>The p value, and how it was found.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"Fisher's exact test: p = "
                + $"{PValue:G6}{Simulation}"
        )
        + (
            double.IsNaN(OddsRatio) && double.IsNaN(Lower)
                ? ""
                : FormattableString.Invariant($"; odds ratio {OddsRatio:G6} ({Lower:G6} to {Upper:G6})")
        );

    internal static FisherResult Exact(double p) => new(Math.Min(1, p), double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    private string Simulation =>
        IsSimulated
            ? FormattableString.Invariant($" (simulated: {Replicates} tables, seed {Seed}, standard error {StandardError:G2})")
            : "";
}
