using Survival.Models.Numerics;
using Survival.Models.RiskSets;

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
    public static CoxDesign Create(SortedFollowUp layout, DesignMatrix x, ReadOnlySpan<int> columns)
    {
        var design = new CoxDesign(columns.Length, layout.RowCount);
        for (var j = 0; j < columns.Length; j++)
            design.Measure(layout, x.Column(columns[j]), j);
        // Four columns at a time: each row's four values are written together.
        for (var j = 0; j < columns.Length; j += 4)
        {
            var last = columns.Length - 1;
            design.Fill(
                layout.Order, j, x.Column(columns[j]), x.Column(columns[Math.Min(j + 1, last)]), x.Column(columns[Math.Min(j + 2, last)]), x.Column(columns[Math.Min(j + 3, last)]));
        }
        return design;
    }

    /// <summary>A design of one column.</summary>
    public static CoxDesign CreateSingle(SortedFollowUp layout, ReadOnlySpan<double> column)
    {
        var design = new CoxDesign(1, layout.RowCount);
        design.Measure(layout, column, 0);
        design.Fill(layout.Order, 0, column, column, column, column);
        return design;
    }

    private void Measure(SortedFollowUp layout, ReadOnlySpan<double> column, int j)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity, sum = 0, weights = column.Length;
        if (layout.Weight is null)
        {
            foreach (var v in column)
            {
                sum += v;
                low = Math.Min(low, v);
                high = Math.Max(high, v);
            }
        }
        else
        {
            weights = 0;
            for (var i = 0; i < column.Length; i++)
            {
                var (w, v) = (layout.Weight[i], column[layout.Order[i]]);
                sum += w * v;
                weights += w;
                if (w > 0)
                    (low, high) = (Math.Min(low, v), Math.Max(high, v));
            }
        }
        var center = Center[j] = sum / weights;
        if (!(high > low))
            return;
        sum = 0;
        for (var i = 0; i < column.Length; i++)
            sum += layout.Weight is null ? Math.Abs(column[i] - center) : layout.Weight[i] * Math.Abs(column[layout.Order[i]] - center);
        var scale = sum / weights;
        if (!(scale > 0))
            return;
        Scale[j] = scale;
        Reach[j] = Math.Max(high - center, center - low) / scale;
    }

    private void Fill(int[] order, int j, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d)
    {
        Span<double> center = stackalloc double[4], factor = stackalloc double[4];
        for (var k = 0; k < 4 && j + k < Columns; k++)
            (center[k], factor[k]) = (Center[j + k], Scale[j + k] > 0 ? 1 / Scale[j + k] : 0);
        var (ca, cb, cc, cd) = (center[0], center[1], center[2], center[3]);
        var (fa, fb, fc, fd) = (factor[0], factor[1], factor[2], factor[3]);
        for (var i = 0; i < order.Length; i++)
        {
            var row = order[i];
            var target = Rows.AsSpan((i * Stride) + j, 4);
            target[0] = (a[row] - ca) * fa;
            target[1] = (b[row] - cb) * fb;
            target[2] = (c[row] - cc) * fc;
            target[3] = (d[row] - cd) * fd;
        }
    }
}
