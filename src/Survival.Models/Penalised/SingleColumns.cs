using System.Buffers;
using System.Numerics.Tensors;
using Pages;

namespace Survival.Models.Penalised;

/// <summary>The standardised columns once more in single precision: half the memory to read, for steps and screening that double precision
/// corrects or checks.</summary>
internal sealed class SingleColumns
{
    private const int Line = 16; // numbers

    private readonly int _rows;
    private readonly int _stride;
    private readonly float[] _block;
    private readonly int _start;
    private readonly Memory<float> _vector;
    private readonly Memory<float> _four;

    private SingleColumns(int rows, int count)
    {
        // Whole vectors cross no line of the cache.
        (_rows, _stride) = (rows, (rows + Line - 1) / Line * Line);
        _block = LargeArray.Rent<float>((_stride * count) + Line);
        _start = LargeArray.LineStart(_block);
        var vectors = GC.AllocateUninitializedArray<float>((5 * _stride) + Line, pinned: true);
        var first = LargeArray.LineStart(vectors);
        (_vector, _four) = (vectors.AsMemory(first, rows), vectors.AsMemory(first + _stride, 4 * rows));
    }

    /// <summary>By how much a product can be wrong, as a share of the product of the norms.</summary>
    public double Error => ColumnKernels.SingleError(_rows);

    /// <summary>Room for some columns, where double precision would have to be fetched from afar; else <see langword="null"/>.</summary>
    public static SingleColumns? Of(int rows, int count) =>
        (long)rows * count is >= 500_000 and <= 2_000_000_000 ? new SingleColumns(rows, count) : null;

    /// <summary>A column.</summary>
    public ReadOnlySpan<float> this[int column] => _block.AsSpan(_start + (column * _stride), _rows);

    /// <summary>Sets a column.</summary>
    public void Set(int column, ReadOnlySpan<double> values) =>
        TensorPrimitives.ConvertTruncating(values, _block.AsSpan(_start + (column * _stride), _rows));

    /// <summary>Gives the memory back.</summary>
    public void Release() => ArrayPool<float>.Shared.Return(_block);

    /// <summary>The products of the columns named with a vector.</summary>
    public void Products(ReadOnlySpan<int> which, ReadOnlySpan<double> vector, Span<double> result)
    {
        var single = _vector.Span;
        TensorPrimitives.ConvertTruncating(vector, single);
        for (var k = 0; k < which.Length; k += 4)
        {
            // The last few are taken with one of them over again.
            int Next(int more, ReadOnlySpan<int> from) => from[Math.Min(k + more, from.Length - 1)];
            var (a, b, c, d) = ColumnKernels.Dot4(
                single, this[which[k]], this[Next(1, which)], this[Next(2, which)], this[Next(3, which)]);
            result[k] = a;
            if (k + 1 < which.Length)
                result[k + 1] = b;
            if (k + 2 < which.Length)
                result[k + 2] = c;
            if (k + 3 < which.Length)
                result[k + 3] = d;
        }
    }

    /// <summary>The products of the columns named with four vectors.</summary>
    /// <param name="which">The columns.</param>
    /// <param name="vectors">The vectors, one after the other.</param>
    /// <param name="result">The products of each vector, or of the first few.</param>
    public void Products16(ReadOnlySpan<int> which, ReadOnlySpan<double> vectors, double[][] result)
    {
        var four = _four.Span;
        TensorPrimitives.ConvertTruncating(vectors, four);
        Span<double> tile = stackalloc double[16];
        var k = 0;
        for (; k <= which.Length - 4; k += 4)
        {
            ColumnKernels.Dot16(this[which[k]], this[which[k + 1]], this[which[k + 2]], this[which[k + 3]], four, tile);
            for (var v = 0; v < result.Length; v++)
                tile.Slice(4 * v, 4).CopyTo(result[v].AsSpan(k));
        }
        for (; k < which.Length; k++)
        {
            (tile[0], tile[1], tile[2], tile[3]) = ColumnKernels.Dot4(
                this[which[k]], four[.._rows], four.Slice(_rows, _rows), four.Slice(2 * _rows, _rows),
                four.Slice(3 * _rows, _rows));
            for (var v = 0; v < result.Length; v++)
                result[v][k] = tile[v];
        }
    }

    /// <summary>result = start + the sum of the columns named, each times its factor.</summary>
    public void Combine(ReadOnlySpan<int> which, ReadOnlySpan<double> factors, ReadOnlySpan<double> start, Span<double> result)
    {
        var sum = _vector.Span;
        sum.Clear();
        for (var k = 0; k < which.Length; k += 4)
        {
            var left = Math.Min(3, which.Length - 1 - k);
            ColumnKernels.Add4(
                (float)factors[k], this[which[k]],
                left >= 1 ? (float)factors[k + 1] : 0, this[which[k + Math.Min(1, left)]],
                left >= 2 ? (float)factors[k + 2] : 0, this[which[k + Math.Min(2, left)]],
                left >= 3 ? (float)factors[k + 3] : 0, this[which[k + Math.Min(3, left)]], sum);
        }
        TensorPrimitives.ConvertTruncating<float, double>(sum, result);
        TensorPrimitives.Add(result, start, result);
    }
}
