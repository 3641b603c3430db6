using Survival.Models.Resampling;

namespace Survival.Models.Imputation;

/// <summary>One chain: each incomplete column in turn is regressed on all others as they stand, and its missing values are drawn
/// anew.</summary>
internal sealed class ImputationChain
{
    private readonly IReadOnlyList<ImputationColumn> _columns;
    private readonly ImputationOptions _options;
    private readonly RandomDraws _random;
    private readonly int[][] _observed;
    private readonly int[][] _missing;
    private readonly int[] _first;
    private readonly double[][] _design;

    public ImputationChain(IReadOnlyList<ImputationColumn> columns, double[][] outcome, ImputationOptions options, int imputation)
    {
        (_columns, _options) = (columns, options);
        _random = new RandomDraws(new Xoshiro256(options.Seed, (ulong)imputation));
        var n = columns[0].Values.Length;
        _observed = [.. columns.Select(c => Enumerable.Range(0, n).Where(i => !double.IsNaN(c.Values[i])).ToArray())];
        _missing = [.. columns.Select(c => Enumerable.Range(0, n).Where(i => double.IsNaN(c.Values[i])).ToArray())];
        Completed = [.. columns.Select(c => (double[])c.Values.Clone())];
        Means = [.. _missing.Select(m => new double[m.Length > 0 ? options.Iterations : 0])];
        // The design: each column, or its indicators, and the outcome, each as one array that is kept up to date.
        _first = new int[columns.Count];
        var design = new List<double[]>();
        for (var k = 0; k < columns.Count; k++)
        {
            _first[k] = design.Count;
            for (var level = 0; level < Math.Max(1, columns[k].Levels.Count - 1); level++)
                design.Add(new double[n]);
        }
        _design = [.. design, .. outcome];
        for (var k = 0; k < columns.Count; k++)
        {
            foreach (var i in _missing[k])
                Completed[k][i] = columns[k].Values[_observed[k][_random.Below(_observed[k].Length)]];
            Refresh(k);
        }
    }

    public double[][] Completed { get; }

    public double[][] Means { get; }

    public void Run(CancellationToken cancellationToken)
    {
        for (var iteration = 0; iteration < _options.Iterations; iteration++)
        {
            for (var k = 0; k < _columns.Count; k++)
            {
                if (_missing[k].Length == 0)
                    continue;
                cancellationToken.ThrowIfCancellationRequested();
                Impute(k);
                Refresh(k);
                Means[k][iteration] = _missing[k].Average(i => Completed[k][i]);
            }
        }
    }

    private void Impute(int k)
    {
        var width = Math.Max(1, _columns[k].Levels.Count - 1);
        double[][] predictors = [.. _design.Where((x, j) => (j < _first[k] || j >= _first[k] + width) && Varies(x, _observed[k]))];
        var regression = new ChainedRegression(predictors, _observed[k], _missing[k], Completed[k], _random);
        var drawn = _columns[k].Levels.Count switch
        {
            0 => regression.MatchMeans(_options.Donors),
            2 => regression.Logistic(),
            var levels => regression.Polytomous(levels),
        };
        for (var i = 0; i < drawn.Length; i++)
            Completed[k][_missing[k][i]] = drawn[i];
    }

    private static bool Varies(double[] x, int[] rows)
    {
        foreach (var i in rows)
        {
            if (x[i] != x[rows[0]])
                return true;
        }
        return false;
    }

    private void Refresh(int k)
    {
        var levels = _columns[k].Levels.Count;
        if (levels == 0)
        {
            Completed[k].CopyTo(_design[_first[k]], 0);
            return;
        }
        for (var level = 1; level < levels; level++)
        {
            var to = _design[_first[k] + level - 1];
            for (var i = 0; i < to.Length; i++)
                to[i] = Completed[k][i] == level ? 1 : 0;
        }
    }
}

/// <summary>Random numbers of the distributions that imputation draws from.</summary>
internal sealed class RandomDraws(Xoshiro256 random)
{
    private double? _spare;

    public int Below(int bound) => random.NextInt(bound);

    public double Uniform() => random.NextDouble();

    /// <summary>A standard normal number (Marsaglia's polar method).</summary>
    public double Normal()
    {
        if (_spare is { } kept)
        {
            _spare = null;
            return kept;
        }
        while (true)
        {
            double u = (2 * random.NextDouble()) - 1, v = (2 * random.NextDouble()) - 1, s = (u * u) + (v * v);
            if (s is 0 or >= 1)
                continue;
            var factor = Math.Sqrt(-2 * Math.Log(s) / s);
            _spare = v * factor;
            return u * factor;
        }
    }

    /// <summary>A chi-square number (G. Marsaglia and W. W. Tsang, ACM Trans. Math. Softw. 26, 2000, doi:10.1145/358407.358414).</summary>
    public double ChiSquare(double df)
    {
        var shape = df / 2;
        // Below a shape of 1, one more and a power of a uniform number.
        var boost = shape < 1 ? Math.Pow(1 - random.NextDouble(), 1 / shape) : 1;
        var d = (shape < 1 ? shape + 1 : shape) - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = 1 + (c * x);
            if (v <= 0)
                continue;
            v = v * v * v;
            var u = 1 - random.NextDouble();
            if (Math.Log(u) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
                return 2 * d * v * boost;
        }
    }
}
