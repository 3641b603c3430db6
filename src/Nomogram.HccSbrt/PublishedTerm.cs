namespace Nomogram.HccSbrt;

/// <summary>One row of the paper's multivariable Cox model (Table 2).</summary>
/// <param name="Name">A short name, such as <c>RadScore</c>.</param>
/// <param name="Coding">What a value of 1 means.</param>
/// <param name="HazardRatio">The printed hazard ratio.</param>
/// <param name="Lower">The printed lower 95 % limit.</param>
/// <param name="Upper">The printed upper 95 % limit.</param>
/// <param name="InNomogram">Whether the paper's nomogram shows it.</param>
public sealed record PublishedTerm(string Name, string Coding, double HazardRatio, double Lower, double Upper, bool InNomogram)
{
    /// <summary>The coefficient: the natural logarithm of the hazard ratio.</summary>
    public double Coefficient => Math.Log(HazardRatio);

    /// <summary>The standard error that the printed limits imply: their logarithms' distance over 2 x 1.959964.</summary>
    public double StandardError => (Math.Log(Upper) - Math.Log(Lower)) / (2 * PublishedModel.NormalQuantile975);
}
