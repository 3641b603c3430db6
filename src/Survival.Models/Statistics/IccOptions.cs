using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>Which intraclass correlation is computed.</summary>
public sealed record IccOptions
{
    /// <summary>The default: two-way, absolute agreement, single rater - ICC(A,1), also called ICC(2,1).</summary>
    public static IccOptions Default { get; } = new();

    /// <summary>What raters are taken for, and what they must agree in. The default is <see cref="IccForm.Agreement"/>.</summary>
    public IccForm Form { get; init; } = IccForm.Agreement;

    /// <summary>Whether it is the reliability of the mean of all raters' values; else of one rater's value. The default is
    /// <see langword="false"/>.</summary>
    public bool Average { get; init; }

    /// <summary>The value that the F test compares with; at least 0 and below 1. The default is 0.</summary>
    public double NullValue { get; init; }

    /// <summary>The level of the confidence interval, between 0 and 1. The default is 0.95.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
