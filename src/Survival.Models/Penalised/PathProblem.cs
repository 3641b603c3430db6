namespace Survival.Models.Penalised;

/// <summary>What the solver solves: minimise -loglik/sum(w) + lambda * sum v_j (alpha |b_j| + (1 - alpha)/2 b_j^2) within limits, on
/// standardised columns.</summary>
internal sealed class PathProblem
{
    public required PathData Sets { get; init; }

    public required StandardColumns Columns { get; init; }

    /// <summary>The offset in the order of the risk sets.</summary>
    public required double[] Offset { get; init; }

    public required bool Efron { get; init; }

    public required double Alpha { get; init; }

    /// <summary>Penalty factors v.</summary>
    public required double[] Factor { get; init; }

    /// <summary>Limits on the standardised scale.</summary>
    public required double[] Lower { get; init; }

    /// <inheritdoc cref="Lower"/>
    public required double[] Upper { get; init; }

    /// <summary>Whether each column may enter.</summary>
    public required bool[] Allowed { get; init; }

    /// <summary>Whether the penalty is a multiple of the sum of all squares and nothing else holds a coefficient.</summary>
    public bool IsRound { get; init; }

    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>How small the largest violation of the optimality conditions must become, relative to lambda.</summary>
    public required double Tolerance { get; init; }

    public required int MaxIterations { get; init; }
}
