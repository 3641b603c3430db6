namespace Survival.Models.Imputation;

/// <summary>The regression of one incomplete variable on the others, and draws of its missing values.</summary>
internal sealed class ChainedRegression
{
    private const double Ridge = 1e-5;
    private const int MostSteps = 30;
    private readonly double[][] _predictors;
    private readonly int[] _observed;
    private readonly int[] _missing;
    private readonly double[] _y;
    private readonly RandomDraws _random;
    private readonly int _p;
    private readonly double[] _x;
    private readonly double[] _means;

    public ChainedRegression(double[][] predictors, int[] observed, int[] missing, double[] y, RandomDraws random)
    {
        (_predictors, _observed, _missing, _y, _random, _p) = (predictors, observed, missing, y, random, predictors.Length + 1);
        // Rows with a leading 1, centred at the observed rows' means: the equations are better conditioned, and the draws are the same.
        _means = new double[_p];
        for (var j = 1; j < _p; j++)
        {
            foreach (var i in observed)
                _means[j] += predictors[j - 1][i] / observed.Length;
        }
        _x = Rows(observed);
    }

    /// <summary>Predictive mean matching: the observed value of one of the rows whose prediction is nearest to that of a drawn
    /// regression.</summary>
    public double[] MatchMeans(int donors)
    {
        var n = _observed.Length;
        var (cross, right) = (new double[_p * _p], new double[_p]);
        for (var i = 0; i < n; i++)
            AddRow(_x.AsSpan(i * _p, _p), 1, _y[_observed[i]], cross, right);
        var root = Factor(cross);
        Solve(root, right);
        var (fitted, squares) = (new double[n], 0.0);
        for (var i = 0; i < n; i++)
        {
            fitted[i] = Dot(_x.AsSpan(i * _p, _p), right);
            var residual = _y[_observed[i]] - fitted[i];
            squares += residual * residual;
        }
        var sigma = Math.Sqrt(squares / _random.ChiSquare(Math.Max(1, n - _p)));
        var drawn = Draw(root, right, sigma);
        var order = new int[n];
        for (var i = 0; i < n; i++)
            order[i] = i;
        Array.Sort(fitted, order);
        var (rows, result) = (Rows(_missing), new double[_missing.Length]);
        for (var i = 0; i < result.Length; i++)
        {
            var target = Dot(rows.AsSpan(i * _p, _p), drawn);
            // The window of nearest predictions, grown to the nearer side.
            var at = fitted.AsSpan().BinarySearch(target);
            var high = at >= 0 ? at : ~at;
            var low = high;
            while (high - low < Math.Min(donors, n))
            {
                if (low == 0 || (high < n && fitted[high] - target < target - fitted[low - 1]))
                    high++;
                else
                    low--;
            }
            result[i] = _y[_observed[order[low + _random.Below(high - low)]]];
        }
        return result;
    }

    /// <summary>Logistic regression with drawn coefficients; pseudo-observations keep them finite (I. White, R. Daniel and P. Royston, CSDA
    /// 54, 2010).</summary>
    public double[] Logistic()
    {
        var (x, y, weight) = Augmented(2);
        var (beta, cross, right) = (new double[_p], new double[_p * _p], new double[_p]);
        double[] root = [];
        for (var step = 0; step < MostSteps; step++)
        {
            Array.Clear(cross);
            Array.Clear(right);
            for (var i = 0; i < weight.Length; i++)
            {
                var row = x.AsSpan(i * _p, _p);
                var probability = 1 / (1 + Math.Exp(-Dot(row, beta)));
                var v = Math.Max(weight[i] * probability * (1 - probability), 1e-12);
                AddRow(row, v, weight[i] * (y[i] - probability) / v, cross, right);
            }
            root = Factor(cross);
            Solve(root, right);
            var largest = 0.0;
            for (var j = 0; j < _p; j++)
            {
                beta[j] += right[j];
                largest = Math.Max(largest, Math.Abs(right[j]));
            }
            if (largest < 1e-8)
                break;
        }
        var drawn = Draw(root, beta, 1);
        var (rows, result) = (Rows(_missing), new double[_missing.Length]);
        for (var i = 0; i < result.Length; i++)
            result[i] = _random.Uniform() <= 1 / (1 + Math.Exp(-Dot(rows.AsSpan(i * _p, _p), drawn))) ? 1 : 0;
        return result;
    }

