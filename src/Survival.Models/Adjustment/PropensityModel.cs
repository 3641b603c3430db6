using Survival.Models.Numerics;

namespace Survival.Models.Adjustment;

/// <summary>The chance of each group by covariates: logistic regression of two groups, multinomial of more, by Newton's steps.</summary>
internal static class PropensityModel
{
    private const int MaxIterations = 50;
    private const double Tolerance = 1e-12;

    // Beyond this a chance is 0 or 1 for all that the likelihood can tell: the groups are separated.
    private const double Separated = 30;

    /// <summary>The fitted chance of each group (from 0) for each row.</summary>
    public static double[][] Fit(int[] group, int groups, DesignMatrix x)
    {
        var (n, p, q) = (x.RowCount, x.ColumnCount + 1, (x.ColumnCount + 1) * (groups - 1));
        double[] centre = [.. Enumerable.Range(0, p - 1).Select(j => Mean(x.Column(j)))];
        double[] scale = [.. Enumerable.Range(0, p - 1).Select(j => Spread(x.Column(j), centre[j]))];
        var rows = new double[n][];
        for (var i = 0; i < n; i++)
            rows[i] = [1, .. Enumerable.Range(0, p - 1).Select(j => scale[j] > 0 ? (x[i, j] - centre[j]) / scale[j] : 0)];
        if (Array.FindIndex(scale, s => !(s > 0)) is var constant and >= 0)
            throw new InvalidSurvivalDataException(
                $"The covariate '{x.ColumnNames[constant]}' is constant, so it tells no group from another.",
                    column: x.ColumnNames[constant]);
        var beta = new double[q];
        var chances = Chances(rows, beta, groups);
        var likelihood = Likelihood(chances, group);
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            var step = Step(rows, chances, group, groups, x);
            var (factor, next, better) = (1.0, beta, likelihood);
            double[][] trial;
            do
            {
                next = [.. beta.Zip(step, (b, s) => b + (factor * s))];
                trial = Chances(rows, next, groups);
                better = Likelihood(trial, group);
                factor /= 2;
            }
            while (!(better >= likelihood - 1e-12) && factor > 1e-6);
            var gain = Math.Abs(better - likelihood);
            (beta, chances, likelihood) = (next, trial, better);
            if (beta.Any(b => Math.Abs(b) > Separated))
                break;
            if (gain <= Tolerance * (Math.Abs(likelihood) + 1))
                return chances;
        }
        throw new ConvergenceException(
            "The groups are told apart wholly, or nearly, by the covariates: a patient of one group has no counterpart in the other, so "
                + "there is "
                + "nothing to weight. Leave covariates out or patients without counterpart.",
            [.. x.ColumnNames]);
    }

    private static double[] Step(double[][] rows, double[][] chances, int[] group, int groups, DesignMatrix x)
    {
        var p = rows[0].Length;
        var q = p * (groups - 1);
        var (gradient, information) = (new double[q], new double[q * q]);
        for (var i = 0; i < rows.Length; i++)
        {
            for (var a = 1; a < groups; a++)
            {
                var residual = (group[i] == a ? 1 : 0) - chances[i][a];
                for (var j = 0; j < p; j++)
                    gradient[((a - 1) * p) + j] += residual * rows[i][j];
                for (var b = 1; b < groups; b++)
                {
                    var weight = chances[i][a] * ((a == b ? 1 : 0) - chances[i][b]);
                    for (var j = 0; j < p; j++)
                    {
                        for (var k = 0; k < p; k++)
                            information[((((a - 1) * p) + j) * q) + ((b - 1) * p) + k] += weight * rows[i][j] * rows[i][k];
                    }
                }
            }
        }
        var cholesky = new LowerCholesky(q);
        if (!cholesky.Factor(information, q, 1e-10))
            throw new ConvergenceException(
                "The covariates are collinear, or tell the groups apart wholly; leave some out.", [.. x.ColumnNames]);
        cholesky.Solve(gradient);
        return gradient;
    }

    private static double[][] Chances(double[][] rows, double[] beta, int groups)
    {
        var p = rows[0].Length;
        return Array.ConvertAll(rows, row =>
        {
            var eta = new double[groups];
            for (var a = 1; a < groups; a++)
            {
                for (var j = 0; j < p; j++)
                    eta[a] += beta[((a - 1) * p) + j] * row[j];
            }
            var largest = eta.Max();
            var sum = eta.Sum(e => Math.Exp(e - largest));
            return Array.ConvertAll(eta, e => Math.Exp(e - largest) / sum);
        });
    }

    private static double Likelihood(double[][] chances, int[] group)
    {
        var sum = 0.0;
        for (var i = 0; i < group.Length; i++)
            sum += Math.Log(chances[i][group[i]]);
        return sum;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var v in values)
            sum += v;
        return sum / values.Length;
    }

    private static double Spread(ReadOnlySpan<double> values, double mean)
    {
        var sum = 0.0;
        foreach (var v in values)
            sum += (v - mean) * (v - mean);
        return Math.Sqrt(sum / values.Length);
    }
}
