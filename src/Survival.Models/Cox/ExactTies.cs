using Survival.Models.RiskSets;

namespace Survival.Models.Cox;

/// <summary>
/// The exact conditional likelihood of d events at one time: its denominator is the elementary symmetric polynomial of degree d
/// of the risks (Gail, Lubin and Rubinstein, Biometrika 1981;68:703). Risk sets are nested, so one sweep from the last time to the first
/// adds each row once and meets every time's polynomial on the way: O(n d p^2) with derivatives, O(n d) without, d the most events
/// of one time. Where rows enter later the sets are not nested, and each time's is built on its own.
/// </summary>
internal sealed class ExactTies
{
    private readonly SortedFollowUp _data;
    private readonly double[] _x;
    private readonly int _columns;
    private readonly int _stride;
    private readonly SymmetricPolynomials _polynomials;
    private readonly int[] _degree; // the most events of one time among this group and the earlier ones of its stratum; 0 for none tied

    public ExactTies(SortedFollowUp data, double[] x, int columns, int stride)
    {
        (_data, _x, _columns, _stride) = (data, x, columns, stride);
        _degree = new int[data.GroupCount];
        for (var s = 0; s < data.StratumCount; s++)
        {
            var most = 0;
            for (var g = data.GroupStart[s]; g < data.GroupStart[s + 1]; g++)
                _degree[g] = most = data.GroupDeaths[g] > 1 ? Math.Max(most, data.GroupDeaths[g]) : most;
        }
        _polynomials = new SymmetricPolynomials(_degree.DefaultIfEmpty(0).Max(), columns);
    }

    /// <summary>The sum of the logarithms of the denominators of all times with tied events.</summary>
    public double LogDenominators(double[] risk)
    {
        var sum = 0.0;
        Sweep(risk, derivatives: false, d => sum += _polynomials.Logarithm(d));
        return sum;
    }

    /// <summary>Adds what the tied events give to the gradient and to the information.</summary>
    public void Differentiate(double[] risk, double[] gradient, double[] information)
    {
        var mean = new double[_columns];
        Sweep(risk, derivatives: true, d =>
        {
            for (var j = 0; j < _columns; j++)
            {
                gradient[j] -= mean[j] = _polynomials.Mean(d, j);
                for (var k = 0; k <= j; k++)
                    information[(j * _stride) + k] += _polynomials.MeanProduct(d, j, k) - (mean[j] * mean[k]);
            }
        });
    }

    // Calls back at each time with tied events, the polynomials standing at its risk set.
    private void Sweep(double[] risk, bool derivatives, Action<int> visit)
    {
        for (var s = 0; s < _data.StratumCount; s++)
        {
            _polynomials.Clear();
            var i = _data.StratumStart[s + 1] - 1;
            // Before the first tied time there is nothing left to meet.
            for (var g = _data.GroupStart[s + 1] - 1; g >= _data.GroupStart[s] && _degree[g] > 0; g--)
            {
                var first = _data.GroupFirst[g];
                if (_data.Entry is null)
                {
                    for (; i >= first; i--)
                        Add(i, risk, _degree[g], derivatives);
                }
                else if (_data.GroupDeaths[g] > 1)
                {
                    _polynomials.Clear();
                    for (i = first; i < _data.StratumStart[s + 1]; i++)
                    {
                        if (_data.Entry[i] < _data.Time[first])
                            Add(i, risk, _data.GroupDeaths[g], derivatives);
                    }
                }
                if (_data.GroupDeaths[g] > 1)
                    visit(_data.GroupDeaths[g]);
            }
        }
    }

    private void Add(int i, double[] risk, int degree, bool derivatives) =>
        _polynomials.Add(risk[i], derivatives ? _x.AsSpan(i * _stride, _columns) : default, degree);
}
