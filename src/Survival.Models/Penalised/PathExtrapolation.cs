namespace Survival.Models.Penalised;

/// <summary>
/// Where the path goes next: between the lambdas at which a column enters or leaves, coefficients are smooth in lambda, so a polynomial
/// through the last solutions (Lagrange's) starts the next one far closer than the last solution does. It goes through as many of them as
/// would have foretold the last one best. Only a starting point: the solution is the optimum either way.
/// </summary>
/// <param name="columns">How many coefficients there are.</param>
/// <param name="smooth">Whether none of them enters or leaves (a ridge): then the path is smooth in the logarithm of lambda.</param>
internal sealed class PathExtrapolation(int columns, bool smooth)
{
    private const int Most = 8;

    private readonly double[][] _solutions = new double[Most][]; // the newest first
    private readonly double[] _at = new double[Most];
    private readonly int[] _since = new int[columns]; // in how many of the last solutions each column stood, with one sign
    private readonly double[] _weights = new double[Most * Most]; // those of the polynomial through k + 1 solutions at row k
    private readonly double[] _miss = new double[columns];
    private readonly int[] _standing = new int[columns];
    private int _count;
    private int _points = 1;

    /// <summary>Whether there is more to start from than the last solution.</summary>
    public bool IsUseful => _points > 1;

    /// <summary>Keeps a solution.</summary>
    public void Add(double lambda, ReadOnlySpan<double> beta)
    {
        var at = smooth ? Math.Log(lambda) : lambda;
        if (_count > 0 && !(at < _at[0] && double.IsFinite(at)))
            (_count, _points) = (0, 1);
        Choose(at, beta);
        var oldest = _solutions[Most - 1] ?? new double[columns];
        Array.Copy(_solutions, 0, _solutions, 1, Most - 1);
        Array.Copy(_at, 0, _at, 1, Most - 1);
        beta.CopyTo(oldest);
        (_solutions[0], _at[0]) = (oldest, at);
        _count = Math.Min(Most, _count + 1);
        for (var j = 0; j < columns; j++)
            _since[j] = beta[j] == 0 ? 0 : _count > 1 && !(beta[j] * _solutions[1][j] < 0) ? Math.Min(Most, _since[j] + 1) : 1;
    }

    /// <summary>The coefficients of some columns at a lambda.</summary>
    public void Predict(double lambda, ReadOnlySpan<int> which, Span<double> result)
    {
        Weigh(smooth ? Math.Log(lambda) : lambda);
        if (smooth)
        {
            Array.Clear(_miss);
            AddPolynomial(_points, 1);
        }
        for (var i = 0; i < which.Length; i++)
            result[i] = smooth ? _miss[which[i]] : At(which[i], _points);
    }

    // Of all columns at once, where none has a kink.
    private void AddPolynomial(int points, double factor)
    {
        for (var k = 0; k < points; k++)
            ColumnKernels.Add(factor * _weights[((points - 1) * Most) + k], _solutions[k], _miss);
    }

    // The polynomial of a column goes back to where the column was last 0, for there it has a kink.
    private double At(int column, int points)
    {
        var most = Math.Min(points, Math.Min(_count, _since[column] + 1));
        var sum = 0.0;
        for (var k = 0; k < most; k++)
            sum += _weights[((most - 1) * Most) + k] * _solutions[k][column];
        return sum;
    }

    private void Choose(double at, ReadOnlySpan<double> beta)
    {
        if (_count == 0 || !double.IsFinite(at))
            return;
        Weigh(at);
        var (least, standing) = (double.PositiveInfinity, 0);
        for (var j = 0; j < columns && !smooth; j++)
        {
            if (_since[j] > 0)
                _standing[standing++] = j;
        }
        for (var points = 1; points <= _count; points++)
        {
            var error = 0.0;
            if (smooth)
            {
                beta.CopyTo(_miss);
                AddPolynomial(points, -1);
                error = ColumnKernels.Dot(_miss, _miss);
            }
            foreach (var j in _standing.AsSpan(0, standing))
            {
                var miss = beta[j] - At(j, points);
                error += miss * miss;
            }
            if (error < least)
                (least, _points) = (error, points);
        }
    }

    private void Weigh(double at)
    {
        for (var points = 1; points <= _count; points++)
        {
            for (var k = 0; k < points; k++)
            {
                var weight = 1.0;
                for (var other = 0; other < points; other++)
                {
                    if (other != k)
                        weight *= (at - _at[other]) / (_at[k] - _at[other]);
                }
                _weights[((points - 1) * Most) + k] = weight;
            }
        }
    }
}
