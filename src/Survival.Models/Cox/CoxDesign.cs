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
    private const int Ahead = 12; // rows, whose memory has come by the time they are written

    private readonly Lock _filling = new();
    private readonly int[] _order;
    private readonly DesignMatrix? _source;
    private readonly int[] _columns;
    private double[]? _rows;
    private bool _isRented;

    private CoxDesign(int[] order, DesignMatrix? source, int[] columns)
    {
        (_order, _source, _columns) = (order, source, columns);
        Columns = columns.Length;
        Stride = RowKernels.Stride(Columns);
        (Center, Scale, Reach) = (new double[Columns], new double[Columns], new double[Columns]);
    }

    public int Columns { get; }

    public int Stride { get; }

    /// <summary>The scaled values by position; there may be more elements than rows. Made again where they have been released.</summary>
    public double[] Rows
    {
        get
        {
            if (Volatile.Read(ref _rows) is { } rows)
                return rows;
            lock (_filling)
            {
                rows = _rows ?? Fill(LargeArray.Uninitialised<double>(_order.Length * Stride));
                Volatile.Write(ref _rows, rows);
                return rows;
            }
        }
    }

    public double[] Center { get; }

    /// <summary>What each column was divided by; 0 for a constant one, which is left at 0.</summary>
    public double[] Scale { get; }

    /// <summary>The largest scaled value of each column, in size.</summary>
    public double[] Reach { get; }

    /// <summary>Copies columns of a matrix.</summary>
    public static CoxDesign Create(SortedFollowUp layout, DesignMatrix x, ReadOnlySpan<int> columns)
    {
        var design = new CoxDesign(layout.Order, x, columns.ToArray());
        for (var j = 0; j < columns.Length; j++)
            design.Measure(layout, x.Column(columns[j]), j);
        // The system hands memory out slowly, page by page: what one fit used serves the next.
        design._rows = design.Fill(LargeArray.Rent<double>(layout.RowCount * design.Stride));
        design._isRented = true;
        return design;
    }

    /// <summary>A design of one column.</summary>
    public static CoxDesign CreateSingle(SortedFollowUp layout, ReadOnlySpan<double> column)
    {
        var design = new CoxDesign(layout.Order, null, [0]);
        design.Measure(layout, column, 0);
        var factor = design.Scale[0] > 0 ? 1 / design.Scale[0] : 0;
        var rows = design._rows = new double[layout.RowCount * design.Stride];
        for (var i = 0; i < layout.RowCount; i++)
            rows[i * design.Stride] = (column[layout.Order[i]] - design.Center[0]) * factor;
        return design;
    }

    /// <summary>Gives the memory of the rows back; nobody holds them any more.</summary>
    public void Release()
    {
        lock (_filling)
        {
            if (_rows is not null && _isRented)
                ArrayPool<double>.Shared.Return(_rows);
            (_rows, _isRented) = (null, false);
        }
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
    private double[] Fill(double[] rows)
    {
        var n = _order.Length;
        var place = ArrayPool<int>.Shared.Rent(n);
        for (var i = 0; i < n; i++)
            place[_order[i]] = i;
        var (centers, factors, starts) = (new double[Stride], new double[Stride], new nint[Stride]);
        for (var j = 0; j < Columns; j++)
            (centers[j], factors[j], starts[j]) = (Center[j], Scale[j] > 0 ? 1 / Scale[j] : 0, (nint)_columns[j] * n);
        ref var source = ref MemoryMarshal.GetReference(_source!.Values);
        var whole = Columns / 4 * 4;
        for (var i = 0; i < n; i++)
        {
            if (i + Ahead < n)
                RowKernels.Fetch(ref rows[place[i + Ahead] * Stride], Stride);
            var row = rows.AsSpan(place[i] * Stride, Stride);
            ref var at = ref Unsafe.Add(ref source, i);
            for (var j = 0; (i & 7) == 0 && i + 64 < n && j < Columns; j++)
                RowKernels.Fetch(ref Unsafe.Add(ref at, starts[j] + 64), 1);
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
        return rows;
    }
}
