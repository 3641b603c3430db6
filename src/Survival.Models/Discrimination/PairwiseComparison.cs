using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

/// <summary>How often one marker separates a comparable pair more clearly than another (R's <c>Hmisc::rcorrp.cens</c>).</summary>
/// <param name="FirstMoreConcordant">The share of comparable pairs in which the first marker's difference is the more in favour.</param>
/// <param name="SecondMoreConcordant">The share in which the second's is.</param>
/// <param name="StandardError">The standard error of <see cref="SomersD"/>.</param>
public readonly record struct PairwiseComparison(double FirstMoreConcordant, double SecondMoreConcordant, double StandardError)
{
    /// <summary>The first share less the second.</summary>
    public double SomersD => FirstMoreConcordant - SecondMoreConcordant;

    /// <summary><see cref="SomersD"/> over its standard error.</summary>
    public double Statistic => SomersD / StandardError;

    /// <summary>Two-sided normal test of no difference.</summary>
    public TestResult Test => TestResult.Normal(Statistic, "Test of two concordances");

    /// <summary>The p-value of <see cref="Test"/>.</summary>
    public double PValue => Test.PValue;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
