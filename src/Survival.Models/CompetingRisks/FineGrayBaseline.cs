namespace Survival.Models.CompetingRisks;

/// <summary>The cumulative subdistribution hazard of a stratum where all columns are at their means, with what its variance is made of: as
/// <c>survival::survfit.coxph</c> has it of <c>survival::finegray</c>'s rows, ties as Breslow.</summary>
/// <param name="Time">The event times, ascending.</param>
/// <param name="Hazard">The cumulative hazard at each.</param>
/// <param name="Variance">Its variance, that of the coefficients apart.</param>
/// <param name="Gradient">The sum of the steps times the mean columns at risk, less the columns' means: a row a time.</param>
/// <param name="LastTime">The end of the longest follow-up.</param>
internal sealed record FineGrayBaseline(double[] Time, double[] Hazard, double[] Variance, double[] Gradient, double LastTime)
{
    /// <summary>The baseline of an objective at the coefficients where it was last evaluated and differentiated.</summary>
    public static FineGrayBaseline Of(FineGrayObjective target, int stratum)
    {
        var (begin, end, p) = (target.EventStart[stratum], target.EventStart[stratum + 1], target.Columns);
        var (hazard, variance, gradient) = (new double[end - begin], new double[end - begin], new double[(end - begin) * p]);
        for (var k = begin; k < end; k++)
        {
            var (at, atRisk) = (k - begin, target.AtRisk[k] * Math.Exp(target.Shift));
            var step = target.EventWeight[k] / atRisk;
            hazard[at] = (at > 0 ? hazard[at - 1] : 0) + step;
            variance[at] = (at > 0 ? variance[at - 1] : 0) + (step / atRisk);
            for (var j = 0; j < p; j++)
            {
                gradient[(at * p) + j] = (at > 0 ? gradient[((at - 1) * p) + j] : 0)
                    + (step * target.Means[(k * p) + j] * target.Scale[j]);
            }
        }
        // Positions are in the order of time within a stratum.
        return new(target.EventTime[begin..end], hazard, variance, gradient, target.Time[target.StratumStart[stratum + 1] - 1]);
    }
}
