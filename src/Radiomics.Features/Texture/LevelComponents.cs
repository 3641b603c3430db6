namespace Radiomics.Features.Texture;

/// <summary>
/// The maximal correlation coefficient where the levels fall apart into sets without a pair between them, the first level of a pair and
/// the second looked at as different things. Each set has an eigenvalue of 1, or would have, but for the epsilon that PyRadiomics adds
/// to px py: the set of probability P loses the sum of p (1 - 1 / sqrt(1 + epsilon / (px py))) / P, in the first order. The coefficient is
/// the second greatest. Buffers are kept.
/// </summary>
internal sealed class LevelComponents
{
    // The second order of the loss is about the square of this.
    private const double MostLoss = 1e-6;

    private int[] _parents = [];
    private double[] _shares = [];
    private double[] _losses = [];

    /// <summary>The coefficient; <see langword="null"/> where the levels hang together, or a loss is not small.</summary>
    public double? Coefficient(TextureMatrix matrix, double total, ReadOnlySpan<double> rows, ReadOnlySpan<double> columns)
    {
        var nodes = 2 * rows.Length;
        if (_parents.Length < nodes)
            (_parents, _shares, _losses) = (new int[nodes], new double[nodes], new double[nodes]);
        var sets = nodes - rows.Count(0.0) - columns.Count(0.0) - Join(matrix, rows.Length);
        if (sets < 2)
            return null;
        Array.Clear(_shares, 0, nodes);
        Array.Clear(_losses, 0, nodes);
        var starts = matrix.RowStart;
        var places = matrix.Columns;
        var weights = matrix.Weights;
        for (var row = 0; row < rows.Length; row++)
        {
            for (var at = starts[row]; at < starts[row + 1]; at++)
            {
                var (p, column) = (weights[at] / total, places[at]);
                var added = CooccurrenceStatistics.Epsilon / (rows[row] * columns[column]);
                if (!(added <= MostLoss))
                    return null;
                var loss = p * added * (0.5 - 0.375 * added);
                Add(row, p, loss);
                if (matrix.IsTriangle && row != column)
                    Add(column, p, loss);
            }
        }
        var (least, second) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var node = 0; node < nodes; node++)
        {
            if (_shares[node] == 0)
                continue;
            var loss = _losses[node] / _shares[node];
            (least, second) = (Math.Min(least, loss), Math.Min(Math.Max(least, loss), second));
        }
        return 1 - second;
    }

    // A row stands for the set that it is in.
    private void Add(int row, double share, double loss)
    {
        var set = Root(row);
        _shares[set] += share;
        _losses[set] += loss;
    }

    // Joins the first level of each pair, whose number is its rank, and the second, whose numbers follow; gives how often two sets became
    // one.
    private int Join(TextureMatrix matrix, int levels)
    {
        for (var node = 0; node < 2 * levels; node++)
            _parents[node] = node;
        var starts = matrix.RowStart;
        var places = matrix.Columns;
        var joined = 0;
        for (var row = 0; row < levels; row++)
        {
            for (var at = starts[row]; at < starts[row + 1]; at++)
            {
                joined += Join(row, levels + places[at]);
                if (matrix.IsTriangle)
                    joined += Join(places[at], levels + row);
            }
        }
        return joined;
    }

    private int Join(int a, int b)
    {
        (a, b) = (Root(a), Root(b));
        if (a == b)
            return 0;
        _parents[Math.Max(a, b)] = Math.Min(a, b);
        return 1;
    }

    private int Root(int node)
    {
        var parents = _parents;
        while (parents[node] != node)
            node = parents[node] = parents[parents[node]];
        return node;
    }
}
