using System.Runtime.Intrinsics;

namespace Radiomics.Features.Texture;

/// <summary>
/// The B of <see cref="MaximalCorrelation"/>, where the matrix is symmetric, else B' B. PyRadiomics adds epsilon to px py before it divides
/// by it; to first order in epsilon the eigenvalues of its Q are those of this operator. Of a symmetric matrix one triangle is held:
/// entries where they are few, blocks of four rows and columns where they are many, each of which serves its rows and its columns at once;
/// where they are very few, the whole matrix as <see cref="SparseRows"/>. Buffers are kept.
/// </summary>
internal sealed class CorrelationOperator
{
    private const int Side = 4;
    private const int Cells = Side * Side;

    // So few entries a level leave the ends of the spectrum near to the rest: many products pay for their layout.
    private const int Few = 5;

    private readonly SparseRows _sparse = new();
    private TextureMatrix _matrix = new();
    private double[] _entries = [];
    private double[] _strip = [];
    private bool[] _filled = [];
    private int[] _starts = [];
    private int[] _columns = [];
    private double[] _perRow = [];
    private double[] _perColumn = [];
    private double[] _left = [];
    private double[] _right = [];
    private double[] _between = [];
    private double _rarest;
    private bool _blocks;
    private bool _isSparse;

    /// <summary>The length of the vectors: the number of levels, padded.</summary>
    public int Length { get; private set; }

    /// <summary>Whether a product is that with B, and not with B' B.</summary>
    public bool IsSymmetric { get; private set; }

    /// <summary>How many numbers a product multiplies.</summary>
    public int Work { get; private set; }

    /// <summary>The right vector of the greatest singular value: the roots of the columns' probabilities, padded with zeros.</summary>
    public ReadOnlySpan<double> Right => _right.AsSpan(0, Length);

    /// <summary>Takes a matrix and the probabilities of its rows and columns.</summary>
    public void Set(TextureMatrix matrix, double total, ReadOnlySpan<double> rows, ReadOnlySpan<double> columns)
    {
        (_matrix, Length, IsSymmetric) = (matrix, Lanes.Padded(rows.Length), matrix.IsTriangle);
        if (_right.Length < Length)
        {
            (_perRow, _perColumn) = (new double[Length], new double[Length]);
            (_left, _right, _between) = (new double[Length], new double[Length], new double[Length]);
        }
        for (var i = 0; i < rows.Length; i++)
        {
            _left[i] = Math.Sqrt(rows[i]);
            _right[i] = IsSymmetric ? _left[i] : Math.Sqrt(columns[i]);
            _perRow[i] = rows[i] > 0 ? 1 / _left[i] : 0;
            _perColumn[i] = IsSymmetric ? _perRow[i] : columns[i] > 0 ? 1 / _right[i] : 0;
        }
        for (var i = rows.Length; i < Length; i++)
            (_left[i], _right[i], _perRow[i], _perColumn[i]) = (0, 0, 0, 0);

        _rarest = CooccurrenceStatistics.Rarest(columns);
        var side = Length / Side;
        _blocks = IsSymmetric && side * (side + 1L) / 2 <= matrix.Count * 2L / 5;
        _isSparse = IsSymmetric && !_blocks && matrix.Count <= Few * rows.Length;
        if (_blocks)
            SetBlocks(total, rows, columns);
        else if (_isSparse)
            SetSparse(total, rows, columns);
        else
            SetEntries(total, rows, columns);
    }

    private void SetEntries(double total, ReadOnlySpan<double> rows, ReadOnlySpan<double> columns)
    {
        if (_entries.Length < _matrix.Count)
            _entries = new double[_matrix.Count];
        var starts = _matrix.RowStart;
        for (var row = 0; row < rows.Length; row++)
            Scale(row, total, rows, columns, _entries.AsSpan(starts[row], starts[row + 1] - starts[row]));
        Work = 2 * _matrix.Count;
    }

