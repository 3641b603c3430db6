using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

public sealed partial class TimeDependentRoc
{
    private readonly double[][] _influence;
    private readonly RocPoint[][] _curves;

    internal TimeDependentRoc(TimeAuc[] at, double[][] influence, RocPoint[][] curves, double level) =>
        (At, _influence, _curves, ConfidenceLevel) = (new ResultList<TimeAuc>(at, RecordText.Table), influence, curves, level);

    /// <summary>The estimate at each time, in the order in which the times were asked for.</summary>
    public IReadOnlyList<TimeAuc> At { get; }

    /// <summary>The level of the confidence intervals.</summary>
    public double ConfidenceLevel { get; }

    /// <summary>The influence of each row (in the data's order) on the area at a time; the area's standard error is their standard
    /// deviation over the root of n.</summary>
    /// <param name="index">The time's place.</param>
    public ReadOnlyMemory<double> Influence(int index) => _influence[index];

    /// <summary>A row a time: the area with its limits, and who was counted.</summary>
    public override string ToString()
    {
        var table = new TextTable("time", "AUC", "se", "lower", "upper", "cases", "controls", "undetermined");
        foreach (var a in At)
        {
            table.Row(TextTable.Number(a.Time), TextTable.Fixed(a.Auc, 4), TextTable.Fixed(a.StandardError, 4),
                TextTable.Fixed(a.Lower, 4), TextTable.Fixed(a.Upper, 4), TextTable.Count(a.Cases), TextTable.Count(a.Controls),
                TextTable.Count(a.Undetermined));
        }
        return table.ToString().TrimEnd();
    }

    /// <summary>The ROC curve at a time, from (0, 0) to (1, 1): a point for each distinct marker value, which is the lowest that still
    /// tests positive.</summary>
    /// <param name="index">The time's place.</param>
    public IReadOnlyList<RocPoint> Curve(int index) => new ResultList<RocPoint>(_curves[index], RecordText.Table);

    /// <summary>This marker's areas less another's, at each time, with a two-sided normal test.</summary>
    /// <param name="other">The other marker's areas, of the same subjects at the same times.</param>
    /// <exception cref="ArgumentException">The other has other times or another number of subjects.</exception>
    public IReadOnlyList<(double Time, TestedEstimate Difference)> Compare(TimeDependentRoc other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!At.Select(a => a.Time).SequenceEqual(other.At.Select(a => a.Time))
            || (_influence.Length > 0 && _influence[0].Length != other._influence[0].Length))
            throw new ArgumentException("The two must be of the same subjects at the same times.", nameof(other));
        return InfluenceFunction.Differences(
            [.. At.Select((a, k) => (a.Time, a.Auc - other.At[k].Auc))], _influence, other._influence, ConfidenceLevel);
    }

    /// <summary>
    /// The mean of the area between the first and the last time by the trapezoidal rule, with its standard error from the same
    /// mean of the influence functions; the area itself where there is one time.
    /// </summary>
    public (double Auc, double StandardError) Integrated()
    {
        var order = Enumerable.Range(0, At.Count).OrderBy(k => At[k].Time).ToArray();
        var weight = new double[At.Count];
        var span = At[order[^1]].Time - At[order[0]].Time;
        for (var k = 1; k < order.Length && span > 0; k++)
        {
            var half = (At[order[k]].Time - At[order[k - 1]].Time) / (2 * span);
            weight[order[k]] += half;
            weight[order[k - 1]] += half;
        }
        if (!(span > 0))
            weight[order[0]] = 1;
        var auc = 0.0;
        var influence = new double[_influence[0].Length];
        for (var k = 0; k < weight.Length; k++)
        {
            auc += weight[k] * At[k].Auc;
            for (var i = 0; i < influence.Length; i++)
                influence[i] += weight[k] * _influence[k][i];
        }
        return (auc, InfluenceFunction.StandardError(influence));
    }
}
