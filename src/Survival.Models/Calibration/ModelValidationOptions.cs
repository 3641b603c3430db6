using Survival.Models.Numerics;

namespace Survival.Models.Calibration;

/// <summary>How a model is validated by bootstrap.</summary>
public sealed record ModelValidationOptions
{
    /// <summary>The defaults.</summary>
    public static ModelValidationOptions Default { get; } = new();

    /// <summary>How many subjects a group of predicted survival holds, about (<c>m</c> of <c>rms::calibrate</c>). The default is
    /// 50.</summary>
    public int GroupSize { get; init; } = 50;

    /// <summary>The number of knots of the smooth curve, 3 to 7. The default is 3.</summary>
    public int Knots { get; init; } = 3;

    /// <summary>
    /// Each fit ends when its log likelihood changes by no more than this, relatively. <c>rms</c> stops its refits at 1e-4, which moves
    /// the indices by about 1e-5; the default, 1e-12, goes to the optimum.
    /// </summary>
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>A resample with fewer events is left out, as <c>rms::calibrate</c> does. The default is 5.</summary>
    public int MinimumEvents { get; init; } = 5;

    /// <summary>The largest number of threads; -1 for no limit. Results do not depend on it. The default is 1.</summary>
    public int MaxDegreeOfParallelism { get; init; } = 1;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
