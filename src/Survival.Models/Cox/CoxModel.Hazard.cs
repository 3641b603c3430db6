namespace Survival.Models.Cox;

public sealed partial class CoxModel
{
    /// <summary>The cumulative hazard at a time where the linear predictor, not centred, has a value. Of a model without strata.</summary>
    /// <param name="time">The time; after the last the last value holds.</param>
    /// <param name="linearPredictor">The linear predictor, not centred; 0 for all covariates at 0.</param>
    /// <returns>H(time) exp(linearPredictor), H the baseline where all covariates are 0.</returns>
    public double CumulativeHazard(double time, double linearPredictor = 0)
    {
        // The model's own baseline belongs to its means, of which those of 0/1 columns are 0, as in R.
        var own = 0.0;
        for (var j = 0; j < ColumnNames.Count; j++)
            own += Coefficients[j] * Means[j];
        return Baseline().HazardAt(time) * Math.Exp(linearPredictor - own);
    }
}
