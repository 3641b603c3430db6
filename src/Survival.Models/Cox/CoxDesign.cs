using Survival.Models.Data;
using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>
/// The covariates as the iteration works on them: in risk-set order, row-major, centred by the weighted mean and divided by the
/// weighted mean absolute deviation, which keeps the information well conditioned whatever the units are.
/// </summary>
internal sealed class CoxDesign
{
    private CoxDesign(int columns, int rows)
    {
        Columns = columns;
        Stride = RowKernels.Stride(columns);
        Rows = new double[(rows + 1) * Stride];
        (Center, Scale, Reach) = (new double[columns], new double[columns], new double[columns]);
    }

    public int Columns { get; }

    public int Stride { get; }

    /// <summary>The scaled values by position.</summary>
    public double[] Rows { get; }

    public double[] Center { get; }

    /// <summary>What each column was divided by; 0 for a constant one, which is left at 0.</summary>
    public double[] Scale { get; }

    /// <summary>The largest scaled value of each column, in size.</summary>
    public double[] Reach { get; }

    /// <summary>Copies columns of a matrix.</summary>
    public static CoxDesign Create(RiskSetLayout layout, DesignMatrix x, ReadOnlySpan<int> columns)
    {
        var n = layout.RowCount;
        var design = new CoxDesign(columns.Length, n);
        for (var j = 0; j < columns.Length; j++)
            design.Fill(layout, x.Column(columns[j]), j);
        return design;
    }

    /// <summary>Replaces the only column.</summary>
    public static CoxDesign CreateSingle(RiskSetLayout layout, ReadOnlySpan<double> column)
    {
        var design = new CoxDesign(1, layout.RowCount);
        design.Fill(layout, column, 0);
        return design;
    }

    private void Fill(RiskSetLayout layout, ReadOnlySpan<double> column, int j)
    {
        var n = layout.RowCount;
        double sum = 0, weights = 0, low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (var i = 0; i < n; i++)
        {
            var w = layout.WeightAt(i);
            var v = column[layout.Order[i]];
            sum += w * v;
            weights += w;
            if (w > 0)
                (low, high) = (Math.Min(low, v), Math.Max(high, v));
        }
        var center = Center[j] = sum / weights;
        if (!(high > low))
            return;
        sum = 0;
        for (var i = 0; i < n; i++)
            sum += layout.WeightAt(i) * Math.Abs(column[layout.Order[i]] - center);
        var scale = sum / weights;
        if (!(scale > 0))
            return;
        Scale[j] = scale;
        for (var i = 0; i < n; i++)
        {
            var v = (column[layout.Order[i]] - center) / scale;
            Rows[i * Stride + j] = v;
            Reach[j] = Math.Max(Reach[j], Math.Abs(v));
        }
    }
}