    private void SetSparse(double total, ReadOnlySpan<double> rows, ReadOnlySpan<double> columns)
    {
        _sparse.Set(_matrix, Length);
        var starts = _matrix.RowStart;
        for (var row = 0; row < rows.Length; row++)
        {
            var own = _between.AsSpan(0, starts[row + 1] - starts[row]);
            Scale(row, total, rows, columns, own);
            _sparse.Add(row, _matrix.Columns[starts[row]..starts[row + 1]], own);
        }
        Work = 4 * _matrix.Count;
    }

    // Four rows at a time are laid out in a strip, whose blocks that are not all 0 are kept.
    private unsafe void SetBlocks(double total, ReadOnlySpan<double> rows, ReadOnlySpan<double> columns)
    {
        var side = Length / Side;
        var most = side * (side + 1) / 2;
        if (_columns.Length < most)
            (_columns, _entries) = (new int[most], new double[Math.Max(most * Cells, _entries.Length)]);
        if (_strip.Length < side * Cells)
            (_strip, _filled, _starts) = (new double[side * Cells], new bool[side], new int[side + 1]);
        var starts = _matrix.RowStart;
        var places = _matrix.Columns;
        var count = 0;
        fixed (double* strip = _strip, entries = _entries)
        {
            for (var block = 0; block < side; block++)
            {
                for (var row = Side * block; row < Math.Min(Side * (block + 1), rows.Length); row++)
                {
                    var own = _between.AsSpan(0, starts[row + 1] - starts[row]);
                    Scale(row, total, rows, columns, own);
                    Lay(strip + row % Side * Side, places[starts[row]..starts[row + 1]], own);
                }
                if (_filled[block])
                    Mirror(_strip.AsSpan(block * Cells, Cells));
                _starts[block] = count;
                for (var column = block; column < side; column++)
                {
                    if (!_filled[column])
                        continue;
                    for (var row = 0; row < Cells; row += Side)
                    {
                        Vector256.Load(strip + column * Cells + row).Store(entries + count * Cells + row);
                        Vector256<double>.Zero.Store(strip + column * Cells + row);
                    }
                    (_filled[column], _columns[count++]) = (false, column * Side);
                }
            }
        }
        _starts[side] = count;
        Work = 2 * Cells * count;
    }