    /// <summary>Polytomous logistic regression; as in mice, levels are drawn from its probabilities and its coefficients are not
    /// drawn.</summary>
    public double[] Polytomous(int levels)
    {
        var (x, y, weight) = Augmented(levels);
        var (k, size) = (levels - 1, (levels - 1) * _p);
        var (beta, cross, right, chance) = (new double[size], new double[size * size], new double[size], new double[levels]);
        for (var step = 0; step < MostSteps; step++)
        {
            Array.Clear(cross);
            Array.Clear(right);
            for (var i = 0; i < weight.Length; i++)
            {
                var row = x.AsSpan(i * _p, _p);
                Chances(row, beta, chance);
                for (var a = 0; a < k; a++)
                {
                    var residual = weight[i] * ((y[i] == a + 1 ? 1 : 0) - chance[a + 1]);
                    for (var j = 0; j < _p; j++)
                        right[(a * _p) + j] += residual * row[j];
                    for (var b = 0; b <= a; b++)
                    {
                        var v = weight[i] * chance[a + 1] * ((a == b ? 1 : 0) - chance[b + 1]);
                        for (var j = 0; j < _p; j++)
                        {
                            var scaled = v * row[j];
                            var to = cross.AsSpan((((a * _p) + j) * size) + (b * _p), _p);
                            for (var m = 0; m < _p; m++)
                                to[m] += scaled * row[m];
                        }
                    }
                }
            }
            Solve(Factor(cross), right);
            var largest = 0.0;
            for (var j = 0; j < size; j++)
            {
                beta[j] += right[j];
                largest = Math.Max(largest, Math.Abs(right[j]));
            }
            if (largest < 1e-6)
                break;
        }
        var (rows, result) = (Rows(_missing), new double[_missing.Length]);
        for (var i = 0; i < result.Length; i++)
        {
            Chances(rows.AsSpan(i * _p, _p), beta, chance);
            var u = _random.Uniform();
            var level = 0;
            for (var sum = chance[0]; level < k && u > sum; sum += chance[level])
                level++;
            result[i] = level;
        }
        return result;
    }

    private void Chances(ReadOnlySpan<double> row, double[] beta, double[] chance)
    {
        chance[0] = 0;
        var most = 0.0;
        for (var a = 1; a < chance.Length; a++)
            most = Math.Max(most, chance[a] = Dot(row, beta.AsSpan((a - 1) * _p, _p)));
        var sum = 0.0;
        for (var a = 0; a < chance.Length; a++)
            sum += chance[a] = Math.Exp(chance[a] - most);
        for (var a = 0; a < chance.Length; a++)
            chance[a] /= sum;
    }

    private double[] Rows(int[] rows)
    {
        var x = new double[rows.Length * _p];
        for (var i = 0; i < rows.Length; i++)
        {
            x[i * _p] = 1;
            for (var j = 1; j < _p; j++)
                x[(i * _p) + j] = _predictors[j - 1][rows[i]] - _means[j];
        }
        return x;
    }

