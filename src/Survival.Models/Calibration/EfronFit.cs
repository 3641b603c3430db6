using MathNet.Numerics.LinearAlgebra;

namespace Survival.Models.Calibration;

/// <summary>
/// A Cox model of a few columns with Efron's ties, fitted by Newton's method, as often as a bootstrap asks for it: no residuals,
/// no tables. B. Efron 1977 (doi:10.1080/01621459.1977.10480613).
/// </summary>
internal sealed class EfronFit
{
    private readonly double[] _time;
    private readonly bool[] _event;
    private readonly double[][] _columns;
    private readonly int[] _order;
    private readonly double[] _mean;

    private EfronFit(double[] time, bool[] events, double[][] columns)
    {
        (_time, _event) = (time, events);
        _order = Discrimination.RiskSets.Order(time, events);
        _mean = [.. columns.Select(c => c.Average())];
        _columns = [.. columns.Select((c, j) => c.Select(v => v - _mean[j]).ToArray())];
        Coefficients = new double[columns.Length];
        Covariance = Matrix<double>.Build.Dense(columns.Length, columns.Length);
    }

    /// <summary>The coefficients.</summary>
    public double[] Coefficients { get; private set; }

    /// <summary>The inverse of the information.</summary>
    public Matrix<double> Covariance { get; private set; }

    /// <summary>The log partial likelihood with all coefficients 0.</summary>
    public double LogLikelihoodNull { get; private set; }

    /// <summary>The log partial likelihood at the coefficients.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>Fits. Iteration ends when the log likelihood changes by no more than the tolerance, relatively.</summary>
    /// <exception cref="ConvergenceException">No events, collinear columns, or no convergence.</exception>
    public static EfronFit Fit(double[] time, bool[] events, double[][] columns, double tolerance = 1e-12, int iterations = 50)
    {
        var fit = new EfronFit(time, events, columns);
        var p = columns.Length;
        var (gradient, information) = (new double[p], Matrix<double>.Build.Dense(p, p));
        var beta = Vector<double>.Build.Dense(p);
        var old = fit.LogLikelihoodNull = fit.Evaluate(beta.AsArray(), gradient, information);
        if (!events.Contains(true))
            throw new ConvergenceException("There are no events, so no coefficient can be estimated.");
        var step = Solve(information, gradient);
        for (var k = 0; ; k++)
        {
            var next = beta + step;
            var value = fit.Evaluate(next.AsArray(), gradient, information);
            for (var halving = 0; halving < 30 && !(value >= old) && !(Math.Abs(1 - (old / value)) <= tolerance); halving++)
            {
                step /= 2;
                next = beta + step;
                value = fit.Evaluate(next.AsArray(), gradient, information);
            }
            beta = next;
            var change = Math.Abs(1 - (old / value));
            old = value;
            if (change <= tolerance || old == 0)
                break;
            if (k == iterations || !double.IsFinite(value))
                throw new ConvergenceException($"The model did not converge in {iterations} iterations; a coefficient may be infinite.");
            step = Solve(information, gradient);
        }
        (fit.Coefficients, fit.LogLikelihood) = (beta.ToArray(), old);
        fit.Covariance = Cholesky(information).Solve(Matrix<double>.Build.DenseIdentity(p));
        return fit;
    }

    /// <summary>The log partial likelihood at given coefficients.</summary>
    public double At(double[] coefficients) =>
        Evaluate(coefficients, new double[coefficients.Length], Matrix<double>.Build.Dense(coefficients.Length, coefficients.Length));

    /// <summary>The linear predictor, with the fit's own means taken off, of columns in the fit's order.</summary>
    public double[] LinearPredictor(double[][] columns)
    {
        var lp = new double[columns[0].Length];
        for (var j = 0; j < columns.Length; j++)
        {
            for (var i = 0; i < lp.Length; i++)
                lp[i] += Coefficients[j] * (columns[j][i] - _mean[j]);
        }
        return lp;
    }

