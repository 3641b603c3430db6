using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Discrimination;

public sealed partial class Concordance
{
    /// <summary>The concordance indices of several markers of the same subjects with their infinitesimal-jackknife covariance.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="markers">A name and a value for each row, for each marker; larger means higher risk.</param>
    /// <param name="options">What is compared; Harrell's C by default.</param>
    /// <exception cref="ArgumentException">No markers, or what <see cref="Estimate"/> refuses.</exception>
    /// <exception cref="InvalidSurvivalDataException">A marker is not finite, or no pair is comparable.</exception>
    public static ConcordanceComparison Compare(
        SurvivalData data, IReadOnlyList<(string Name, double[] Marker)> markers, ConcordanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(markers);
        if (markers.Count == 0)
            throw new ArgumentException("There are no markers.", nameof(markers));
        var k = markers.Count;
        var results = new Concordance[k];
        var influence = new double[k][];
        for (var j = 0; j < k; j++)
        {
            results[j] = Estimate(data, markers[j].Marker, options);
            influence[j] = Clusters.Sum(results[j].Influence.ToArray(), data.Cluster);
        }
        var covariance = new double[k, k];
        for (var a = 0; a < k; a++)
        {
            for (var b = a; b < k; b++)
            {
                var sum = 0.0;
                for (var i = 0; i < influence[a].Length; i++)
                    sum += influence[a][i] * influence[b][i];
                covariance[a, b] = covariance[b, a] = sum;
            }
        }
        return new ConcordanceComparison([.. markers.Select(m => m.Name)], results, covariance);
    }

    /// <summary>
    /// The difference of two Harrell indices with the unbiased U-statistic variance of Kang, Chen, Petrick and Gallas
    /// (doi:10.1002/sim.6370; R's <c>compareC</c>), two-sided normal test. O(n log² n).
    /// </summary>
    /// <remarks>An unbiased variance of few events can come out at 0 or below; the standard error, the limits and the p value are then
    /// NaN.</remarks>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="first">A finite value for each row; larger means higher risk.</param>
    /// <param name="second">Another marker of the same subjects.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Markers of another length, fewer than four subjects, or follow-up with weights, strata, clusters
    /// or entry times.</exception>
    /// <exception cref="InvalidSurvivalDataException">A marker is not finite, or no pair is comparable.</exception>
    public static TestedEstimate CompareKang(
        SurvivalData data, ReadOnlySpan<double> first, ReadOnlySpan<double> second, double confidenceLevel = 0.95)
    {
        Markers.CheckLevel(confidenceLevel);
        ArgumentNullException.ThrowIfNull(data);
        Markers.RequirePlain(data, nameof(CompareKang));
        if (data.Count < 4)
            throw new ArgumentException($"The variance needs at least four subjects; there are {data.Count}.", nameof(data));
        var a = RowScores(data, first, ConcordanceOptions.Default);
        var b = RowScores(data, second, ConcordanceOptions.Default);
        if (!(a.Pairs.Comparable > 0))
            throw NoPairs(data, ConcordanceOptions.Default);
        // C = (tau / relevant + 1) / 2; the difference of two C is (tau1 - tau2) / (2 relevant), a function of three U-statistics.
        var n = data.Count;
        var (t0, t1, t2) = (2 * a.Pairs.Comparable, 2 * (a.Pairs.Concordant - a.Pairs.Discordant),
            2 * (b.Pairs.Concordant - b.Pairs.Discordant));
        var both = 2 * PairProducts.Sum(SortedFollowUp.Of(data), first, second);
        double pairs1 = 2 * (a.Pairs.Concordant + a.Pairs.Discordant), pairs2 = 2 * (b.Pairs.Concordant + b.Pairs.Discordant);
        double Cov(double[] x, double[] y, double products, double sx, double sy)
        {
            var rows = 0.0;
            for (var i = 0; i < n; i++)
                rows += x[i] * y[i];
            return ((4 * rows) - (2 * products) - (2.0 * ((2 * n) - 3) / ((double)n * (n - 1)) * sx * sy)) / (
                (double)n * (n - 1) * (n - 2) * (n - 3));
        }
        var v00 = Cov(a.Relevant, a.Relevant, t0, t0, t0);
        var v11 = Cov(a.Score, a.Score, pairs1, t1, t1);
        var v22 = Cov(b.Score, b.Score, pairs2, t2, t2);
        var v01 = Cov(a.Relevant, a.Score, t1, t0, t1);
        var v02 = Cov(a.Relevant, b.Score, t2, t0, t2);
        var v12 = Cov(a.Score, b.Score, both, t1, t2);
        var scale = (double)n * (n - 1);
        var (u0, difference) = (t0 / scale, (t1 - t2) / scale);
        var (g, h) = (1 / (2 * u0), -difference / (2 * u0 * u0));
        var variance = (g * g * (v11 + v22 - (2 * v12))) + (h * h * v00) + (2 * g * h * (v01 - v02));
        // What is left of terms that cancel is rounding, which a test would take for certainty.
        var size = (g * g * (Math.Abs(v11) + Math.Abs(v22))) + (h * h * Math.Abs(v00));
        return difference != 0 && !(variance > 1e-12 * size)
            ? TestedEstimate.Normal(a.Pairs.Index - b.Pairs.Index, double.NaN, confidenceLevel, "Test of two concordance indices")
            : NormalTest(a.Pairs.Index - b.Pairs.Index, variance, confidenceLevel);
    }

