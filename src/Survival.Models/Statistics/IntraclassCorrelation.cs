using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>
/// Intraclass correlation in all forms of McGraw and Wong 1996 (doi:10.1037/1082-989X.1.1.30, Tables 4, 7 and 8) and Shrout and Fleiss
/// 1979;
/// R's <c>irr::icc</c>.
/// </summary>
public readonly partial record struct IntraclassCorrelation
{
    /// <summary>The correlation of one measurement.</summary>
    /// <param name="ratings">The values, subject after subject: all raters' of the first subject, then of the next; finite.</param>
    /// <param name="raters">The number of raters; at least 2.</param>
    /// <param name="options">The form; ICC(A,1) by default.</param>
    /// <exception cref="ArgumentException">A number of values that is no multiple of the raters', fewer than two subjects or raters, or an
    /// option out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite.</exception>
    public static IntraclassCorrelation Estimate(ReadOnlySpan<double> ratings, int raters, IccOptions? options = null)
    {
        options ??= IccOptions.Default;
        Check(raters, options);
        if (ratings.Length % raters != 0 || ratings.Length < 2 * raters)
            throw new ArgumentException(
                Invariant($"{ratings.Length} values are not those of two or more subjects by {raters} raters."),
                nameof(ratings)
            );
        for (var i = 0; i < ratings.Length; i++)
        {
            if (!double.IsFinite(ratings[i]))
                throw new InvalidSurvivalDataException(
                    Invariant($"Rater {(i % raters) + 1} gave subject {(i / raters) + 1} (both counted from 1) the value {ratings[i]}; ")
                        + "values must be finite. Leave the subject out.",
                    i / raters
                );
        }
        return Of(ratings, raters, options, new Quantiles());
    }

    /// <summary>The correlation of each of many features.</summary>
    /// <param name="raters">Each rater's table: the same columns, and the same subjects in the same order.</param>
    /// <param name="options">The form; ICC(A,1) by default.</param>
    /// <returns>A result for each column, in the columns' order.</returns>
    /// <exception cref="ArgumentException">Fewer than two raters or subjects, tables with other columns or numbers of rows, or an option
    /// out of range.</exception>
    public static IReadOnlyList<IntraclassCorrelation> EstimateAll(IReadOnlyList<DesignMatrix> raters, IccOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(raters);
        options ??= IccOptions.Default;
        Check(raters.Count, options);
        var (n, k, first) = (raters[0].RowCount, raters.Count, raters[0]);
        if (n < 2)
            throw new ArgumentException(Invariant($"There must be at least two subjects; there are {n}."), nameof(raters));
        foreach (var table in raters)
        {
            if (table.RowCount != n || !table.ColumnNames.SequenceEqual(first.ColumnNames))
                throw new ArgumentException(
                    "All raters' tables must have the same columns in the same order, and the same number of subjects.",
                    nameof(raters)
                );
        }
        var (values, results, quantiles) = (new double[n * k], new IntraclassCorrelation[first.ColumnCount], new Quantiles());
        for (var j = 0; j < results.Length; j++)
        {
            for (var r = 0; r < k; r++)
            {
                var column = raters[r].Column(j);
                for (var i = 0; i < n; i++)
                    values[(i * k) + r] = column[i];
            }
            results[j] = Of(values, k, options, quantiles);
        }
        return new ResultList<IntraclassCorrelation>(results);
    }

    private static IntraclassCorrelation Of(ReadOnlySpan<double> x, int k, IccOptions o, Quantiles quantiles)
    {
        var result = Form(x, k, o, quantiles);
        return result with { Subjects = x.Length / k, Raters = k };
    }

    private static IntraclassCorrelation Form(ReadOnlySpan<double> x, int k, IccOptions o, Quantiles quantiles)
    {
        var (msr, msc, msw, mse) = MeanSquares(x, k);
        double n = x.Length / k, r0 = o.NullValue, level = (1 + o.ConfidenceLevel) / 2;
        var single = !o.Average;
        if (o.Form == IccForm.Agreement)
            return Agreement(msr, msc, mse, n, k, single, r0, level);
        var error = o.Form == IccForm.OneWay ? msw : mse;
        var df2 = o.Form == IccForm.OneWay ? n * (k - 1) : (n - 1) * (k - 1);
        var ratio = msr / error;
        var f = ratio * (single ? (1 - r0) / (1 + ((k - 1) * r0)) : 1 - r0);
        var (low, high) = (ratio / quantiles.F(level, n - 1, df2), ratio * quantiles.F(level, df2, n - 1));
        var (value, lower, upper) = single
            ? ((msr - error) / (msr + ((k - 1) * error)), (low - 1) / (low + (k - 1)), (high - 1) / (high + (k - 1)))
            : ((msr - error) / msr, 1 - (1 / low), 1 - (1 / high));
        var size = single ? 1 : k;
        var name = o.Form == IccForm.OneWay ? Invariant($"ICC({size})") : Invariant($"ICC(C,{size})");
        // Without any error the ratio is infinite, and so are both of its limits.
        if (double.IsPositiveInfinity(ratio))
            (lower, upper) = (1, 1);
        return new IntraclassCorrelation(name, value, f, n - 1, df2, Tails.FUpper(f, n - 1, df2), lower, upper);
    }

    private static IntraclassCorrelation Agreement(
        double msr, double msc, double mse, double n, int k, bool single, double r0, double level)
    {
        // Raters who agree in every value leave no error to estimate: the limit of ever smaller errors is 1, with limits of 1.
        if (mse == 0 && msc == 0 && msr > 0)
            return new(Invariant($"ICC(A,{(single ? 1 : k)})"), 1, double.PositiveInfinity, n - 1, (n - 1) * (k - 1), 0, 1, 1);
        var value = single
            ? (msr - mse) / (msr + ((k - 1) * mse) + (k / n * (msc - mse)))
            : (msr - mse) / (msr + ((msc - mse) / n));
        (double A, double B) Weights(double r, double m) => (m * r / (n * (1 - r)), 1 + (m * r * (n - 1) / (n * (1 - r))));
        var (a0, b0) = Weights(r0, single ? k : 1);
        var f = msr / ((a0 * msc) + (b0 * mse));
        // Satterthwaite's degrees of freedom hold for the single rater's value. irr puts the average's in, which makes ICC(A,k)'s interval
        // a little wider than the single's stepped up (psych); irr is followed.
        var (a, b) = Weights(value, k);
        var v = Math.Pow((a * msc) + (b * mse), 2) / ((Math.Pow(a * msc, 2) / (k - 1)) + (Math.Pow(b * mse, 2) / ((n - 1) * (k - 1))));
        var (fl, fu) =
            double.IsFinite(v) && v > 0 ? (Tails.FQuantile(level, n - 1, v), Tails.FQuantile(level, v, n - 1)) : (double.NaN, double.NaN);
        var between = single ? (k * msc) + (((k * n) - k - n) * mse) : msc - mse;
        var lower = n * (msr - (fl * mse)) / ((fl * between) + (n * msr));
        var upper = n * ((fu * msr) - mse) / (between + (n * fu * msr));
        return new(Invariant($"ICC(A,{(single ? 1 : k)})"), value, f, n - 1, v, Tails.FUpper(f, n - 1, v), lower, upper);
    }

    /// <summary>The mean squares of rows, columns, within rows, and the residual.</summary>
    private static (double Rows, double Columns, double Within, double Error) MeanSquares(ReadOnlySpan<double> x, int k)
    {
        var n = x.Length / k;
        var (alike, constant) = (true, true);
        for (var i = 0; i < x.Length; i++)
        {
            alike &= x[i] == x[i / k * k];
            constant &= x[i] == x[0];
        }
        // What rounding would leave of a sum of squares that is 0.
        if (constant)
            return (0, 0, 0, 0);
        var (row, column, grand) = (new double[n], new double[k], 0.0);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < k; j++)
            {
                row[i] += x[(i * k) + j] / k;
                column[j] += x[(i * k) + j] / n;
            }
            grand += row[i] / n;
        }
        double rows = 0, columns = 0, within = 0, error = 0;
        for (var i = 0; i < n; i++)
        {
            rows += (row[i] - grand) * (row[i] - grand);
            for (var j = 0; j < k; j++)
            {
                var (d, e) = (x[(i * k) + j] - row[i], x[(i * k) + j] - row[i] - column[j] + grand);
                (within, error) = (within + (d * d), error + (e * e));
            }
        }
        for (var j = 0; j < k; j++)
            columns += (column[j] - grand) * (column[j] - grand);
        if (alike)
            return (k * rows / (n - 1), 0, 0, 0);
        return (k * rows / (n - 1), n * columns / (k - 1), within / ((double)n * (k - 1)), error / ((double)(n - 1) * (k - 1)));
    }

    private static void Check(int raters, IccOptions options)
    {
        if (raters < 2)
            throw new ArgumentException(Invariant($"There must be at least two raters; there are {raters}."), nameof(raters));
        if (!(options.NullValue is >= 0 and < 1))
            throw new ArgumentException(Invariant(
                $"The null value is {options.NullValue}; it must be at least 0 and below 1."
            ), nameof(options));
        if (!(options.ConfidenceLevel is > 0 and < 1))
            throw new ArgumentException(
                Invariant($"The confidence level is {options.ConfidenceLevel}; it must lie between 0 and 1."),
                nameof(options)
            );
    }

    /// <summary>F quantiles, which are the same for all features of one study.</summary>
    private sealed class Quantiles
    {
        private readonly Dictionary<(double, double, double), double> _known = [];

        public double F(double p, double df1, double df2) =>
            _known.TryGetValue((p, df1, df2), out var f) ? f : _known[(p, df1, df2)] = Tails.FQuantile(p, df1, df2);
    }
}
