using Notebooks;
using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>
/// A fitted Cox proportional-hazards model (J R Stat Soc B 1972;34:187): coefficients, tests, predictions, survival curves; immutable.
/// Numbers and conventions are those of R's <c>survival::coxph</c>. A model just fitted also remembers its data, which residuals and the
/// proportional-hazards test need; one loaded from a file does not.
/// </summary>
[TypeFormatterSource(typeof(Formatters))]
public sealed partial class CoxModel
{
    private readonly CoxModelState _state;
    private readonly double[] _beta;

    internal CoxModel(CoxModelState state, CoxTraining? training = null)
    {
        (_state, _training) = (state, training);
        _beta = [.. state.Coefficients.Select(b => double.IsNaN(b) ? 0 : b)];
        _baselines = new Lazy<IReadOnlyList<CoxBaseline>>(() => state.Baselines ?? training!.Baselines(_beta, state));
    }

    internal CoxModelState State => _state;

    /// <summary>The columns, in the order of the coefficients.</summary>
    public IReadOnlyList<string> ColumnNames => _state.ColumnNames;

    /// <summary>The terms that the columns belong to: a categorical variable is one term of several columns.</summary>
    public IReadOnlyList<DesignTerm> Terms => _state.Terms;

    /// <summary>The log hazard ratios; NaN for a column that was left out as collinear.</summary>
    public ReadOnlySpan<double> Coefficients => _state.Coefficients;

    /// <summary>The hazard ratios, exp(<see cref="Coefficients"/>); NaN for a column that was left out as collinear.
    /// <see cref="Table"/> has them with their limits.</summary>
    public IReadOnlyList<double> HazardRatios => Array.ConvertAll(_state.Coefficients, Math.Exp);

    /// <summary>
    /// Where linear predictors are zero: the weighted mean of each column (with entry times the plain mean), but 0 for a column of which
    /// all values are -1, 0 or 1, as R's.
    /// </summary>
    public ReadOnlySpan<double> Means => _state.Means;

    /// <summary>The weighted mean of the offset in the fitted data; 0 without an offset.</summary>
    public double OffsetMean => _state.OffsetMean;

    /// <summary>The covariance matrix of the coefficients, row-major: the robust one in a robust fit. Zero for columns left out.</summary>
    public ReadOnlySpan<double> Covariance => _state.Covariance;

    /// <summary>The inverse of the information, row-major.</summary>
    public ReadOnlySpan<double> ModelCovariance => _state.ModelCovariance;

    /// <summary>The standard errors of the coefficients: the robust ones in a robust fit.</summary>
    public double[] StandardErrors => [.. Enumerable.Range(0, _beta.Length).Select(j => StandardError(_state.Covariance, j))];

    /// <summary>Whether the covariance is the robust sandwich.</summary>
    public bool IsRobust => _state.IsRobust;

    /// <summary>The tie method.</summary>
    public TieMethod Ties => _state.Ties;

    /// <summary>The number of rows fitted.</summary>
    public int RowCount => _state.RowCount;

    /// <summary>The number of events, not weighted.</summary>
    public int EventCount => _state.EventCount;

    /// <summary>The log partial likelihood with all coefficients at 0.</summary>
    public double LogLikelihoodNull => _state.LogLikelihoodNull;

    /// <summary>The log partial likelihood.</summary>
    public double LogLikelihood => _state.LogLikelihood;

    /// <summary>The Newton steps taken.</summary>
    public int Iterations => _state.Iterations;

    /// <summary>The number of coefficients estimated.</summary>
    public int DegreesOfFreedom => _state.Coefficients.Count(b => !double.IsNaN(b));

    /// <summary>Akaike's criterion, -2 log likelihood + 2 degrees of freedom.</summary>
    public double Aic => (-2 * LogLikelihood) + (2 * DegreesOfFreedom);

    /// <summary>Schwarz's criterion, -2 log likelihood + log(events) degrees of freedom, as R's.</summary>
    public double Bic => (-2 * LogLikelihood) + (Math.Log(EventCount) * DegreesOfFreedom);

    /// <summary>The likelihood-ratio test of all coefficients. It takes no account of clusters.</summary>
    public TestResult LikelihoodRatioTest =>
        TestResult.ChiSquared(2 * (LogLikelihood - LogLikelihoodNull), DegreesOfFreedom, "Likelihood ratio test");

    /// <summary>The score (log-rank) test at zero.</summary>
    public TestResult ScoreTest => TestResult.ChiSquared(_state.ScoreStatistic, DegreesOfFreedom, "Score (logrank) test");

    /// <summary>The robust score test at zero; <see langword="null"/> unless the fit is robust. With an offset the offset stands in it;
    /// R's <c>coxph</c> leaves it out of this one test.</summary>
    public TestResult? RobustScoreTest => double.IsNaN(_state.RobustScoreStatistic)
        ? null
        : TestResult.ChiSquared(_state.RobustScoreStatistic, DegreesOfFreedom, "Robust score test");