    // Every column is the rank of a level, for which the strip has a place.
    private unsafe void Lay(double* strip, ReadOnlySpan<int> columns, ReadOnlySpan<double> entries)
    {
        fixed (bool* filled = _filled)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                var column = (uint)columns[i];
                strip[column / Side * Cells + column % Side] = entries[i];
                filled[column / Side] = true;
            }
        }
    }

    // A block on the diagonal gets what is below it.
    private static void Mirror(Span<double> cells)
    {
        for (var row = 1; row < Side; row++)
        {
            for (var column = 0; column < row; column++)
                cells[row * Side + column] = cells[column * Side + row];
        }
    }

    // The entries of a row of B. Where every px py is large beside epsilon the first order in it serves.
    private unsafe void Scale(int row, double total, ReadOnlySpan<double> rows, ReadOnlySpan<double> columns, Span<double> scaled)
    {
        var start = _matrix.RowStart[row];
        var (own, inverse, half) = (rows[row], _perRow[row], 0.5 * CooccurrenceStatistics.Epsilon);
        var share = inverse / total;
        fixed (double* weights = _matrix.Weights.Slice(start, scaled.Length), perColumn = _perColumn, to = scaled)
        fixed (int* places = _matrix.Columns.Slice(start, scaled.Length))
        {
            if (own * _rarest <= CooccurrenceStatistics.Large)
            {
                for (var i = 0; i < scaled.Length; i++)
                    to[i] = weights[i] / (total * Math.Sqrt(own * columns[places[i]] + CooccurrenceStatistics.Epsilon));
                return;
            }
            for (var i = 0; i < scaled.Length; i++)
            {
                var across = perColumn[places[i]];
                var root = inverse * across;
                to[i] = weights[i] * (share * across) * (1 - half * (root * root));
            }
        }
    }

    /// <summary>Multiplies a vector.</summary>
    public void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        if (_isSparse)
        {
            _sparse.Multiply(vector, product);
            return;
        }
        product.Clear();
        if (_blocks)
            ApplyBlocks(vector, product);
        else if (IsSymmetric)
            ApplyTriangle(vector, product);
        else
            ApplyTwice(vector, product);
    }

    // Every column of a block lies within the padded vectors.
    private unsafe void ApplyBlocks(ReadOnlySpan<double> vector, Span<double> product)
    {
        fixed (double* entries = _entries, from = vector, to = product)
        fixed (int* starts = _starts, columns = _columns)
        {
            for (var row = 0; row < Length; row += Side)
            {
                int block = starts[row / Side], end = starts[row / Side + 1];
                Vector256<double> a = default, b = a, c = a, d = a;
                if (block < end && columns[block] == row)
                {
                    var cells = entries + block * Cells;
                    var x = Vector256.Load(from + row);
                    a = Vector256.Load(cells) * x;
                    b = Vector256.Load(cells + Side) * x;
                    c = Vector256.Load(cells + 2 * Side) * x;
                    d = Vector256.Load(cells + 3 * Side) * x;
                    block++;
                }
                var (own, second) = (Vector256.Create(from[row]), Vector256.Create(from[row + 1]));
                var (third, fourth) = (Vector256.Create(from[row + 2]), Vector256.Create(from[row + 3]));
                for (; block < end; block++)
                {
                    var cells = entries + block * Cells;
                    var place = columns[block];
                    var x = Vector256.Load(from + place);
                    var (p, q) = (Vector256.Load(cells), Vector256.Load(cells + Side));
                    var (r, s) = (Vector256.Load(cells + 2 * Side), Vector256.Load(cells + 3 * Side));
                    a += p * x;
                    b += q * x;
                    c += r * x;
                    d += s * x;
                    var down = p * own + q * second + (r * third + s * fourth);
                    (Vector256.Load(to + place) + down).Store(to + place);
                }
                to[row] += Lanes.Across(a);
                to[row + 1] += Lanes.Across(b);
                to[row + 2] += Lanes.Across(c);
                to[row + 3] += Lanes.Across(d);
            }
        }
    }

    // Every entry's column is the rank of a level, and the vectors have a place for each. Two sums, so that an addition need not wait for
    // the last one.
    private unsafe void ApplyTriangle(ReadOnlySpan<double> vector, Span<double> product)
    {
        fixed (double* entries = _entries, from = vector, to = product)
        fixed (int* starts = _matrix.RowStart, columns = _matrix.Columns)
        {
            for (var row = 0; row < _matrix.Rows; row++)
            {
                int at = starts[row], end = starts[row + 1];
                double x = from[row], a = 0, b = 0;
                if (at < end && columns[at] == row)
                    a = entries[at++] * x;
                for (; at + 1 < end; at += 2)
                {
                    a += entries[at] * from[columns[at]];
                    to[columns[at]] += entries[at] * x;
                    b += entries[at + 1] * from[columns[at + 1]];
                    to[columns[at + 1]] += entries[at + 1] * x;
                }
                if (at < end)
                {
                    a += entries[at] * from[columns[at]];
                    to[columns[at]] += entries[at] * x;
                }
                to[row] += a + b;
            }
        }
    }

    // What is along the left vector of the greatest singular value is taken out between the two products.
    private void ApplyTwice(ReadOnlySpan<double> vector, Span<double> product)
    {
        var starts = _matrix.RowStart;
        var columns = _matrix.Columns;
        var between = _between.AsSpan(0, Length);
        for (var row = 0; row < _matrix.Rows; row++)
        {
            var sum = 0.0;
            for (var at = starts[row]; at < starts[row + 1]; at++)
                sum += _entries[at] * vector[columns[at]];
            between[row] = sum;
        }
        between[_matrix.Rows..].Clear();
        Lanes.Subtract(between, _left.AsSpan(0, Length));
        for (var row = 0; row < _matrix.Rows; row++)
        {
            for (var at = starts[row]; at < starts[row + 1]; at++)
                product[columns[at]] += _entries[at] * between[row];
        }
    }
}
