using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

/// <summary>How a nomogram is laid out.</summary>
internal sealed record NomogramOptions
{
    /// <summary>The defaults of <c>rms::nomogram</c>: 100 points, about 10 intervals an axis.</summary>
    public static NomogramOptions Default { get; } = new();

    /// <summary>The points of the variable with the widest effect.</summary>
    public double MaximumPoints { get; init; } = 100;

    /// <summary>About how many intervals a continuous axis has.</summary>
    public int Intervals { get; init; } = 10;

    /// <summary>The ticks of the linear predictor's axis; <see langword="null"/> for round numbers that cover its range in the
    /// data.</summary>
    public IReadOnlyList<double>? LinearPredictorTicks { get; init; }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
