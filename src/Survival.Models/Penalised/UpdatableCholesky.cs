namespace Survival.Models.Penalised;

/// <summary>The lower Cholesky factor of a matrix whose rows and columns come and go: appending and removing one takes O(k^2) (Golub and
/// Van Loan, Matrix Computations, 6.5).</summary>
internal sealed class UpdatableCholesky
{
    private double[][] _rows = new double[16][];

    /// <summary>The number of rows.</summary>
    public int Size { get; private set; }

    /// <summary>Removes all rows.</summary>
    public void Clear() => Size = 0;

    /// <summary>Appends a row: the off-diagonal entries, then the diagonal.</summary>
    /// <param name="entries">The entries of the matrix, <see cref="Size"/> + 1 of them; overwritten.</param>
    /// <param name="least">The smallest pivot to allow, as a share of the diagonal; a smaller one is set to it.</param>
    /// <returns>Whether the pivot was large enough.</returns>
    public bool Append(Span<double> entries, double least)
    {
        var k = Size;
        if (k == _rows.Length)
            Array.Resize(ref _rows, 2 * k);
        if (_rows[k] is null || _rows[k].Length < k + 1)
            _rows[k] = new double[Math.Max(16, k + 1 + (k / 2))];
        for (var i = 0; i < k; i++)
            entries[i] = (entries[i] - ColumnKernels.Dot(_rows[i].AsSpan(0, i), entries[..i])) / _rows[i][i];
        var diagonal = entries[k];
        var pivot = diagonal - ColumnKernels.Dot(entries[..k], entries[..k]);
        var sound = pivot > least * diagonal;
        entries[k] = Math.Sqrt(Math.Max(pivot, Math.Max(least * diagonal, double.Epsilon)));
        entries[..(k + 1)].CopyTo(_rows[k]);
        Size = k + 1;
        return sound;
    }

    /// <summary>Removes a row and column.</summary>
    public void Remove(int index)
    {
        var removed = _rows[index];
        for (var i = index; i + 1 < Size; i++)
            _rows[i] = _rows[i + 1];
        Size--;
        _rows[Size] = removed;
        // Each row below now has one entry to the right of its diagonal: rotate it away.
        for (var j = index; j < Size; j++)
        {
            var row = _rows[j];
            var (a, b) = (row[j], row[j + 1]);
            var r = Math.Sqrt((a * a) + (b * b));
            var (c, s) = r == 0 ? (1, 0) : (a / r, b / r);
            row[j] = r;
            for (var i = j + 1; i < Size; i++)
            {
                var other = _rows[i];
                var (x, y) = (other[j], other[j + 1]);
                other[j] = (c * x) + (s * y);
                other[j + 1] = (c * y) - (s * x);
            }
        }
    }

    /// <summary>Solves L L' x = b in place.</summary>
    public void Solve(Span<double> b)
    {
        for (var i = 0; i < Size; i++)
            b[i] = (b[i] - ColumnKernels.Dot(_rows[i].AsSpan(0, i), b[..i])) / _rows[i][i];
        for (var i = Size - 1; i >= 0; i--)
        {
            b[i] /= _rows[i][i];
            ColumnKernels.Add(-b[i], _rows[i].AsSpan(0, i), b[..i]);
        }
    }
}
