using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>The distribution of a 2 x 2 table's first cell given the margins, at any odds ratio (R. A. Fisher 1935,
/// doi:10.2307/2342435).</summary>
internal sealed class NoncentralHypergeometric
{
    // R's tolerance for "no more likely".
    private const double Relative = 1 + 1e-7;
    private readonly int _first;
    private readonly double[] _log;

    public NoncentralHypergeometric(int[] rows, int[] columns)
    {
        _first = Math.Max(0, columns[0] - rows[1]);
        var last = Math.Min(columns[0], rows[0]);
        _log = new double[last - _first + 1];
        // By ratios of neighbours from the most likely count outwards: differences of log factorials lose digits in large tables.
        double LogRatio(double x) => Math.Log((rows[0] - x) / (x + 1)) + Math.Log((columns[0] - x) / (rows[1] - columns[0] + x + 1));
        var mode = Math.Clamp((int)((rows[0] + 1.0) * (columns[0] + 1.0) / (rows[0] + rows[1] + 2.0)) - _first, 0, _log.Length - 1);
        for (var k = mode; k + 1 < _log.Length; k++)
            _log[k + 1] = _log[k] + LogRatio(_first + k);
        for (var k = mode; k > 0; k--)
            _log[k - 1] = _log[k] - LogRatio(_first + k - 1);
    }

    public FisherResult Test(int observed, double level)
    {
        var (at, density, tail) = (observed - _first, Density(0), (1 - level) / 2);
        var p = density.Where(d => d <= density[at] * Relative).Sum();
        var (less, greater) = (density.Take(at + 1).Sum(), density.Skip(at).Sum());
        var last = _log.Length - 1;
        if (last == 0)
            return new FisherResult(1, 1, 1, double.NaN, 0, double.PositiveInfinity);
        var ratio = at == 0 ? 0 : at == last ? double.PositiveInfinity : Solve(logOdds => Mean(logOdds) - at);
        var lower = at == 0 ? 0 : Solve(logOdds => Density(logOdds).Skip(at).Sum() - tail);
        var upper = at == last ? double.PositiveInfinity : Solve(logOdds => tail - Density(logOdds).Take(at + 1).Sum());
        return new FisherResult(Math.Min(1, p), Math.Min(1, less), Math.Min(1, greater), ratio, lower, upper);
    }

    private static double Solve(Func<double, double> increasing)
    {
        double low = -1, high = 1;
        while (increasing(low) > 0 && low > -700)
            low *= 2;
        while (increasing(high) < 0 && high < 700)
            high *= 2;
        return Math.Exp(RootFinder.Find(increasing, low, high));
    }

    private double[] Density(double logOdds)
    {
        var value = new double[_log.Length];
        var most = double.NegativeInfinity;
        for (var k = 0; k < value.Length; k++)
            most = Math.Max(most, value[k] = _log[k] + (k * logOdds));
        var sum = 0.0;
        for (var k = 0; k < value.Length; k++)
            sum += value[k] = Math.Exp(value[k] - most);
        for (var k = 0; k < value.Length; k++)
            value[k] /= sum;
        return value;
    }

    private double Mean(double logOdds)
    {
        var (density, mean) = (Density(logOdds), 0.0);
        for (var k = 0; k < density.Length; k++)
            mean += k * density[k];
        return mean;
    }
}
