namespace Survival.Models.Calibration;

public static partial class SurvivalCalibration
{
    /// <summary>Observed against predicted survival of a cohort in groups of the prediction.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="predictedSurvival">The predicted survival of each patient at the time.</param>
    /// <param name="time">The time.</param>
    /// <param name="cuts">How groups are made.</param>
    /// <param name="confidenceLevel">The level of the intervals.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static GroupedCalibration ByGroups(Cohort cohort, ReadOnlySpan<double> predictedSurvival, double time, CalibrationCuts cuts,
        double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return ByGroups(cohort.FollowUp, predictedSurvival, time, cuts, confidenceLevel);
    }

    /// <summary>A smooth curve of observed against predicted risk of a cohort.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="predictedSurvival">The predicted survival of each patient at the time; above 0 and below 1.</param>
    /// <param name="time">The time.</param>
    /// <param name="knots">The knots of the spline.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static SmoothCalibration Smooth(Cohort cohort, ReadOnlySpan<double> predictedSurvival, double time, int knots = 3)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Smooth(cohort.FollowUp, predictedSurvival, time, knots);
    }

    /// <summary>Observed over expected events of a cohort at a time.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="predictedSurvival">The predicted survival of each patient at the time.</param>
    /// <param name="time">The time.</param>
    /// <param name="confidenceLevel">The level of the interval.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static InTheLarge InTheLarge(Cohort cohort, ReadOnlySpan<double> predictedSurvival, double time, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return InTheLarge(cohort.FollowUp, predictedSurvival, time, confidenceLevel);
    }

    /// <summary>The calibration slope of a linear predictor in a cohort.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="linearPredictor">The linear predictor of each patient.</param>
    /// <param name="confidenceLevel">The level of the interval.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static TestedEstimate Slope(Cohort cohort, ReadOnlySpan<double> linearPredictor, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Slope(cohort.FollowUp, linearPredictor, confidenceLevel);
    }

    /// <summary>Observed against predicted survival, a cohort's column, in groups of the prediction.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="predictedSurvival">The column of the predicted survival at the time.</param>
    /// <param name="time">The time.</param>
    /// <param name="cuts">How groups are made.</param>
    /// <param name="confidenceLevel">The level of the intervals.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static GroupedCalibration ByGroups(
        Cohort cohort, string predictedSurvival, double time, CalibrationCuts cuts, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return ByGroups(cohort.FollowUp, cohort.Marker(predictedSurvival), time, cuts, confidenceLevel);
    }

    /// <summary>A smooth curve of observed against predicted risk, of a cohort's column of predicted survival.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="predictedSurvival">The column of the predicted survival at the time.</param>
    /// <param name="time">The time.</param>
    /// <param name="knots">The knots of the spline.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static SmoothCalibration Smooth(Cohort cohort, string predictedSurvival, double time, int knots = 3)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Smooth(cohort.FollowUp, cohort.Marker(predictedSurvival), time, knots);
    }

    /// <summary>Observed over expected events at a time, of a cohort's column of predicted survival.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="predictedSurvival">The column of the predicted survival at the time.</param>
    /// <param name="time">The time.</param>
    /// <param name="confidenceLevel">The level of the interval.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static InTheLarge InTheLarge(Cohort cohort, string predictedSurvival, double time, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return InTheLarge(cohort.FollowUp, cohort.Marker(predictedSurvival), time, confidenceLevel);
    }

    /// <summary>The calibration slope of a linear predictor that is a cohort's column.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="linearPredictor">The column of the linear predictor.</param>
    /// <param name="confidenceLevel">The level of the interval.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static TestedEstimate Slope(Cohort cohort, string linearPredictor, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Slope(cohort.FollowUp, cohort.Marker(linearPredictor), confidenceLevel);
    }
}
