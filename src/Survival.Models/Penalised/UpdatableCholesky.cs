namespace Survival.Models.Penalised;

/// <summary>The lower Cholesky factor of a matrix whose rows and columns come and go: appending and removing one takes O(k^2) (Golub and
/// Van Loan, Matrix Computations, 6.5).</summary>
internal sealed class UpdatableCholesky
{
    private double[][] _rows = new double[16][];

    // One over each row's diagonal: a solution waits for each of its divisions in turn.
    private double[] _inverse = new double[16];

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
        {
            Array.Resize(ref _rows, 2 * k);
            Array.Resize(ref _inverse, 2 * k);
        }
        if (_rows[k] is null || _rows[k].Length < k + 1)
            _rows[k] = new double[Math.Max(16, k + 1 + (k / 2))];
        Forward(entries);
        var diagonal = entries[k];
        var pivot = diagonal - ColumnKernels.Dot(entries[..k], entries[..k]);
        var sound = pivot > least * diagonal;
        entries[k] = Math.Sqrt(Math.Max(pivot, Math.Max(least * diagonal, double.Epsilon)));
        entries[..(k + 1)].CopyTo(_rows[k]);
        _inverse[k] = 1 / entries[k];
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
            (row[j], _inverse[j]) = (r, 1 / r);
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
        Forward(b);
        var i = Size;
        for (; (i & 3) != 0; i--)
        {
            var row = _rows[i - 1];
            b[i - 1] *= _inverse[i - 1];
            ColumnKernels.Add(-b[i - 1], row.AsSpan(0, i - 1), b[..(i - 1)]);
        }
        for (i -= 4; i >= 0; i -= 4)
        {
            var (r0, r1, r2, r3) = (_rows[i], _rows[i + 1], _rows[i + 2], _rows[i + 3]);
            var b3 = b[i + 3] * _inverse[i + 3];
            var b2 = (b[i + 2] - (r3[i + 2] * b3)) * _inverse[i + 2];
            var b1 = (b[i + 1] - (r3[i + 1] * b3) - (r2[i + 1] * b2)) * _inverse[i + 1];
            var b0 = (b[i] - (r3[i] * b3) - (r2[i] * b2) - (r1[i] * b1)) * _inverse[i];
            (b[i], b[i + 1], b[i + 2], b[i + 3]) = (b0, b1, b2, b3);
            ColumnKernels.Add4(-b0, r0, -b1, r1, -b2, r2, -b3, r3, b[..i]);
        }
    }

    // Solves L x = b in place, four rows at a time.
    private void Forward(Span<double> b)
    {
        var i = 0;
        for (; i <= Size - 4; i += 4)
        {
            var (r0, r1, r2, r3) = (_rows[i], _rows[i + 1], _rows[i + 2], _rows[i + 3]);
            var (d0, d1, d2, d3) = ColumnKernels.Dot4(b[..i], r0.AsSpan(0, i), r1.AsSpan(0, i), r2.AsSpan(0, i), r3.AsSpan(0, i));
            var b0 = (b[i] - d0) * _inverse[i];
            var b1 = (b[i + 1] - d1 - (r1[i] * b0)) * _inverse[i + 1];
            var b2 = (b[i + 2] - d2 - (r2[i] * b0) - (r2[i + 1] * b1)) * _inverse[i + 2];
            var b3 = (b[i + 3] - d3 - (r3[i] * b0) - (r3[i + 1] * b1) - (r3[i + 2] * b2)) * _inverse[i + 3];
            (b[i], b[i + 1], b[i + 2], b[i + 3]) = (b0, b1, b2, b3);
        }
        for (; i < Size; i++)
            b[i] = (b[i] - ColumnKernels.Dot(_rows[i].AsSpan(0, i), b[..i])) * _inverse[i];
    }
}
