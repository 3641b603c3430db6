namespace Radiomics.Features.Texture;

/// <summary>A distribution over whole numbers by its entries that are not 0, ascending. Filled from (key, weight) pairs in any order; its
/// buffers are kept.</summary>
internal sealed class SparseDistribution
{
    private readonly List<(int Key, double Weight)> _pairs = [];
    private int[] _keys = [];
    private double[] _weights = [];
    private double[] _table = [];
    private int _count;
    private int _least;
    private int _used;

    /// <summary>The keys that have a weight, ascending.</summary>
    public ReadOnlySpan<int> Keys => _keys.AsSpan(0, _count);

    /// <summary>The weight of each key.</summary>
    public ReadOnlySpan<double> Weights => _weights.AsSpan(0, _count);

    /// <summary>Starts anew.</summary>
    /// <param name="least">The least key that can come.</param>
    /// <param name="greatest">The greatest key that can come.</param>
    /// <param name="expected">About how many pairs will come: a table serves while it is not much longer than that.</param>
    public void Begin(int least, int greatest, int expected)
    {
        (_least, _used, _count) = (least, 0, 0);
        _pairs.Clear();
        var range = (long)greatest - least + 1;
        if (range > Math.Max(4096, 16L * expected))
            return;
        _used = (int)range;
        if (_table.Length < _used)
            _table = new double[_used];
        else
            _table.AsSpan(0, _used).Clear();
    }

    /// <summary>The weights of all keys that can come, from the least on, to add to; empty where there are too many.</summary>
    public Span<double> Table => _table.AsSpan(0, _used);

    /// <summary>Adds weight to a key.</summary>
    public void Add(int key, double weight)
    {
        if (_used > 0)
            _table[key - _least] += weight;
        else
            _pairs.Add((key, weight));
    }

    /// <summary>Ends the filling; the entries can be read from now on.</summary>
    public void End()
    {
        var most = Math.Max(_used, _pairs.Count);
        if (_keys.Length < most)
            (_keys, _weights) = (new int[Lanes.Padded(most)], new double[Lanes.Padded(most)]);
        for (var i = 0; i < _used; i++)
        {
            (_keys[_count], _weights[_count]) = (i + _least, _table[i]);
            _count += _table[i] != 0 ? 1 : 0;
        }

        // A stable order, so that the sums do not depend on the sorting algorithm.
        if (_pairs.Count == 0)
            return;
        foreach (var (key, weight) in _pairs.OrderBy(p => p.Key))
        {
            if (_count > 0 && _keys[_count - 1] == key)
                _weights[_count - 1] += weight;
            else
                (_keys[_count], _weights[_count++]) = (key, weight);
        }
    }

    /// <summary>Divides all weights.</summary>
    public void Divide(double divisor) => Lanes.Divide(Weights, divisor, Padded());

    /// <summary>The entropy in bits of weights that are probabilities.</summary>
    public double Entropy(double epsilon)
    {
        var padded = Padded();
        padded[_count..].Clear();
        return Lanes.Entropy(padded, epsilon);
    }

    private Span<double> Padded() => _weights.AsSpan(0, Lanes.Padded(_count));
}
