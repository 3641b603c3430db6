namespace Survival.Models.Calibration;

/// <summary>What is measured of a model on one sample.</summary>
internal sealed record Measures(IReadOnlyDictionary<string, double> Indices, CalibrationGroup[] Groups)
{
    /// <summary>The indices' names.</summary>
    public static readonly string[] Names =
        ["Dxy", "C", "R2", "Slope", "D", "U", "Q", "g", "ObservedOverExpected", "ICI", "E50", "E90", "Emax"];
}
