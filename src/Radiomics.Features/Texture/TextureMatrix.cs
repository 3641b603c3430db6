using System.Numerics;
using System.Runtime.Intrinsics;

namespace Radiomics.Features.Texture;

/// <summary>
/// A texture matrix by its entries that are not 0, row by row: a row is the rank of a grey level among those present,
/// from 0; a column is such a rank too (GLCM), or a size from 1 (runs, zones, dependencies). Of a symmetric one it may hold the
/// triangle above the diagonal and the diagonal only. Its buffers are kept when it is filled again. It knows neither who counted
/// nor which features follow.
/// </summary>
internal sealed class TextureMatrix
{
    private const int Word = 64;
    private const int Group = 4;

    private int[] _rowStart = new int[65];
    private int[] _columns = new int[1024];
    private double[] _weights = new double[1024];

    /// <summary>The number of rows that are finished.</summary>
    public int Rows { get; private set; }

    /// <summary>The number of entries that are not 0.</summary>
    public int Count { get; private set; }

    /// <summary>Where each row's entries begin, and behind the last one where they end.</summary>
    public ReadOnlySpan<int> RowStart => _rowStart.AsSpan(0, Rows + 1);

    /// <summary>The column of each entry; ascending within a row.</summary>
    public ReadOnlySpan<int> Columns => _columns.AsSpan(0, Count);

    /// <summary>The value of each entry.</summary>
    public ReadOnlySpan<double> Weights => _weights.AsSpan(0, Count);

    /// <summary>Whether only the entries on and above the diagonal are held, of a matrix that has the same ones below it.</summary>
    public bool IsTriangle { get; private set; }

    /// <summary>Empties the matrix.</summary>
    public void Clear(bool triangle = false) => (Rows, Count, IsTriangle) = (0, 0, triangle);

    /// <summary>Adds an entry to the row that is being filled.</summary>
    public void Add(int column, double weight)
    {
        var at = Count;
        if (at == _columns.Length)
        {
            Array.Resize(ref _columns, 2 * at);
            Array.Resize(ref _weights, 2 * at);
        }
        _columns[at] = column;
        _weights[at] = weight;
        Count = at + 1;
    }

    /// <summary>Adds a whole row by its counts, each in its column's place, the first in a given one, and finishes it.</summary>
    public unsafe void AddRow(ReadOnlySpan<int> counts, int first)
    {
        var at = Count;
        if (_columns.Length - at < counts.Length + Group)
        {
            var length = Math.Max(at + counts.Length + Group, 2 * _columns.Length);
            Array.Resize(ref _columns, length);
            Array.Resize(ref _weights, length);
        }

        // The counts that are not 0 are found by bits and written four at a time, and the next ones over what was not there: a branch on
        // each would be mispredicted as often as not.
        fixed (int* from = counts, columns = _columns)
        fixed (double* weights = _weights)
        {
            for (var start = 0; start < counts.Length; start += Word)
            {
                var bits = Filled(from + start, Math.Min(Word, counts.Length - start));
                for (var end = at + BitOperations.PopCount(bits); bits != 0; at = Math.Min(at, end))
                {
                    for (var i = 0; i < Group; i++, bits &= bits - 1)
                    {
                        var column = start + (BitOperations.TrailingZeroCount(bits) & (Word - 1));
                        columns[at] = first + column;
                        weights[at++] = from[column];
                    }
                }
            }
        }
        Count = at;
        EndRow();
    }

    // A bit for each count that is not 0.
    private static unsafe ulong Filled(int* counts, int length)
    {
        var (bits, i) = (0UL, 0);
        for (; i <= length - Vector256<int>.Count; i += Vector256<int>.Count)
        {
            var empty = Vector256.Equals(Vector256.Load(counts + i), Vector256<int>.Zero).ExtractMostSignificantBits();
            bits |= (ulong)(empty ^ 0xFF) << i;
        }
        for (; i < length; i++)
            bits |= counts[i] != 0 ? 1UL << i : 0;
        return bits;
    }

    /// <summary>Finishes a row.</summary>
    public void EndRow()
    {
        Rows++;
        if (Rows >= _rowStart.Length)
            Array.Resize(ref _rowStart, 2 * _rowStart.Length);
        _rowStart[Rows] = Count;
    }

    /// <summary>The sum of the entries; of a triangle, that of the whole matrix.</summary>
    public double Total()
    {
        var total = Lanes.Sum(Weights);
        return IsTriangle ? 2 * total - Diagonal() : total;
    }

    /// <summary>The sum of the entries on the diagonal of a triangle.</summary>
    private double Diagonal()
    {
        var sum = 0.0;
        for (var row = 0; row < Rows; row++)
        {
            if (HasDiagonal(row))
                sum += _weights[_rowStart[row]];
        }
        return sum;
    }

    /// <summary>Whether a row of a triangle begins on the diagonal.</summary>
    public bool HasDiagonal(int row) => _rowStart[row] < _rowStart[row + 1] && _columns[_rowStart[row]] == row;

    /// <summary>Fills this matrix with both triangles of another one that holds one of them.</summary>
    public void SetToWhole(TextureMatrix triangle)
    {
        Clear();
        var (rows, count) = (triangle.Rows, triangle.Count);
        var (columns, weights, starts) = (triangle._columns, triangle._weights, triangle._rowStart);

        // Below the diagonal a row holds what earlier rows have in its column, so those come in ascending order.
        var (next, below) = (new int[rows + 1], new (int Column, double Weight)[count]);
        for (var at = 0; at < count; at++)
            next[columns[at] + 1]++;
        for (var row = 1; row <= rows; row++)
            next[row] += next[row - 1];
        for (var row = 0; row < rows; row++)
        {
            for (var at = starts[row]; at < starts[row + 1]; at++)
                below[next[columns[at]]++] = (row, weights[at]);
        }
        for (var (row, at) = (0, 0); row < rows; row++)
        {
            for (; at < next[row]; at++)
            {
                if (below[at].Column != row)
                    Add(below[at].Column, below[at].Weight);
            }
            for (var own = starts[row]; own < starts[row + 1]; own++)
                Add(columns[own], weights[own]);
            EndRow();
        }
    }

    /// <summary>Fills this matrix with the weighted sum of others of as many rows.</summary>
    public void SetToSum(IReadOnlyList<TextureMatrix> matrices, ReadOnlySpan<double> weights)
    {
        Clear(matrices[0].IsTriangle);
        var width = 0;
        foreach (var matrix in matrices)
        {
            foreach (var column in matrix.Columns)
                width = Math.Max(width, column + 1);
        }
        var sums = new double[width];
        var touched = new List<int>();
        for (var row = 0; row < matrices[0].Rows; row++)
        {
            for (var m = 0; m < matrices.Count; m++)
            {
                var matrix = matrices[m];
                for (var at = matrix._rowStart[row]; at < matrix._rowStart[row + 1]; at++)
                {
                    var column = matrix._columns[at];
                    if (sums[column] == 0)
                        touched.Add(column);
                    sums[column] += weights[m] * matrix._weights[at];
                }
            }
            touched.Sort();
            foreach (var column in touched)
            {
                if (sums[column] != 0)
                    Add(column, sums[column]);
                sums[column] = 0;
            }
            touched.Clear();
            EndRow();
        }
    }
}
