using Survival.Models.Cox;

namespace Survival.Models.Prognosis;

public sealed partial class PrognosticModel
{
    /// <summary>The columns of every patient of a cohort, in the order of <see cref="ColumnNames"/>.</summary>
    internal double[][] Columns(Cohort cohort, BaselineHazard? baseline) =>
        [.. Predict(cohort.Table, null, "id", baseline, null, null, cohort.Ids).Select(p => p.Columns)];

    /// <summary>The survival at a time of a linear predictor, not centred; of a model of an incidence one less this.</summary>
    internal double SurvivalOf(double linearPredictor, BaselineHazard baseline, double time) =>
        Math.Exp(-baseline.AtMeans(BaselineCentre).HazardAt(time) * Math.Exp(linearPredictor - BaselineCentre));

    /// <summary>The model with other coefficients and a baseline of a cohort.</summary>
    internal PrognosticModel WithCoefficients(
        IReadOnlyList<double> coefficients, double factor, CoxModel? refit, string name, SurvivalData followUp,
        IReadOnlyList<double> linearPredictors)
    {
        if (refit is not null)
        {
            return Checked(new PrognosticModel(
                Description, Signature, Predictors, LinearPart.Of(refit, _linear.Reference),
                [.. refit.Baselines.Select(b => BaselineHazard.Of(refit, b, Description.Endpoint.TimeUnit))], Horizons,
                    LinearPredictorRange,
                refit)
            {
                Interactions = Interactions,
            });
        }
        var baseline = BaselineHazard.Recalibrate(name, followUp, [.. linearPredictors.Select(v => v * factor)]);
        var linear = _linear with
        {
            Coefficients = [.. coefficients],
            Covariance = [.. _linear.Covariance.Select(v => v * factor * factor)],
            // The baseline is where all columns are 0.
            Means = new double[coefficients.Count],
        };
        var range = (LinearPredictorRange.Low * factor, LinearPredictorRange.High * factor);
        return Checked(new PrognosticModel(
            Description, Signature, Predictors, linear, [baseline], Horizons, factor < 0 ? (range.Item2, range.Item1) : range, null)
        {
            Interactions = Interactions,
        });
    }

    /// <summary>The model with the coefficients and baseline of another Fine-Gray model of its columns.</summary>
    internal PrognosticModel WithIncidence(CompetingRisks.FineGrayModel refit) => Checked(new PrognosticModel(
        Description, Signature, Predictors, LinearPart.Of(refit, _linear.Reference),
        [BaselineHazard.Of(refit, 0, Description.Endpoint.TimeUnit)], Horizons, LinearPredictorRange, null)
    {
        Interactions = Interactions,
    });

    /// <summary>The model with its coefficients times a factor and the baseline of a cohort.</summary>
    internal PrognosticModel WithIncidence(double factor, BaselineHazard baseline)
    {
        var linear = _linear with
        {
            Coefficients = [.. _linear.Coefficients.Select(b => b * factor)],
            Covariance = [.. _linear.Covariance.Select(v => v * factor * factor)],
            // The baseline is where all columns are 0.
            Means = new double[_linear.Means.Length],
        };
        var (low, high) = (LinearPredictorRange.Low * factor, LinearPredictorRange.High * factor);
        return Checked(new PrognosticModel(
            Description, Signature, Predictors, linear, [baseline], Horizons, factor < 0 ? (high, low) : (low, high), null)
        {
            Interactions = Interactions,
        });
    }
}
