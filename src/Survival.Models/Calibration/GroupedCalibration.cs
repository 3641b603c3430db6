using Survival.Models.Numerics;

namespace Survival.Models.Calibration;

/// <summary>Calibration by groups of predicted survival, from the lowest to the highest.</summary>
/// <param name="Time">The time at which survival is predicted.</param>
/// <param name="Groups">The groups.</param>
/// <param name="GroupOfRow">The group of each row, from 0.</param>
public sealed record GroupedCalibration(double Time, IReadOnlyList<CalibrationGroup> Groups, IReadOnlyList<int> GroupOfRow)
{
    /// <summary>A row a group.</summary>
    public override string ToString()
    {
        var table = new TextTable(Invariant($"at {Time}"), "n", "events in all", "predicted", "observed", "lower", "upper");
        foreach (var (g, k) in Groups.Select((g, k) => (g, k)))
        {
            table.Row(Invariant($"{k + 1}"), Invariant($"{g.Count}"), Invariant($"{g.Events}"), TextTable.Fixed(g.MeanPredicted, 4),
                TextTable.Fixed(g.Observed, 4), TextTable.Fixed(g.Lower, 4), TextTable.Fixed(g.Upper, 4));
        }
        return (table.ToString() + (Warning is null ? "" : "warning: " + Warning)).TrimEnd();
    }

    /// <summary>What is suspect in the predictions: that they look like risks of the event, where survival is asked for;
    /// <see langword="null"/> where nothing is.</summary>
    public string? Warning { get; internal init; }
}
