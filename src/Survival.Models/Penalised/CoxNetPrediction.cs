using System.Diagnostics;
using Survival.Models.Numerics;

namespace Survival.Models.Penalised;

/// <summary>What a model at one lambda predicts. Immutable.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class CoxNetPrediction
{
    private readonly double[] _linearPredictor;

    internal CoxNetPrediction(double lambda, bool isInterpolated, double[] linearPredictor) =>
        (Lambda, IsInterpolated, _linearPredictor) = (lambda, isInterpolated, linearPredictor);

    /// <summary>The lambda whose coefficients were used.</summary>
    public double Lambda { get; }

    /// <summary>Whether those coefficients were interpolated between two lambdas of the path.</summary>
    public bool IsInterpolated { get; }

    /// <summary>The linear predictor (the log of the relative hazard) of each row.</summary>
    public ReadOnlySpan<double> LinearPredictor => _linearPredictor;

    /// <summary>The relative hazard of each row, exp(linear predictor): glmnet's <c>type = "response"</c>.</summary>
    public double[] RelativeRisk() => Array.ConvertAll(_linearPredictor, Math.Exp);

    /// <summary>How many linear predictors there are, and their range.</summary>
    public override string ToString() => _linearPredictor.Length == 0
        ? "No linear predictors"
        : $"{_linearPredictor.Length} linear predictors at lambda {TextTable.Number(Lambda)}, {TextTable.Number(_linearPredictor.Min())} "
            + $"to {TextTable.Number(_linearPredictor.Max())}";
}
