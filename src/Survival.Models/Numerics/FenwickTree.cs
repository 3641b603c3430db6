namespace Survival.Models.Numerics;

/// <summary>Sums of weights below a rank while weights come and go, in O(log n) each (P. M. Fenwick 1994,
/// doi:10.1002/spe.4380240306).</summary>
internal sealed class FenwickTree(int size)
{
    private readonly double[] _tree = new double[size + 1];
    private readonly double[] _at = new double[size];

    /// <summary>The sum of all weights.</summary>
    public double Total { get; private set; }

    /// <summary>The weight at a rank.</summary>
    public double At(int rank) => _at[rank];

    /// <summary>Adds a weight at a rank, from 0.</summary>
    public void Add(int rank, double weight)
    {
        _at[rank] += weight;
        Total += weight;
        var tree = _tree;
        for (var k = rank + 1; k < tree.Length; k += k & -k)
            tree[k] += weight;
    }

    /// <summary>The sum of the weights at lower ranks.</summary>
    public double Below(int rank)
    {
        var sum = 0.0;
        var tree = _tree;
        for (var k = rank; k > 0; k &= k - 1)
            sum += tree[k];
        return sum;
    }
}
