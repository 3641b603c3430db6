using Survival.Models.Data;
using Survival.Models.Discrimination;

namespace Survival.Models.NonParametric;

/// <summary>
/// Survival curves without a model: Kaplan EL, Meier P, J Am Stat Assoc 1958;53:457-481, doi:10.1080/01621459.1958.10501452; Nelson and
/// Aalen's cumulative hazard; Greenwood's variance or the infinitesimal jackknife; left truncation and weights. As R's <c>survfit</c>.
/// </summary>
public static class KaplanMeier
{
    /// <summary>The curve of a whole cohort.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="options">How; R's defaults where <see langword="null"/>.</param>
    public static SurvivalCurve Fit(SurvivalData data, KaplanMeierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Fit(data, new int[data.Count], options)[0];
    }

    /// <summary>The curves of groups.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="group">The group of each row, as any whole number.</param>
    /// <param name="options">How; R's defaults where <see langword="null"/>.</param>
    /// <returns>A curve for each group that occurs, by increasing code.</returns>
    /// <exception cref="ArgumentException">There are not as many groups as rows.</exception>
    public static IReadOnlyList<SurvivalCurve> Fit(SurvivalData data, ReadOnlySpan<int> group, KaplanMeierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= KaplanMeierOptions.Default;
        options.Validate();
        if (group.Length != data.Count)
            throw new ArgumentException($"There are {data.Count} rows but {group.Length} groups.", nameof(group));
        var rows = new SortedDictionary<int, List<int>>();
        for (var i = 0; i < group.Length; i++)
        {
            if (!rows.TryGetValue(group[i], out var list))
                rows[group[i]] = list = [];
            list.Add(i);
        }
        var times = TimeOrder.Merge(data.Time, data.Entry);
        var robust = options.Robust ?? (!data.Cluster.IsEmpty || data.Weight.ContainsAnyFraction());
        return [.. rows.Select(g => new SurvivalCurve(g.Key, g.Value.Count, Build(data, times, [.. g.Value], options.Estimator, robust), options))];
    }

    private static bool ContainsAnyFraction(this ReadOnlySpan<double> weights)
    {
        foreach (var weight in weights)
        {
            if (weight != Math.Floor(weight))
                return true;
        }
        return false;
    }

    private static CurvePoints Build(SurvivalData data, (double[] Exit, double[] Entry) times, int[] rows, SurvivalEstimator estimator, bool robust)
    {
        var points = new CurvePoints();
        Array.Sort(rows, (a, b) => times.Exit[a].CompareTo(times.Exit[b]));
        int[] byEntry = times.Entry.Length == 0 ? [] : [.. rows.OrderBy(i => times.Entry[i])];
        var (survivalJackknife, hazardJackknife) = robust ? (new Jackknife(data, rows), new Jackknife(data, rows)) : (null, null);

        // At risk before t: entered before t and not yet left.
        var (entered, atRisk) = (0, 0.0);
        if (byEntry.Length == 0)
        {
            foreach (var i in rows)
            {
                atRisk += Weight(i);
                survivalJackknife?.Enter(i);
                hazardJackknife?.Enter(i);
            }
        }
        var (survival, hazard, logVariance, hazardVariance) = (1.0, 0.0, 0.0, 0.0);
        for (var k = 0; k < rows.Length;)
        {
            var time = times.Exit[rows[k]];
            for (; entered < byEntry.Length && times.Entry[byEntry[entered]] < time; entered++)
            {
                atRisk += Weight(byEntry[entered]);
                survivalJackknife?.Enter(byEntry[entered]);
                hazardJackknife?.Enter(byEntry[entered]);
            }
            var (events, censored, count, first) = (0.0, 0.0, 0, k);
            for (; k < rows.Length && times.Exit[rows[k]] == time; k++)
            {
                if (data.Event[rows[k]])
                {
                    events += Weight(rows[k]);
                    count++;
                }
                else
                {
                    censored += Weight(rows[k]);
                }
            }
            if (events > 0)
            {
                var after = atRisk - events;
                var last = after <= 1e-12 * atRisk;
                survivalJackknife?.Step(last ? double.PositiveInfinity : events / (atRisk * after), last ? double.PositiveInfinity : 1 / after);
                // Tied deaths leave one after the other; the last two are the derivatives of the step by the weight at risk and by that of the dead.
                var (steps, growth, jump) = (estimator == SurvivalEstimator.FlemingHarrington ? count : 1, 0.0, 0.0);
                for (var j = 0; j < steps; j++)
                {
                    var left = atRisk - (j * events / steps);
                    var step = events / steps / left;
                    hazard += step;
                    hazardVariance += step / left;
                    growth += step / left;
                    jump += (1 + (j * step)) / (steps * left);
                }
                hazardJackknife?.Step(growth, jump);
                logVariance += last ? double.PositiveInfinity : events / (atRisk * after);
                survival = estimator == SurvivalEstimator.KaplanMeier ? last ? 0 : survival * (after / atRisk) : Math.Exp(-hazard);
            }
            for (var j = first; j < k; j++)
            {
                survivalJackknife?.Leave(rows[j], data.Event[rows[j]]);
                hazardJackknife?.Leave(rows[j], data.Event[rows[j]]);
            }
            var hazardError = Math.Sqrt(hazardJackknife?.Variance ?? hazardVariance);
            var logError = estimator == SurvivalEstimator.KaplanMeier ? Math.Sqrt(survivalJackknife?.Variance ?? logVariance) : hazardError;
            points.Time.Add(time);
            points.AtRisk.Add(atRisk);
            points.Events.Add(events);
            points.Censored.Add(censored);
            points.Survival.Add(survival);
            points.LogStandardError.Add(logError);
            points.StandardError.Add(survival * logError);
            points.CumulativeHazard.Add(hazard);
            points.HazardStandardError.Add(hazardError);
            atRisk -= events + censored;
        }
        return points;

        double Weight(int row) => data.Weight.IsEmpty ? 1 : data.Weight[row];
    }
}