    /// <summary>The Wald test of all coefficients, by <see cref="Covariance"/>.</summary>
    public TestResult WaldTest => Wald([.. Enumerable.Range(0, _beta.Length)]);

    /// <summary>The Wald test of some coefficients, such as those of one term.</summary>
    /// <param name="columns">The places of the columns; those left out as collinear are passed over.</param>
    public TestResult Wald(params ReadOnlySpan<int> columns)
    {
        var used = new List<int>();
        foreach (var j in columns)
        {
            if (!double.IsNaN(_state.Coefficients[j]))
                used.Add(j);
        }
        var q = used.Count;
        var v = new double[q * q];
        for (var a = 0; a < q; a++)
        {
            for (var b = 0; b < q; b++)
                v[(a * q) + b] = _state.Covariance[(used[a] * _beta.Length) + used[b]];
        }
        return Wald([.. used.Select(j => _beta[j])], v);
    }

    /// <summary>The table of coefficients.</summary>
    /// <param name="confidenceLevel">The level of the intervals, inside (0, 1).</param>
    public IReadOnlyList<CoxCoefficient> Table(double confidenceLevel = 0.95)
    {
        var z = Confidence.Critical(confidenceLevel);
        return new ResultList<CoxCoefficient>([.. ColumnNames.Select((name, j) =>
        {
            var b = _state.Coefficients[j];
            var se = double.IsNaN(b) ? double.NaN : StandardError(_state.Covariance, j);
            var naive = double.IsNaN(b) ? double.NaN : StandardError(_state.ModelCovariance, j);
            return CoxCoefficient.Wald(name, b, se, naive, z);
        })]);
    }

    /// <summary>The linear predictor of new rows, sum of (x - means) coefficients, as R's <c>predict(type = "lp", reference =
    /// "sample")</c>.</summary>
    /// <param name="x">The rows; its columns are found by name, in any order, and may be more than the model's.</param>
    /// <param name="centred">Whether the means are taken off; else the plain sum of x times coefficient.</param>
    /// <exception cref="ArgumentException">A column is missing.</exception>
    public double[] LinearPredictor(DesignMatrix x, bool centred = true)
    {
        ArgumentNullException.ThrowIfNull(x);
        var lp = new double[x.RowCount];
        for (var j = 0; j < _beta.Length; j++)
        {
            var column = x.Column(x.IndexOf(ColumnNames[j]));
            var mean = centred ? _state.Means[j] : 0;
            for (var i = 0; i < lp.Length; i++)
                lp[i] += (column[i] - mean) * _beta[j];
        }
        return lp;
    }

    /// <summary>The linear predictor of one row.</summary>
    /// <param name="x">A value for each of <see cref="ColumnNames"/>, in that order.</param>
    /// <param name="centred">Whether the means are taken off.</param>
    /// <exception cref="ArgumentException">Another number of values than columns.</exception>
    public double LinearPredictor(ReadOnlySpan<double> x, bool centred = true)
    {
        CheckRow(x);
        var lp = 0.0;
        for (var j = 0; j < _beta.Length; j++)
            lp += (x[j] - (centred ? _state.Means[j] : 0)) * _beta[j];
        return lp;
    }

    /// <summary>The standard error of a row's linear predictor.</summary>
    /// <param name="x">A value for each of <see cref="ColumnNames"/>, in that order.</param>
    /// <param name="centred">Whether it is the error of the difference from the means; else from zero.</param>
    /// <exception cref="ArgumentException">Another number of values than columns.</exception>
    public double LinearPredictorStandardError(ReadOnlySpan<double> x, bool centred = true)
    {
        CheckRow(x);
        var d = new double[_beta.Length];
        for (var j = 0; j < d.Length; j++)
            d[j] = x[j] - (centred ? _state.Means[j] : 0);
        return Math.Sqrt(Quadratic(_state.Covariance, d));
    }

    internal static double Quadratic(double[] matrix, ReadOnlySpan<double> d)
    {
        var sum = 0.0;
        for (var j = 0; j < d.Length; j++)
        {
            var row = 0.0;
            for (var k = 0; k < d.Length; k++)
                row += matrix[(j * d.Length) + k] * d[k];
            sum += d[j] * row;
        }
        return sum;
    }

    private void CheckRow(ReadOnlySpan<double> x)
    {
        if (x.Length != _beta.Length)
            throw new ArgumentException(
                $"The model has {_beta.Length} columns ({string.Join(", ", ColumnNames.Take(20))}); {x.Length} values were given.",
                nameof(x));
    }

    private double StandardError(double[] covariance, int j) => Math.Sqrt(covariance[(j * _beta.Length) + j]);

    // Variables in different units: bring the matrix to a unit diagonal before it is factored.
    private static double[] Normalised(double[] v, int q, out double[] scale)
    {
        var s = scale = [.. Enumerable.Range(0, q).Select(a => v[(a * q) + a] > 0 ? Math.Sqrt(v[(a * q) + a]) : 1)];
        return [.. v.Select((value, i) => value / (s[i / q] * s[i % q]))];
    }
}
