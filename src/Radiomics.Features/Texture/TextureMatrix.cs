namespace Radiomics.Features.Texture;

/// <summary>
/// A texture matrix by its entries that are not 0, row by row: a row is the rank of a grey level among those present,
/// from 0; a column is such a rank too (GLCM), or a size from 1 (runs, zones, dependencies). Its buffers are kept
/// when it is filled again. It knows neither who counted nor which features follow.
/// </summary>
internal sealed class TextureMatrix
{
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

    /// <summary>Empties the matrix.</summary>
    public void Clear() => (Rows, Count) = (0, 0);

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

    /// <summary>Adds a whole row by its counts, each in its column's place, and finishes it.</summary>
    public unsafe void AddRow(ReadOnlySpan<int> counts)
    {
        var at = Count;
        if (_columns.Length - at < counts.Length)
        {
            var length = Math.Max(at + counts.Length, 2 * _columns.Length);
            Array.Resize(ref _columns, length);
            Array.Resize(ref _weights, length);
        }

        // Every count is written, and the next one over it where it is 0: a branch would be mispredicted as often as not.
        fixed (int* from = counts, columns = _columns)
        fixed (double* weights = _weights)
        {
            for (var column = 0; column < counts.Length; column++)
            {
                var count = from[column];
                columns[at] = column;
                weights[at] = count;
                at += (int)((uint)-count >> 31);
            }
        }
        Count = at;
        EndRow();
    }

    /// <summary>Finishes a row.</summary>
    public void EndRow()
    {
        Rows++;
        if (Rows >= _rowStart.Length)
            Array.Resize(ref _rowStart, 2 * _rowStart.Length);
        _rowStart[Rows] = Count;
    }

    /// <summary>The sum of the entries.</summary>
    public double Total()
    {
        var total = 0.0;
        foreach (var weight in Weights)
            total += weight;
        return total;
    }

    /// <summary>Fills this matrix with the weighted sum of others of as many rows.</summary>
    public void SetToSum(IReadOnlyList<TextureMatrix> matrices, ReadOnlySpan<double> weights)
    {
        Clear();
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