    /// <summary>Efron's cumulative hazard at a time, where the (centred) linear predictor is 0.</summary>
    public double CumulativeHazard(double time)
    {
        var n = _time.Length;
        var risk = Risk(Coefficients);
        var (sum, hazard) = (0.0, 0.0);
        for (var end = n; end > 0;)
        {
            var (start, dead, deadRisk, t) = (end, 0, 0.0, _time[_order[end - 1]]);
            for (; start > 0 && _time[_order[start - 1]] == t; start--)
            {
                var i = _order[start - 1];
                sum += risk[i];
                (dead, deadRisk) = _event[i] ? (dead + 1, deadRisk + risk[i]) : (dead, deadRisk);
            }
            for (var k = 0; k < dead && t <= time; k++)
                hazard += 1 / (sum - (k * deadRisk / dead));
            end = start;
        }
        return hazard;
    }

    private double[] Risk(double[] beta)
    {
        var lp = new double[_time.Length];
        for (var j = 0; j < beta.Length; j++)
        {
            var column = _columns[j];
            for (var i = 0; i < lp.Length; i++)
                lp[i] += beta[j] * column[i];
        }
        for (var i = 0; i < lp.Length; i++)
            lp[i] = Math.Exp(lp[i]);
        return lp;
    }

    private double Evaluate(double[] beta, double[] gradient, Matrix<double> information)
    {
        var (n, p) = (_time.Length, beta.Length);
        var risk = Risk(beta);
        Array.Clear(gradient);
        information.Clear();
        double value = 0, s0 = 0;
        var (s1, d1, s2, d2, mean) = (new double[p], new double[p], new double[p * p], new double[p * p], new double[p]);
        for (var end = n; end > 0;)
        {
            var (start, dead, d0, t) = (end, 0, 0.0, _time[_order[end - 1]]);
            Array.Clear(d1);
            Array.Clear(d2);
            for (; start > 0 && _time[_order[start - 1]] == t; start--)
            {
                var i = _order[start - 1];
                var r = risk[i];
                s0 += r;
                Accumulate(i, r, s1, s2);
                if (!_event[i])
                    continue;
                dead++;
                d0 += r;
                Accumulate(i, r, d1, d2);
                value += Math.Log(r);
                for (var j = 0; j < p; j++)
                    gradient[j] += _columns[j][i];
            }
            for (var k = 0; k < dead; k++)
            {
                var share = k / (double)dead;
                var total = s0 - (share * d0);
                value -= Math.Log(total);
                for (var j = 0; j < p; j++)
                {
                    mean[j] = (s1[j] - (share * d1[j])) / total;
                    gradient[j] -= mean[j];
                    for (var l = 0; l <= j; l++)
                        information[j, l] += ((s2[(j * p) + l] - (share * d2[(j * p) + l])) / total) - (mean[j] * mean[l]);
                }
            }
            end = start;
        }
        for (var j = 0; j < p; j++)
        {
            for (var l = 0; l < j; l++)
                information[l, j] = information[j, l];
        }
        return value;
    }

    private void Accumulate(int row, double risk, double[] first, double[] second)
    {
        var p = first.Length;
        for (var j = 0; j < p; j++)
        {
            var x = risk * _columns[j][row];
            first[j] += x;
            for (var l = 0; l <= j; l++)
                second[(j * p) + l] += x * _columns[l][row];
        }
    }

    private static Vector<double> Solve(Matrix<double> information, double[] gradient) =>
        Cholesky(information).Solve(Vector<double>.Build.DenseOfArray(gradient));

    private static MathNet.Numerics.LinearAlgebra.Factorization.Cholesky<double> Cholesky(Matrix<double> information)
    {
        try
        {
            return information.Cholesky();
        }
        catch (ArgumentException)
        {
            throw new ConvergenceException("The information is singular: a column is constant, columns are collinear, or a coefficient is infinite.");
        }
    }
}
