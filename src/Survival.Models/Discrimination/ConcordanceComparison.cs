using System.Diagnostics;
using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

/// <summary>Several concordance indices of the same subjects, with their covariance.</summary>
[DebuggerDisplay("{Names.Count} concordance indices")]
public sealed class ConcordanceComparison
{
    private readonly double[,] _covariance;

    internal ConcordanceComparison(IReadOnlyList<string> names, IReadOnlyList<Concordance> results, double[,] covariance) =>
        (Names, Results, _covariance) = (names, results, covariance);

    /// <summary>The markers' names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The index of each marker.</summary>
    public IReadOnlyList<Concordance> Results { get; }

    /// <summary>The infinitesimal-jackknife covariance of the indices; a copy.</summary>
    public double[,] Covariance => (double[,])_covariance.Clone();

    /// <summary>The difference of two of the indices with a two-sided normal test that it is 0.</summary>
    /// <param name="first">The place of the first marker, from 0.</param>
    /// <param name="second">The place of the second marker, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such marker.</exception>
    public TestedEstimate Difference(int first, int second)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)first, (uint)Results.Count, nameof(first));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)second, (uint)Results.Count, nameof(second));
        var difference = Results[first].Index - Results[second].Index;
        var variance = _covariance[first, first] + _covariance[second, second] - (2 * _covariance[first, second]);
        return Concordance.NormalTest(difference, variance, Results[first].ConfidenceLevel);
    }

    /// <summary>A joint test that all indices are equal: Wald's chi-square statistic on the successive differences, its degrees of freedom
    /// and p value.</summary>
    /// <exception cref="InvalidOperationException">The differences are linearly dependent: two markers order all subjects
    /// alike.</exception>
    public TestResult AllEqual()
    {
        var k = Results.Count - 1;
        var v = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(k, k, (i, j) =>
            _covariance[i, j] - _covariance[i, j + 1] - _covariance[i + 1, j] + _covariance[i + 1, j + 1]);
        var d = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(k, i => Results[i].Index - Results[i + 1].Index);
        if (k > 0 && v.Rank() < k)
            throw new InvalidOperationException(
                "The differences of the indices are linearly dependent, so they have no joint test: two markers order all subjects "
                + "alike. Leave one out.");
        var statistic = k == 0 ? 0 : d.DotProduct(v.Solve(d));
        return k == 0
            ? new TestResult(0, 0, 1, "Test that the concordance indices are equal")
            : TestResult.ChiSquared(statistic, k, "Test that the concordance indices are equal");
    }

    /// <summary>The indices with their standard errors, and the test that they are all equal.</summary>
    public override string ToString()
    {
        var table = new TextTable("", "concordance", "se", "lower", "upper");
        for (var k = 0; k < Names.Count; k++)
            table.Row(Names[k], TextTable.Number(Results[k].Index), TextTable.Number(Results[k].StandardError),
                TextTable.Number(Results[k].Lower), TextTable.Number(Results[k].Upper));
        return Names.Count == 2 ? $"{table}Difference {Difference(0, 1)}" : table.ToString().TrimEnd();
    }
}
