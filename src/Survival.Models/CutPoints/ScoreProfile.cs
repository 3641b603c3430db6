using Survival.Models.Resampling;

namespace Survival.Models.CutPoints;

/// <summary>The standardised rank statistics at all cuts, given the scores in the order of the marker.</summary>
internal sealed class ScoreProfile
{
    private readonly double[] _expected;
    private readonly double[] _deviation;

    public ScoreProfile(double[] scores, int[] lowCounts)
    {
        LowCounts = lowCounts;
        double n = scores.Length, sum = 0, squares = 0;
        foreach (var s in scores)
        {
            sum += s;
            squares += s * s;
        }
        var spread = (n * squares) - (sum * sum);
        if (!(spread > 1e-12 * n * squares))
            throw new InvalidSurvivalDataException("All rows have the same log-rank score, so no cut separates survival.");
        _expected = Array.ConvertAll(lowCounts, m => m / n * sum);
        // The permutation variance of a sum of m scores drawn without replacement.
        _deviation = Array.ConvertAll(lowCounts, m => Math.Sqrt(m * (n - m) / (n * n * (n - 1)) * spread));
    }

    public int[] LowCounts { get; }

    public double[] Statistics(double[] scores)
    {
        var result = new double[LowCounts.Length];
        Fill(scores, result);
        return result;
    }

    public double Permute(double statistic, double[] scores, int permutations, ulong seed, CancellationToken cancellationToken)
    {
        var work = new double[scores.Length];
        var statistics = new double[LowCounts.Length];
        var reached = 0;
        for (var b = 0; b < permutations; b++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            scores.CopyTo(work, 0);
            new Xoshiro256(seed, (ulong)b).Shuffle(work.AsSpan());
            if (Fill(work, statistics) >= statistic * (1 - 1e-12))
                reached++;
        }
        // The order that was observed is one of the permutations, so that no p value is 0 (Phipson and Smyth 2010,
        // doi:10.2202/1544-6115.1585).
        return (reached + 1) / (permutations + 1.0);
    }

    private double Fill(double[] scores, double[] statistics)
    {
        double sum = 0, largest = 0;
        var i = 0;
        for (var k = 0; k < LowCounts.Length; k++)
        {
            for (; i < LowCounts[k]; i++)
                sum += scores[i];
            statistics[k] = Math.Abs((sum - _expected[k]) / _deviation[k]);
            largest = Math.Max(largest, statistics[k]);
        }
        return largest;
    }
}