    /// <summary>
    /// The share of comparable pairs in which one marker's difference speaks more for the true order than the other's
    /// (R's <c>Hmisc::rcorrp.cens</c>, method 1): the concordance of the difference of the two, so the markers must be on one scale. O(n
    /// log n).
    /// </summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="first">A finite value for each row; larger means higher risk.</param>
    /// <param name="second">Another marker of the same subjects.</param>
    /// <exception cref="ArgumentException">Markers of another length, or follow-up with weights, strata, clusters or entry
    /// times.</exception>
    /// <exception cref="InvalidSurvivalDataException">A marker is not finite, or no pair is comparable.</exception>
    public static PairwiseComparison MoreConcordant(SurvivalData data, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        ArgumentNullException.ThrowIfNull(data);
        Markers.RequirePlain(data, nameof(MoreConcordant));
        Markers.Check(data, first, nameof(first));
        Markers.Check(data, second, nameof(second));
        var difference = new double[first.Length];
        for (var i = 0; i < difference.Length; i++)
            difference[i] = first[i] - second[i];
        var result = Estimate(data, difference);
        var p = result.Pairs;
        return new PairwiseComparison(p.Concordant / p.Comparable, p.Discordant / p.Comparable, 2 * result.StandardError);
    }

    /// <summary>
    /// The concordance index without pairs of tied markers, with Noether's standard error (Pencina and D'Agostino,
    /// doi:10.1002/sim.1802; R's <c>survcomp::concordance.index(method = "noether")</c>). A pair of an event and a censoring at one time is
    /// not compared. O(n log n).
    /// </summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="marker">A finite value for each row; larger means higher risk.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">A marker of another length, a level out of range, or follow-up with weights, strata, clusters or
    /// entry times.</exception>
    /// <exception cref="InvalidSurvivalDataException">A marker is not finite, or no pair is comparable.</exception>
    public static TestedEstimate Noether(SurvivalData data, ReadOnlySpan<double> marker, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(data);
        Markers.RequirePlain(data, nameof(Noether));
        var options = ConcordanceOptions.Default with { CensoredOutlivesTiedEvent = false, ConfidenceLevel = confidenceLevel };
        var rows = RowScores(data, marker, options);
        if (!(rows.Pairs.Concordant + rows.Pairs.Discordant > 0))
            throw NoPairs(data, options);
        double n = data.Count, cc = 0, dd = 0, cd = 0, c = 0, d = 0;
        for (var i = 0; i < data.Count; i++)
        {
            var (ci, di) = (rows.Concordant[i], rows.Discordant[i]);
            c += ci;
            d += di;
            cc += ci * (ci - 1);
            dd += di * (di - 1);
            cd += ci * di;
        }
        double pairs = n * (n - 1), triples = pairs * (n - 2);
        (c, d, cc, dd, cd) = (c / pairs, d / pairs, cc / triples, dd / triples, cd / triples);
        var index = c / (c + d);
        var variance = 4 / Math.Pow(c + d, 4) * ((d * d * cc) - (2 * c * d * cd) + (c * c * dd)) / n;
        var se = Math.Sqrt(variance);
        var half = Tails.NormalQuantile((1 + confidenceLevel) / 2) * se;
        return new TestedEstimate(
            index, se, Math.Max(0, index - half), Math.Min(1, index + half),
            TestResult.Normal((index - 0.5) / se, "Test that the concordance index is 1/2"));
    }

