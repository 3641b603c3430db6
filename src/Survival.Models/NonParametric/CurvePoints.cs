namespace Survival.Models.NonParametric;

/// <summary>The columns of a curve while it is built.</summary>
internal sealed class CurvePoints(double slack)
{
    /// <summary>How far a time that is asked for may lie from one of the curve's and still be that time.</summary>
    public double Slack { get; } = slack;

    public List<double> Time { get; } = [];

    public List<double> AtRisk { get; } = [];

    public List<double> Events { get; } = [];

    public List<double> Censored { get; } = [];

    public List<double> Survival { get; } = [];

    /// <summary>The standard error of log survival, or of the cumulative hazard where survival is exp(-hazard).</summary>
    public List<double> LogStandardError { get; } = [];

    public List<double> StandardError { get; } = [];

    public List<double> CumulativeHazard { get; } = [];

    public List<double> HazardStandardError { get; } = [];
}
