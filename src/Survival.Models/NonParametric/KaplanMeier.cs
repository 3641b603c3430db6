using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.NonParametric;

/// <summary>
/// Survival curves without a model: Kaplan EL, Meier P, J Am Stat Assoc 1958;53:457-481, doi:10.1080/01621459.1958.10501452; Nelson and
/// Aalen's cumulative hazard; Greenwood's variance or the infinitesimal jackknife; left truncation and weights. As R's <c>survfit</c>.
/// </summary>
public static partial class KaplanMeier
{
    /// <summary>The curve of a whole cohort.</summary>
    /// <param name="data">The follow-up; its strata do not count.</param>
    /// <param name="options">How; R's defaults where <see langword="null"/>.</param>
    public static SurvivalCurve Fit(SurvivalData data, KaplanMeierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Fit(data, new int[data.Count], options)[0];
    }

    /// <summary>The curves of groups.</summary>
    /// <param name="data">The follow-up; its strata do not count, but as groups.</param>
    /// <param name="group">The group of each row, as any whole number.</param>
    /// <param name="options">How; R's defaults where <see langword="null"/>.</param>
    /// <returns>A curve for each group that occurs, by increasing code; printed, a line each.</returns>
    /// <exception cref="ArgumentException">There are not as many groups as rows.</exception>
    /// <exception cref="InvalidSurvivalDataException">All weights of a group are 0.</exception>
    public static IReadOnlyList<SurvivalCurve> Fit(SurvivalData data, ReadOnlySpan<int> group, KaplanMeierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= KaplanMeierOptions.Default;
        options.Validate();
        if (group.Length != data.Count)
            throw new ArgumentException($"There are {data.Count} rows but {group.Length} groups.", nameof(group));
        var sorted = SortedFollowUp.Of(data, group);
        var robust = options.Robust ?? (!data.Cluster.IsEmpty || data.HasFractionalWeight);
        var curves = new SurvivalCurve[sorted.StratumCount];
        for (var s = 0; s < curves.Length; s++)
        {
            var (code, rows) = (sorted.StratumCode[s], sorted.StratumStart[s + 1] - sorted.StratumStart[s]);
            var stratum = s;
            curves[s] = new SurvivalCurve(code, rows, Build(data, sorted, s, options.Estimator, robust), options)
            {
                IsAlone = curves.Length == 1,
                MeanVariance = robust ? areas => MeanVariance(data, sorted, stratum, options.Estimator, areas) : null,
            };
        }
        return new ResultList<SurvivalCurve>(curves, SurvivalCurve.Print);
    }

    private static CurvePoints Build(SurvivalData data, SortedFollowUp sorted, int stratum, SurvivalEstimator estimator, bool robust)
    {
        var (begin, end) = (sorted.StratumStart[stratum], sorted.StratumStart[stratum + 1]);
        if (sorted.Weight is { } weight && !weight.AsSpan(begin, end - begin).ContainsAnyExcept(0))
        {
            var which = sorted.StratumCount > 1 ? Invariant($" of group {sorted.StratumCode[stratum]}") : "";
            throw new InvalidSurvivalDataException(
                $"All weights{which} are 0, so nobody is at risk and there is no curve. Leave those rows out.", column: "weight");
        }
        var points = new CurvePoints(sorted.Slack);
        var jackknife = robust ? new Jackknives(data, sorted, begin, end) : null;
        var (product, hazard, hazardVariance) = (new ProductLimit(), 0.0, 0.0);
        foreach (var t in new RiskCounts(sorted, stratum))
        {
            jackknife?.Enter(t.Time);
            if (t.Deaths > 0)
            {
                product.Step(t.AtRisk, t.Deaths);
                var step = HazardStep(estimator, t);
                hazard += step.Rate;
                hazardVariance += step.Variance;
                var after = t.AtRisk - t.Deaths;
                jackknife?.Step(
                    product.Survival == 0 ? double.PositiveInfinity : t.Deaths / (t.AtRisk * after), 1 / after, step.Growth, step.Jump);
            }
            jackknife?.Leave(t.First, t.End);
            var hazardError = Math.Sqrt(jackknife?.HazardVariance ?? hazardVariance);
            var byProduct = estimator == SurvivalEstimator.KaplanMeier;
            var survival = byProduct ? product.Survival : Math.Exp(-hazard);
            var logError = byProduct ? Math.Sqrt(jackknife?.LogSurvivalVariance ?? product.LogVariance) : hazardError;
            points.Time.Add(t.Time);
            points.AtRisk.Add(t.AtRisk);
            points.Events.Add(t.Deaths);
            points.Censored.Add(t.Censored);
            points.Survival.Add(survival);
            points.LogStandardError.Add(logError);
            points.StandardError.Add(survival * logError);
            points.CumulativeHazard.Add(hazard);
            points.HazardStandardError.Add(hazardError);
        }
        return points;
    }

    // A step of the hazard, its variance, and its derivatives by the weight at risk (growth) and by that of the dead (jump).
    private static (double Rate, double Variance, double Growth, double Jump) HazardStep(SurvivalEstimator estimator, in RiskCount t)
    {
        var sum = (Rate: 0.0, Variance: 0.0, Growth: 0.0, Jump: 0.0);
        foreach (var step in new TieSteps(estimator == SurvivalEstimator.FlemingHarrington, t.DeathRows, t.Deaths, t.AtRisk, t.Deaths))
        {
            var rate = step.Weight / step.AtRisk;
            sum.Rate += rate;
            sum.Variance += rate / step.AtRisk;
            sum.Growth += rate / step.AtRisk;
            sum.Jump += step.Weight / t.Deaths * (1 + (step.Share * t.Deaths / step.AtRisk)) / step.AtRisk;
        }
        return sum;
    }

    // The jackknife of a restricted mean, which is minus the sum of the steps of log survival by the areas after them.
    private static double MeanVariance(
        SurvivalData data, SortedFollowUp sorted, int stratum, SurvivalEstimator estimator, double[] areas)
    {
        var jackknife = new Jackknives(data, sorted, sorted.StratumStart[stratum], sorted.StratumStart[stratum + 1]);
        var place = 0;
        foreach (var t in new RiskCounts(sorted, stratum))
        {
            jackknife.Enter(t.Time);
            var area = areas[place++];
            if (t.Deaths > 0)
            {
                var after = t.AtRisk - t.Deaths;
                var (growth, jump) = area == 0 ? (0, 0)
                    : estimator == SurvivalEstimator.KaplanMeier ? (t.Deaths / (t.AtRisk * after), 1 / after)
                    : (HazardStep(estimator, t).Growth, HazardStep(estimator, t).Jump);
                jackknife.Step(0, 0, area * growth, area * jump);
            }
            jackknife.Leave(t.First, t.End);
        }
        return jackknife.HazardVariance;
    }
}