    /// <summary>
    /// The one-sided dependent t test that the first index is the greater (R's <c>survcomp::cindex.comp</c>): Noether's standard errors
    /// and Spearman's correlation of the markers, n - 1 degrees of freedom.
    /// </summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="first">A finite value for each row; larger means higher risk.</param>
    /// <param name="second">Another marker of the same subjects.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Markers of another length, or follow-up with weights, strata, clusters or entry
    /// times.</exception>
    /// <exception cref="InvalidSurvivalDataException">A marker is not finite, or no pair is comparable.</exception>
    public static TestedEstimate CompareNoether(
        SurvivalData data, ReadOnlySpan<double> first, ReadOnlySpan<double> second, double confidenceLevel = 0.95)
    {
        var (a, b) = (Noether(data, first, confidenceLevel), Noether(data, second, confidenceLevel));
        var r = RankCorrelation.Spearman(first, second);
        var se = Math.Sqrt((a.StandardError * a.StandardError)
            + (b.StandardError * b.StandardError) - (2 * r * a.StandardError * b.StandardError));
        var difference = a.Estimate - b.Estimate;
        var t = difference / se;
        // Two markers that order all alike do not differ; of an error that is not known nothing is.
        var p = difference == 0 && se == 0 ? 1
            : double.IsNaN(t) ? double.NaN : MathNet.Numerics.Distributions.StudentT.CDF(0, 1, data.Count - 1, -t);
        var half = Tails.StudentQuantile((1 + confidenceLevel) / 2, data.Count - 1) * se;
        return new TestedEstimate(
            difference, se, difference - half, difference + half,
            new TestResult(t, data.Count - 1, p, "One-sided t test of two concordance indices"));
    }

    internal static TestedEstimate NormalTest(double difference, double variance, double confidenceLevel) =>
        TestedEstimate.Normal(difference, Math.Sqrt(Math.Max(variance, 0)), confidenceLevel, "Test of two concordance indices");

    /// <summary>For each row the comparable pairs it is in: how many, and concordant less discordant.</summary>
    private static (ConcordancePairs Pairs, double[] Concordant, double[] Discordant, double[] Relevant, double[] Score) RowScores(
        SurvivalData data, ReadOnlySpan<double> marker, ConcordanceOptions options)
    {
        Check(data, marker, options);
        var n = data.Count;
        var (c, d, x) = (new double[n], new double[n], new double[n]);
        var sorted = SortedFollowUp.Of(data);
        var pairs = new PairCounter(sorted, 0, sorted.Sort(marker), options, false).Count(c, d, x);
        (c, d, x) = (sorted.Unsort(c), sorted.Unsort(d), sorted.Unsort(x));
        var (relevant, score) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
            (relevant[i], score[i]) = (c[i] + d[i] + x[i], c[i] - d[i]);
        return (pairs, c, d, relevant, score);
    }
}
