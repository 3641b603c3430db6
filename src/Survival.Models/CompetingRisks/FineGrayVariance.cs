using Survival.Models.Discrimination;

namespace Survival.Models.CompetingRisks;

/// <summary>
/// The sandwich variance of a Fine-Gray model: the subjects' scores eta, and psi, what each contributes through the estimated censoring
/// distribution
/// (Fine and Gray 1999, section 3). Where several groups have their own censoring distribution, psi takes in the events of the same group,
/// as <c>crr</c>. Those of a cluster are added up first.
/// </summary>
internal static class FineGrayVariance
{
    public static double[] Of(FineGrayObjective data, double[] inverse, bool censoring)
    {
        var (n, p) = (data.Rows, data.Columns);
        var scores = Eta(data);
        if (censoring)
            AddPsi(data, scores);
        (scores, n) = ByCluster(scores, data.Cluster, p);
        var meat = new double[p * p];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < p; j++)
            {
                for (var m = 0; m < p; m++)
                    meat[(j * p) + m] += scores[(i * p) + j] * scores[(i * p) + m];
            }
        }
        var half = new double[p * p];
        var result = new double[p * p];
        for (var j = 0; j < p; j++)
        {
            for (var m = 0; m < p; m++)
            {
                for (var k = 0; k < p; k++)
                    half[(j * p) + m] += inverse[(j * p) + k] * meat[(k * p) + m];
            }
        }
        for (var j = 0; j < p; j++)
        {
            for (var m = 0; m < p; m++)
            {
                for (var k = 0; k < p; k++)
                    result[(j * p) + m] += half[(j * p) + k] * inverse[(k * p) + m];
            }
        }
        return result;
    }

    private static (double[] Scores, int Count) ByCluster(double[] scores, int[] cluster, int p)
    {
        if (cluster.Length == 0)
            return (scores, scores.Length / p);
        var sums = new double[p][];
        for (var j = 0; j < p; j++)
            sums[j] = Clusters.Sum([.. Enumerable.Range(0, cluster.Length).Select(i => scores[(i * p) + j])], cluster);
        return ([.. Enumerable.Range(0, sums[0].Length).SelectMany(k => sums.Select(s => s[k]))], sums[0].Length);
    }

    /// <summary>Weighted score residuals by position.</summary>
    private static double[] Eta(FineGrayObjective data)
    {
        var (n, p) = (data.Rows, data.Columns);
        var (steps, sums, scores) = (new double[data.EventTime.Length * p], new double[n * p], new double[n * p]);
        for (var k = 0; k < data.EventTime.Length; k++)
        {
            for (var j = 0; j < p; j++)
                steps[(k * p) + j] = data.Means[(k * p) + j] * data.EventWeight[k] / data.AtRisk[k];
        }
        for (var s = 0; s + 1 < data.StratumStart.Length; s++)
        {
            data.Cumulate(s, steps, p, sums);
            var k = data.EventStart[s];
            for (var i = data.StratumStart[s]; i < data.StratumStart[s + 1]; i++)
            {
                while (k < data.EventStart[s + 1] && data.EventTime[k] < data.Time[i])
                    k++;
                for (var j = 0; j < p; j++)
                {
                    var at = (i * p) + j;
                    scores[at] = -data.Risk[i] * ((data.Values[at] * data.Hazard[i]) - sums[at]);
                    if (data.Own[i])
                        scores[at] += data.Weight[i] * (data.Values[at] - data.Means[(k * p) + j]);
                }
            }
        }
        return scores;
    }

    private static void AddPsi(FineGrayObjective data, double[] scores)
    {
        for (var s = 0; s + 1 < data.StratumStart.Length; s++)
        {
            var groups = Enumerable
                .Range(data.StratumStart[s], data.StratumStart[s + 1] - data.StratumStart[s])
                .GroupBy(i => data.Group[i]);
            foreach (var group in groups)
                AddPsi(data, s, group.Key, [.. group], scores);
        }
    }

    private static void AddPsi(FineGrayObjective data, int s, int g, int[] members, double[] scores)
    {
        var p = data.Columns;
        var (begin, end) = (data.EventStart[s], data.EventStart[s + 1]);
        // From each event time on: the sums of G dLambda and G zbar dLambda over this group's events.
        var own = new double[end - begin];
        var k = begin;
        foreach (var i in members)
        {
            while (k < end && data.EventTime[k] < data.Time[i])
                k++;
            if (data.Own[i])
                own[k - begin] += data.Weight[i];
        }
        var (plain, means) = (new double[end - begin + 1], new double[(end - begin + 1) * p]);
        for (var m = end - begin - 1; m >= 0; m--)
        {
            var hazard = data.Censoring.AtEvent[g][begin + m] * own[m] / data.AtRisk[begin + m];
            plain[m] = plain[m + 1] + hazard;
            for (var j = 0; j < p; j++)
                means[(m * p) + j] = means[((m + 1) * p) + j] + (hazard * data.Means[((begin + m) * p) + j]);
        }
        var (times, atRisk, counts) = (data.Censoring.Times[g], data.Censoring.AtRisk[g], data.Censoring.Count[g]);
        // q(u) / Y(u) at each censoring time, and the sum of q dLambda_c / Y up to it.
        var (jump, drift) = (new double[times.Length * p], new double[(times.Length + 1) * p]);
        var (held, total) = (new double[p], 0.0);
        var at = 0;
        k = begin;
        for (var c = 0; c < times.Length; c++)
        {
            for (; at < members.Length && data.Time[members[at]] < times[c]; at++)
            {
                var i = members[at];
                if (!data.Competing[i])
                    continue;
                var w = data.Risk[i] * data.Censoring.Inverse[i];
                total += w;
                for (var j = 0; j < p; j++)
                    held[j] += w * data.Values[(i * p) + j];
            }
            while (k < end && data.EventTime[k] < times[c])
                k++;
            for (var j = 0; j < p; j++)
            {
                var q = (held[j] * plain[k - begin]) - (total * means[((k - begin) * p) + j]);
                jump[(c * p) + j] = q / atRisk[c];
                drift[((c + 1) * p) + j] = drift[(c * p) + j] + (q * counts[c] / (atRisk[c] * atRisk[c]));
            }
        }
        var passed = 0;
        foreach (var i in members)
        {
            while (passed < times.Length && times[passed] <= data.Time[i])
                passed++;
            var censored = !data.Own[i] && !data.Competing[i];
            for (var j = 0; j < p; j++)
                scores[(i * p) + j] += (censored ? jump[((passed - 1) * p) + j] : 0) - drift[(passed * p) + j];
        }
    }
}
