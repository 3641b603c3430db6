namespace Survival.Models.Calibration;

/// <summary>Calibration by groups of predicted survival, from the lowest to the highest.</summary>
/// <param name="Time">The time at which survival is predicted.</param>
/// <param name="Groups">The groups.</param>
/// <param name="GroupOfRow">The group of each row, from 0.</param>
public sealed record GroupedCalibration(double Time, IReadOnlyList<CalibrationGroup> Groups, IReadOnlyList<int> GroupOfRow);