    /// <summary>The observed rows and, for each level, two pseudo-rows a predictor half a deviation to either side of the mean, with a
    /// total weight of p + 1.</summary>
    private (double[] X, double[] Y, double[] Weight) Augmented(int levels)
    {
        var (n, p, more) = (_observed.Length, _p - 1, 2 * (_p - 1) * levels);
        var (x, y, weight) = (new double[(n + more) * _p], new double[n + more], new double[n + more]);
        _x.CopyTo(x, 0);
        for (var i = 0; i < n; i++)
            (y[i], weight[i]) = (_y[_observed[i]], 1);
        var at = n;
        for (var j = 1; j <= p; j++)
        {
            double mean = 0, squares = 0, least = double.PositiveInfinity, greatest = double.NegativeInfinity;
            var column = _predictors[j - 1];
            foreach (var v in column)
                mean += v / column.Length;
            foreach (var v in column)
            {
                squares += (v - mean) * (v - mean);
                (least, greatest) = (Math.Min(least, v), Math.Max(greatest, v));
            }
            var half = Math.Sqrt(squares / (column.Length - 1)) / 2;
            for (var level = 0; level < levels; level++)
            {
                foreach (var side in (ReadOnlySpan<double>)[half, -half])
                {
                    x[at * _p] = 1;
                    x[(at * _p) + j] = Math.Clamp(mean + side, least, greatest) - _means[j];
                    (y[at], weight[at]) = (level, (p + 1.0) / more);
                    at++;
                }
            }
        }
        return (x, y, weight);
    }

    /// <summary>Adds a weighted row to the lower triangle of the cross products and to the right-hand side.</summary>
    private void AddRow(ReadOnlySpan<double> row, double weight, double y, double[] cross, double[] right)
    {
        for (var j = 0; j < _p; j++)
        {
            var scaled = weight * row[j];
            right[j] += scaled * y;
            var to = cross.AsSpan(j * _p, j + 1);
            for (var k = 0; k <= j; k++)
                to[k] += scaled * row[k];
        }
    }

    /// <summary>The lower Cholesky root; where columns depend on each other, of the matrix with a ridge of 1e-5 of its diagonal, as
    /// mice.</summary>
    private static double[] Factor(double[] lower)
    {
        var size = (int)Math.Round(Math.Sqrt(lower.Length));
        for (var ridge = 0.0; ; ridge = ridge == 0 ? Ridge : 10 * ridge)
        {
            var root = (double[])lower.Clone();
            for (var j = 0; j < size && ridge > 0; j++)
                root[(j * size) + j] += Math.Max(ridge * lower[(j * size) + j], 1e-300);
            if (TryFactor(root, size, lower) || ridge > 1)
                return root;
        }
    }

    private static bool TryFactor(double[] root, int size, double[] original)
    {
        for (var j = 0; j < size; j++)
        {
            var row = root.AsSpan(j * size, j + 1);
            for (var k = 0; k <= j; k++)
            {
                var other = root.AsSpan(k * size, k + 1);
                var sum = row[k];
                for (var m = 0; m < k; m++)
                    sum -= row[m] * other[m];
                if (k < j)
                    row[k] = sum / other[k];
                else if (sum > 1e-10 * original[(j * size) + j])
                    row[k] = Math.Sqrt(sum);
                else
                    return false;
            }
        }
        return true;
    }

    private static void Solve(double[] root, double[] b)
    {
        var size = b.Length;
        for (var j = 0; j < size; j++)
        {
            for (var k = 0; k < j; k++)
                b[j] -= root[(j * size) + k] * b[k];
            b[j] /= root[(j * size) + j];
        }
        SolveUpper(root, b);
    }

    private static void SolveUpper(double[] root, double[] b)
    {
        var size = b.Length;
        for (var j = size - 1; j >= 0; j--)
        {
            for (var k = j + 1; k < size; k++)
                b[j] -= root[(k * size) + j] * b[k];
            b[j] /= root[(j * size) + j];
        }
    }

    /// <summary>Coefficients from the normal distribution about the estimate with the inverse of the factored matrix as
    /// covariance.</summary>
    private double[] Draw(double[] root, double[] estimate, double sigma)
    {
        var drawn = new double[estimate.Length];
        for (var j = 0; j < drawn.Length; j++)
            drawn[j] = _random.Normal();
        SolveUpper(root, drawn);
        for (var j = 0; j < drawn.Length; j++)
            drawn[j] = estimate[j] + (sigma * drawn[j]);
        return drawn;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var j = 0; j < a.Length; j++)
            sum += a[j] * b[j];
        return sum;
    }
}
