namespace Survival.Models.Cox;

/// <summary>
/// The exact conditional likelihood of d events at one time: its denominator is the elementary symmetric polynomial of degree d
/// of the risks, built one member at a time with its first and second derivatives (Gail, Lubin and Rubinstein,
/// Biometrika 1981;68:703), O(|risk set| d p^2).
/// </summary>
internal sealed class ExactTies
{
    private readonly RiskSetLayout _layout;
    private readonly double[] _x;
    private readonly int _columns;
    private readonly int _stride;
    private readonly double[] _e;
    private readonly double[] _first;
    private readonly double[] _second;

    public ExactTies(RiskSetLayout layout, double[] x, int columns, int stride)
    {
        (_layout, _x, _columns, _stride) = (layout, x, columns, stride);
        var d = layout.GroupDeaths.DefaultIfEmpty(0).Max() + 1;
        _e = new double[d];
        _first = new double[Math.Max(4, d * stride)];
        _second = new double[Math.Max(4, d * columns * stride)];
    }

    /// <summary>Takes the derivatives of the logarithm of the denominator from the gradient, adds the second to the information, and returns the logarithm.</summary>
    public double Add(int group, double[] risk, double[] gradient, double[] information)
    {
        var d = _layout.GroupDeaths[group];
        var first = _layout.GroupFirst[group];
        var time = _layout.Time[first];
        var end = _layout.StratumStart[_layout.StratumOf(first) + 1];
        var total = 0.0;
        for (var i = first; i < end; i++)
        {
            if (_layout.Entry is null || _layout.Entry[i] < time)
                total += risk[i];
        }
        // With this scale the polynomial of degree d is about 1 / sqrt(2 pi d), far from under- and overflow for d up to 1900.
        var scale = d / Math.E / total;
        Array.Clear(_e);
        Array.Clear(_first);
        Array.Clear(_second);
        _e[0] = 1;
        var members = 0;
        for (var i = first; i < end; i++)
        {
            if (_layout.Entry is not null && !(_layout.Entry[i] < time))
                continue;
            members++;
            AddMember(_x.AsSpan(i * _stride, _stride), risk[i] * scale, Math.Min(members, d));
        }
        var e = _e[d];
        var mean = _first.AsSpan(d * _stride, _stride);
        for (var j = 0; j < _columns; j++)
            mean[j] /= e;
        for (var j = 0; j < _columns; j++)
        {
            gradient[j] -= mean[j];
            for (var k = 0; k <= j; k++)
                information[j * _stride + k] += _second[(d * _columns + j) * _stride + k] / e - mean[j] * mean[k];
        }
        return Math.Log(e) - d * Math.Log(scale);
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
                var secondBefore = _second.AsSpan(((k - 1) * _columns + j) * _stride, _stride);
                var second = _second.AsSpan((k * _columns + j) * _stride, _stride);
                var (xj, fj) = (x[j], firstBefore[j]);
                for (var m = 0; m <= j; m++)
                    second[m] += r * (secondBefore[m] + xj * firstBefore[m] + (fj + xj * before) * x[m]);
            }
            for (var j = 0; j < _columns; j++)
                first[j] += r * (firstBefore[j] + x[j] * before);
            _e[k] += r * before;
        }
    }
}
