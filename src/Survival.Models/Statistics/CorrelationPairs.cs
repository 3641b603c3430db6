using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>How strongly the columns of a correlation matrix go together.</summary>
/// <param name="Largest">The largest |r| of two columns; NaN of fewer than two.</param>
/// <param name="AtOrAbove">The number of pairs with |r| at or above the limit.</param>
/// <param name="Limit">The limit.</param>
public readonly record struct CorrelationPairs(double Largest, int AtOrAbove, double Limit)
{
    /// <summary>Counts the pairs of a matrix.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="limit">The limit of |r|.</param>
    public static CorrelationPairs Count(CorrelationMatrix matrix, double limit)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var (largest, count) = (double.NaN, 0);
        for (var i = 0; i < matrix.Names.Count; i++)
        {
            for (var j = i + 1; j < matrix.Names.Count; j++)
            {
                var r = Math.Abs(matrix[i, j].Coefficient);
                largest = double.IsNaN(largest) ? r : Math.Max(largest, r);
                count += r >= limit ? 1 : 0;
            }
        }
        return new(largest, count, limit);
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
