
using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>The mean and the standard deviation (divisor n - 1) of a column, which make z-scores of it.</summary>
/// <param name="Name">The column.</param>
/// <param name="Mean">Its mean.</param>
/// <param name="StandardDeviation">Its standard deviation; NaN of one row.</param>
/// <param name="IsConstant">Whether it does not vary but for rounding.</param>
public readonly record struct ColumnScale(string Name, double Mean, double StandardDeviation, bool IsConstant)
{
    /// <summary>The scale of each column of a design.</summary>
    /// <param name="columns">The columns; finite.</param>
    public static IReadOnlyList<ColumnScale> Estimate(DesignMatrix columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var scales = new ColumnScale[columns.ColumnCount];
        for (var j = 0; j < scales.Length; j++)
            scales[j] = Of(columns.ColumnNames[j], columns.Column(j));
        return new ResultList<ColumnScale>(scales, RecordText.Table);
    }

    private static ColumnScale Of(string name, ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var v in values)
            sum += v;
        var mean = sum / values.Length;
        var squares = 0.0;
        foreach (var v in values)
            squares += (v - mean) * (v - mean);
        var deviation = Math.Sqrt(squares / (values.Length - 1));
        // A constant column's mean carries a rounding error, so its deviation is not quite 0.
        return new(name, mean, deviation, !(deviation > 1e-12 * Math.Abs(mean)));
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);

    /// <summary>The scales of a cohort's columns.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="columns">The columns; <see langword="null"/> for all.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static IReadOnlyList<ColumnScale> Estimate(Cohort cohort, IReadOnlyList<string>? columns = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Estimate(cohort.Covariates(columns));
    }
}
