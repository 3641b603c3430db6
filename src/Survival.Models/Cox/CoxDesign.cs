using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Pages;
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
        // Every element is written by Fill.
        Rows = LargeArray.Uninitialised<double>(rows * Stride);
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
        design.Fill(layout.Order, x, columns);
        return design;
    }

    /// <summary>A design of one column.</summary>
    public static CoxDesign CreateSingle(SortedFollowUp layout, ReadOnlySpan<double> column)
    {
        var design = new CoxDesign(1, layout.RowCount);
        design.Measure(layout, column, 0);
        var factor = design.Scale[0] > 0 ? 1 / design.Scale[0] : 0;
        Array.Clear(design.Rows);
        for (var i = 0; i < layout.RowCount; i++)
            design.Rows[i * design.Stride] = (column[layout.Order[i]] - design.Center[0]) * factor;
        return design;
    }

    private void Measure(SortedFollowUp layout, ReadOnlySpan<double> column, int j)
    {
        double low, high, sum, weights = column.Length;
        if (layout.Weight is null)
        {
            (sum, low, high) = RowKernels.SumAndRange(column);
        }
        else
        {
            (weights, sum, low, high) = (0, 0, double.PositiveInfinity, double.NegativeInfinity);
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
        sum = layout.Weight is null ? RowKernels.SumOfDistances(column, center) : 0;
        for (var i = 0; i < column.Length && layout.Weight is not null; i++)
            sum += layout.Weight[i] * Math.Abs(column[layout.Order[i]] - center);
        var scale = sum / weights;
        if (!(scale > 0))
            return;
        Scale[j] = scale;
        Reach[j] = Math.Max(high - center, center - low) / scale;
    }

    // The columns are read side by side as they stand, and each row is written whole to its place.
    private void Fill(int[] order, DesignMatrix x, ReadOnlySpan<int> columns)
    {
        var n = order.Length;
        var place = ArrayPool<int>.Shared.Rent(n);
        for (var i = 0; i < n; i++)
            place[order[i]] = i;
        var (centers, factors, starts) = (new double[Stride], new double[Stride], new nint[Stride]);
        for (var j = 0; j < Columns; j++)
            (centers[j], factors[j], starts[j]) = (Center[j], Scale[j] > 0 ? 1 / Scale[j] : 0, (nint)columns[j] * n);
        ref var source = ref MemoryMarshal.GetReference(x.Values);
        var whole = Columns / 4 * 4;
        for (var i = 0; i < n; i++)
        {
            var row = Rows.AsSpan(place[i] * Stride, Stride);
            ref var at = ref Unsafe.Add(ref source, i);
            for (var j = 0; j < whole; j += 4)
            {
                var values = Vector256.Create(
                    Unsafe.Add(ref at, starts[j]), Unsafe.Add(ref at, starts[j + 1]), Unsafe.Add(ref at, starts[j + 2]),
                    Unsafe.Add(ref at, starts[j + 3]));
                ((values - Vector256.Create<double>(centers.AsSpan(j))) * Vector256.Create<double>(factors.AsSpan(j))).CopyTo(row[j..]);
            }
            for (var j = whole; j < Stride; j++)
                row[j] = j < Columns ? (Unsafe.Add(ref at, starts[j]) - centers[j]) * factors[j] : 0;
        }
        ArrayPool<int>.Shared.Return(place);
    }
}
