using Survival.Models.Numerics;

namespace Survival.Models.Calibration;

/// <summary>An index of a model with its bootstrap optimism (Efron and Gong 1983; F. Harrell, Regression Modeling Strategies,
/// 5.3).</summary>
/// <param name="Original">The index of the model on the data it was fitted to.</param>
/// <param name="Training">The mean over resamples of the index of a model refitted to a resample, on that resample.</param>
/// <param name="Test">The mean of the refitted models' index on the original data.</param>
/// <param name="Resamples">In how many resamples the index could be computed.</param>
public readonly record struct OptimismCorrected(double Original, double Training, double Test, int Resamples)
{
    /// <summary>Training less test.</summary>
    public double Optimism => Training - Test;

    /// <summary>Original less optimism.</summary>
    public double Corrected => Original - Optimism;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
