using System.Runtime.Intrinsics;

namespace Radiomics.Features.Texture;

/// <summary>
/// A symmetric matrix with few entries a row, laid out for products with vectors: rows of about as many entries lie side by side, four at
/// a time, so that a product has neither short loops of unforeseen length nor sums in memory. Buffers are kept.
/// </summary>
internal sealed class SparseRows
{
    private const int Side = 4;

    private double[] _entries = [];
    private int[] _columns = [];
    private int[] _starts = []; // of four rows each, and the end
    private int[] _rows = []; // by their numbers of entries, the most first
    private int[] _next = []; // where a row's next entry goes
    private int[] _places = [];
    private int _length;

    /// <summary>Makes room for the entries that a triangle's matrix has.</summary>
    /// <param name="triangle">Its triangle; row by row its entries are then added.</param>
    /// <param name="length">The length of vectors: a multiple of four, no less than the number of rows.</param>
    public void Set(TextureMatrix triangle, int length)
    {
        _length = length;
        if (_rows.Length < length)
            (_rows, _next, _places, _starts) = (new int[length], new int[length], new int[length + 2], new int[length / Side + 1]);
        Count(triangle);
        Order();
        var end = 0;
        for (var at = 0; at < length; at += Side)
        {
            _starts[at / Side] = end;
            var most = _next[_rows[at]];
            for (var lane = 0; lane < Side; lane++)
                _next[_rows[at + lane]] = end + lane;
            end += Side * most;
        }
        _starts[length / Side] = end;
        if (_entries.Length < end)
            (_entries, _columns) = (new double[2 * end], new int[2 * end]);
        Array.Clear(_entries, 0, end);
        Array.Clear(_columns, 0, end);
    }

    // The numbers of entries, in _next.
    private unsafe void Count(TextureMatrix triangle)
    {
        Array.Clear(_next, 0, _length);
        fixed (int* starts = triangle.RowStart, columns = triangle.Columns, next = _next)
        {
            for (var row = 0; row < triangle.Rows; row++)
            {
                var (start, end) = (starts[row], starts[row + 1]);
                next[row] += end - start;
                for (var at = start; at < end; at++)
                    next[columns[at]]++;
                if (start < end && columns[start] == row)
                    next[row]--;
            }
        }
    }

    // No row has more entries than there are rows: a table of these numbers puts the rows in order.
    private void Order()
    {
        var places = _places;
        Array.Clear(places, 0, _length + 2);
        for (var row = 0; row < _length; row++)
            places[_length - _next[row] + 1]++;
        for (var at = 1; at < _length + 2; at++)
            places[at] += places[at - 1];
        for (var row = 0; row < _length; row++)
            _rows[places[_length - _next[row]]++] = row;
    }

    /// <summary>Adds a row of the triangle.</summary>
    public unsafe void Add(int row, ReadOnlySpan<int> columns, ReadOnlySpan<double> entries)
    {
        // Set has counted just these entries, so that there is a place for each.
        fixed (double* to = _entries, from = entries)
        fixed (int* beside = _columns, next = _next, across = columns)
        {
            var own = next[row];
            for (var i = 0; i < columns.Length; i++)
            {
                var (column, entry) = (across[i], from[i]);
                (to[own], beside[own]) = (entry, column);
                own += Side;
                if (column == row)
                    continue;
                var at = next[column];
                (to[at], beside[at], next[column]) = (entry, row, at + Side);
            }
            next[row] = own;
        }
    }

    /// <summary>Multiplies a vector.</summary>
    public unsafe void Multiply(ReadOnlySpan<double> vector, Span<double> product)
    {
        // Every column is the number of a row, for which both have a place.
        fixed (double* entries = _entries, from = vector[.._length], to = product[.._length])
        fixed (int* columns = _columns, rows = _rows, starts = _starts)
        {
            for (var four = 0; four < _length / Side; four++)
            {
                var (sum, end) = (Vector256<double>.Zero, starts[four + 1]);
                for (var at = starts[four]; at < end; at += Side)
                {
                    var place = columns + at;
                    var x = Vector256.Create(from[place[0]], from[place[1]], from[place[2]], from[place[3]]);
                    sum += Vector256.Load(entries + at) * x;
                }
                var row = rows + four * Side;
                (to[row[0]], to[row[1]], to[row[2]], to[row[3]]) = (sum[0], sum[1], sum[2], sum[3]);
            }
        }
    }
}
