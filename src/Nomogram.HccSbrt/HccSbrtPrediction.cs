using Notebooks;

namespace Nomogram.HccSbrt;

/// <summary>What the published model says of one patient. Intervals carry the published confidence intervals of the hazard ratios, with covariances taken as 0, and nothing else.</summary>
[TypeFormatterSource(typeof(Formatters))]
public sealed class HccSbrtPrediction
{
    private const double Z = PublishedModel.NormalQuantile975;

    internal HccSbrtPrediction(
        HccSbrtPatient patient, IReadOnlyList<PredictorPoints> predictors, double linearPredictor, double standardError, double totalPoints,
        BaselineSurvival? baseline, IReadOnlyList<string> warnings, IReadOnlyList<string> assumptions) =>
        (Patient, Predictors, LinearPredictor, LinearPredictorStandardError, TotalPoints, Baseline, Warnings, Assumptions) =
        (patient, predictors, linearPredictor, standardError, totalPoints, baseline, warnings, assumptions);

    /// <summary>The patient.</summary>
    public HccSbrtPatient Patient { get; }

    /// <summary>What each predictor adds.</summary>
    public IReadOnlyList<PredictorPoints> Predictors { get; }

    /// <summary>The sum of coefficients times coded values (not centred): 0 for Rad-score 0, tumour of 5 cm or less, BED below 70 Gy and Child-Pugh A.</summary>
    public double LinearPredictor { get; }

    /// <summary>The standard error of the linear predictor, from the published confidence intervals.</summary>
    public double LinearPredictorStandardError { get; }

    /// <summary>The hazard relative to the reference patient, exp(linear predictor).</summary>
    public Interval RelativeHazard => new(
        Math.Exp(LinearPredictor),
        Math.Exp(LinearPredictor - Z * LinearPredictorStandardError),
        Math.Exp(LinearPredictor + Z * LinearPredictorStandardError));

    /// <summary>The nomogram's total points.</summary>
    public double TotalPoints { get; }

    /// <summary>The risk group by the Rad-score's cut-off.</summary>
    public RiskGroup RiskGroup => Patient.RadScore.RiskGroup;

    /// <summary>The baseline, or <see langword="null"/>.</summary>
    public BaselineSurvival? Baseline { get; }

    /// <summary>What a reader must know: values outside the study's range, a score on raw features.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>What was assumed: the model's caveats, what this prediction adds to them, and the baseline's assumptions.</summary>
    public IReadOnlyList<string> Assumptions { get; }

    /// <summary>The probability of being alive at a time, exp(-H0(t) exp(linear predictor)).</summary>
    /// <param name="months">The time in months, within the baseline's range; the paper shows 6, 12 and 18.</param>
    /// <returns>The survival; its interval carries the uncertainty of the linear predictor only, not that of the baseline.</returns>
    /// <exception cref="BaselineRequiredException">No baseline was named.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside the baseline's range.</exception>
    public Interval SurvivalAt(double months)
    {
        var hazard = (Baseline ?? throw new BaselineRequiredException()).CumulativeHazard(months);
        var relative = RelativeHazard;
        return new Interval(Math.Exp(-hazard * relative.Estimate), Math.Exp(-hazard * relative.Upper), Math.Exp(-hazard * relative.Lower));
    }

    /// <summary>The first time at which the predicted survival is one half or less, in months.</summary>
    /// <returns>The median, or <see langword="null"/> where survival stays above one half up to the baseline's last time.</returns>
    /// <exception cref="BaselineRequiredException">No baseline was named.</exception>
    public double? MedianMonths() => MedianOf(RelativeHazard.Estimate);

    /// <summary>The 95 % limits of the median, in months: the medians at the limits of <see cref="RelativeHazard"/>. They carry no uncertainty of the baseline.</summary>
    /// <returns>The limits; either is <see langword="null"/> where survival at it stays above one half up to the baseline's last time.</returns>
    /// <exception cref="BaselineRequiredException">No baseline was named.</exception>
    public (double? Lower, double? Upper) MedianLimits() => (MedianOf(RelativeHazard.Upper), MedianOf(RelativeHazard.Lower));

    private double? MedianOf(double relativeHazard) =>
        (Baseline ?? throw new BaselineRequiredException()).MonthsAt(Math.Log(2) / relativeHazard);
}
