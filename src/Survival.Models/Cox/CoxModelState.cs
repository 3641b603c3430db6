namespace Survival.Models.Cox;

/// <summary>What a Cox model is and what its file holds.</summary>
internal sealed record CoxModelState
{
    public required IReadOnlyList<string> ColumnNames { get; init; }

    public required IReadOnlyList<DesignTerm> Terms { get; init; }

    public required double[] Coefficients { get; init; }

    public required double[] Means { get; init; }

    public double OffsetMean { get; init; }

    public required double[] Covariance { get; init; }

    public required double[] ModelCovariance { get; init; }

    public bool IsRobust { get; init; }

    public TieMethod Ties { get; init; }

    public int RowCount { get; init; }

    public int EventCount { get; init; }

    public double LogLikelihoodNull { get; init; }

    public double LogLikelihood { get; init; }

    public double ScoreStatistic { get; init; }

    public double RobustScoreStatistic { get; init; } = double.NaN;

    public int Iterations { get; init; }

    /// <summary>The baselines of a model that was loaded; a fitted model works them out when asked.</summary>
    public IReadOnlyList<CoxBaseline>? Baselines { get; init; }
}
