using Survival.Models.RiskSets;

namespace Survival.Models.Cox;

/// <summary>
/// The exact conditional likelihood of d events at one time: its denominator is the elementary symmetric polynomial of degree d
/// of the risks, built one member at a time with its first and second derivatives (Gail, Lubin and Rubinstein,
/// Biometrika 1981;68:703), O(|risk set| d p^2); without derivatives O(|risk set| d).
/// </summary>
internal sealed class ExactTies
{
    private readonly SortedFollowUp _data;
    private readonly double[] _x;
    private readonly int _columns;
    private readonly int _stride;
    private readonly double[] _e;
    private readonly double[] _first;
    private readonly double[] _second;

    public ExactTies(SortedFollowUp data, double[] x, int columns, int stride)
    {
        (_data, _x, _columns, _stride) = (data, x, columns, stride);
        var d = data.GroupDeaths.DefaultIfEmpty(0).Max() + 1;
        _e = new double[d];
        _first = new double[Math.Max(4, d * stride)];
        _second = new double[Math.Max(4, d * columns * stride)];
    }

    /// <summary>The sum of the logarithms of the denominators of all times with tied events.</summary>
    public double LogDenominators(double[] risk)
    {
        var sum = 0.0;
        for (var g = 0; g < _data.GroupCount; g++)
        {
            var d = _data.GroupDeaths[g];
            if (d == 1)
                continue;
            Array.Clear(_e);
            var scale = Scale(g, risk);
            Build(g, risk, scale, derivatives: false);
            sum += Math.Log(_e[d]) - (d * Math.Log(scale));
        }
        return sum;
    }

    /// <summary>Adds what the tied events give to the gradient and to the information.</summary>
    public void Differentiate(double[] risk, double[] gradient, double[] information)
    {
        for (var g = 0; g < _data.GroupCount; g++)
        {
            var d = _data.GroupDeaths[g];
            if (d == 1)
                continue;
            Array.Clear(_e);
            Array.Clear(_first);
            Array.Clear(_second);
            Build(g, risk, Scale(g, risk), derivatives: true);
            var e = _e[d];
            var mean = _first.AsSpan(d * _stride, _stride);
            for (var j = 0; j < _columns; j++)
                mean[j] /= e;
            for (var j = 0; j < _columns; j++)
            {
                gradient[j] -= mean[j];
                for (var k = 0; k <= j; k++)
                    information[(j * _stride) + k] += (_second[(((d * _columns) + j) * _stride) + k] / e) - (mean[j] * mean[k]);
            }
        }
    }

    // With this scale the polynomial of degree d is about 1 / sqrt(2 pi d), far from under- and overflow for d up to 1900.
    private double Scale(int group, double[] risk)
    {
        var total = 0.0;
        foreach (var i in Members(group))
            total += risk[i];
        return _data.GroupDeaths[group] / Math.E / total;
    }

    private IEnumerable<int> Members(int group)
    {
        var first = _data.GroupFirst[group];
        var time = _data.Time[first];
        var end = _data.StratumStart[_data.StratumOf(first) + 1];
        for (var i = first; i < end; i++)
        {
            if (_data.Entry is null || _data.Entry[i] < time)
                yield return i;
        }
    }

    private void Build(int group, double[] risk, double scale, bool derivatives)
    {
        var d = _data.GroupDeaths[group];
        _e[0] = 1;
        var members = 0;
        foreach (var i in Members(group))
        {
            var degree = Math.Min(++members, d);
            var r = risk[i] * scale;
            if (derivatives)
                AddMember(_x.AsSpan(i * _stride, _stride), r, degree);
            else
            {
                for (var k = degree; k >= 1; k--)
                    _e[k] += r * _e[k - 1];
            }
        }
    }

    private void AddMember(ReadOnlySpan<double> x, double r, int degree)
    {
        for (var k = degree; k >= 1; k--)
        {
            var before = _e[k - 1];
            var firstBefore = _first.AsSpan((k - 1) * _stride, _stride);
            var first = _first.AsSpan(k * _stride, _stride);
            for (var j = 0; j < _columns; j++)
            {
                var secondBefore = _second.AsSpan((((k - 1) * _columns) + j) * _stride, _stride);
                var second = _second.AsSpan(((k * _columns) + j) * _stride, _stride);
                var (xj, fj) = (x[j], firstBefore[j]);
                for (var m = 0; m <= j; m++)
                    second[m] += r * (secondBefore[m] + (xj * firstBefore[m]) + ((fj + (xj * before)) * x[m]));
            }
            for (var j = 0; j < _columns; j++)
                first[j] += r * (firstBefore[j] + (x[j] * before));
            _e[k] += r * before;
        }
    }
}
