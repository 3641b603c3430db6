using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Pages;
using Survival.Models.Numerics;

namespace Survival.Models.Penalised;

/// <summary>The covariates of chosen rows, centred and scaled, column by column, in the order of the risk sets.</summary>
internal sealed class StandardColumns
{
    private const int Line = 8; // numbers

    private readonly int _rows;
    private readonly int _stride; // from one column to the next: whole vectors cross no line of the cache
    private readonly double[] _block;
    private readonly int _start;

    /// <param name="x">All covariates.</param>
    /// <param name="rows">The rows to take, or <see langword="null"/> for all.</param>
    /// <param name="sets">The risk sets of those rows.</param>
    /// <param name="standardise">Whether to divide by the standard deviation (divisor: sum of the weights).</param>
    /// <param name="alsoSingle">Whether single precision can be of use.</param>
    public StandardColumns(DesignMatrix x, int[]? rows, PathData sets, bool standardise, bool alsoSingle)
    {
        var (n, p) = (sets.RowCount, x.ColumnCount);
        // Page by page the system hands memory out slowly: what one fit used serves the next.
        (_rows, _stride, _block, _start) = Room(n, p);
        (Scale, Norm, IsConstant) = (new double[p], new double[p], new bool[p]);
        var single = alsoSingle ? SingleColumns.Of(n, p) : null;
        var place = rows is null ? sets.Sorted.Order : Array.ConvertAll(sets.Sorted.Order, i => rows[i]);
        var (squares, given) = (new double[n], new double[x.RowCount]);
        for (var j = 0; j < p; j++)
        {
            var source = x.Column(j);
            var column = _block.AsSpan(_start + (j * _stride), n);
            // Read in order first: from near, no order is slow. The next column is on its way meanwhile.
            source.CopyTo(given);
            var next = j + 1 < p ? x.Column(j + 1) : default;
            for (var i = 0; i < column.Length; i++)
            {
                if ((i & 7) == 0 && i < next.Length)
                    RowKernels.Fetch(ref Unsafe.AsRef(in next[i]), 1);
                column[i] = given[place[i]];
            }
            IsConstant[j] = !column.ContainsAnyExcept(column[0]);
            // The second pass takes away what rounding left of the first mean.
            var shift = ColumnKernels.Dot(column, sets.Share);
            TensorPrimitives.Subtract(column, shift, column);
            shift = ColumnKernels.Dot(column, sets.Share);
            TensorPrimitives.Subtract(column, shift, column);
            TensorPrimitives.Multiply(column, column, squares);
            var variance = ColumnKernels.Dot(squares, sets.Share);
            if (!(variance > 0))
                IsConstant[j] = true;
            Scale[j] = IsConstant[j] || !standardise ? 1 : Math.Sqrt(variance);
            if (IsConstant[j])
                column.Clear();
            else
                TensorPrimitives.Multiply(column, 1 / Scale[j], column);
            Norm[j] = Math.Sqrt(ColumnKernels.Dot(column, column));
            single?.Set(j, column);
        }
        // Columns of odd scales would leave the range of single precision.
        if (single is not null && Array.Exists(Norm, v => v is not (0 or (> 1e-10 and < 1e10))))
            single.Release();
        else
            Single = single;
    }

    /// <summary>Columns that are to be taken as they are.</summary>
    public StandardColumns(double[][] columns)
    {
        (_rows, _stride, _block, _start) = Room(columns.Length > 0 ? columns[0].Length : 0, columns.Length);
        for (var j = 0; j < columns.Length; j++)
            columns[j].CopyTo(_block, _start + (j * _stride));
        (Scale, IsConstant) = (new double[columns.Length], new bool[columns.Length]);
        Array.Fill(Scale, 1);
        Norm = Array.ConvertAll(columns, c => Math.Sqrt(ColumnKernels.Dot(c, c)));
    }

    private static (int Rows, int Stride, double[] Block, int Start) Room(int rows, int count)
    {
        var stride = (rows + Line - 1) / Line * Line;
        var block = LargeArray.Rent<double>((stride * count) + Line);
        return (rows, stride, block, LargeArray.LineStart(block));
    }

    /// <summary>The same columns in single precision, where there are enough for it to be worthwhile.</summary>
    public SingleColumns? Single { get; }

    /// <summary>The number of columns.</summary>
    public int Count => Norm.Length;

    /// <summary>What each column was divided by.</summary>
    public double[] Scale { get; }

    /// <summary>The Euclidean norm of each column as it is here.</summary>
    public double[] Norm { get; }

    /// <summary>Whether a column holds one value only; it is 0 here.</summary>
    public bool[] IsConstant { get; }

    /// <summary>A column.</summary>
    public ReadOnlySpan<double> this[int column] => _block.AsSpan(_start + (column * _stride), _rows);

    /// <summary>Gives the columns' memory back; they are not used any more.</summary>
    public void Release()
    {
        ArrayPool<double>.Shared.Return(_block);
        Single?.Release();
    }

    /// <summary>The products of the columns named with a vector.</summary>
    public void Products(ReadOnlySpan<int> which, ReadOnlySpan<double> vector, Span<double> result)
    {
        var k = 0;
        for (; k <= which.Length - 4; k += 4)
        {
            (result[k], result[k + 1], result[k + 2], result[k + 3]) =
                ColumnKernels.Dot4(vector, this[which[k]], this[which[k + 1]], this[which[k + 2]], this[which[k + 3]]);
        }
        for (; k < which.Length; k++)
            result[k] = ColumnKernels.Dot(vector, this[which[k]]);
    }

    /// <summary>Four combinations of all columns: <see cref="ColumnKernels.Combine4"/>.</summary>
    public void Combine4(ReadOnlySpan<double> factors, Span<double> result) =>
        ColumnKernels.Combine4(_block.AsSpan(_start, Count * _stride), _stride, factors, _rows, result);

    /// <summary>result += sum of the columns named, each times its factor.</summary>
    public void Combine(ReadOnlySpan<int> which, ReadOnlySpan<double> factors, Span<double> result)
    {
        var k = 0;
        for (; k <= which.Length - 4; k += 4)
        {
            ColumnKernels.Add4(
                factors[k], this[which[k]], factors[k + 1], this[which[k + 1]],
                factors[k + 2], this[which[k + 2]], factors[k + 3], this[which[k + 3]], result);
        }
        for (; k < which.Length; k++)
            ColumnKernels.Add(factors[k], this[which[k]], result);
    }
}
