using System.Runtime.InteropServices;

namespace Radiomics.Features.Texture;

/// <summary>A distribution over whole numbers by its entries that are not 0, ascending. Filled from (key, weight) pairs in any order; its
/// buffers are kept.</summary>
internal sealed class SparseDistribution
{
    private readonly List<(int Key, double Weight)> _pairs = [];
    private readonly List<int> _keys = [];
    private readonly List<double> _weights = [];
    private double[] _table = [];
    private int _least;
    private int _used;

    /// <summary>The keys that have a weight, ascending.</summary>
    public ReadOnlySpan<int> Keys => CollectionsMarshal.AsSpan(_keys);

    /// <summary>The weight of each key.</summary>
    public ReadOnlySpan<double> Weights => CollectionsMarshal.AsSpan(_weights);

    /// <summary>Starts anew.</summary>
    /// <param name="least">The least key that can come.</param>
    /// <param name="greatest">The greatest key that can come.</param>
    /// <param name="expected">About how many pairs will come: a table serves while it is not much longer than that.</param>
    public void Begin(int least, int greatest, int expected)
    {
        (_least, _used) = (least, 0);
        _pairs.Clear();
        _keys.Clear();
        _weights.Clear();
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
        for (var i = 0; i < _used; i++)
        {
            if (_table[i] != 0)
                Append(i + _least, _table[i]);
        }

        // A stable order, so that the sums do not depend on the sorting algorithm.
        foreach (var (key, weight) in _pairs.OrderBy(p => p.Key))
        {
            if (_keys.Count > 0 && _keys[^1] == key)
                _weights[^1] += weight;
            else
                Append(key, weight);
        }
    }

    private void Append(int key, double weight)
    {
        _keys.Add(key);
        _weights.Add(weight);
    }
}
