using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>The correlations of all pairs of columns, with two-sided p values.</summary>
public sealed class CorrelationMatrix
{
    // What differs from pair to pair: of 2000 columns there are four million, and a whole result would be thrice as large.
    private readonly (double Coefficient, double Statistic, double PValue)[] _pairs;
    private readonly CorrelationMethod _method;
    private readonly int _rows;

    private CorrelationMatrix(
        DesignMatrix columns, (double Coefficient, double Statistic, double PValue)[] pairs, CorrelationMethod method) =>
        (Names, _rows, _pairs, _method) = (columns.ColumnNames, columns.RowCount, pairs, method);

    /// <summary>The columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A pair of columns. A column with itself has correlation 1 and no test (NaN).</summary>
    /// <param name="first">A column, from 0.</param>
    /// <param name="second">A column, from 0.</param>
    public Correlation this[int first, int second]
    {
        get
        {
            var (coefficient, statistic, p) = _pairs[(first * Names.Count) + second];
            return new Correlation(coefficient, Correlation.TestOf(_method, _rows, statistic, p));
        }
    }

    /// <summary>The correlation of all pairs; a constant column's are NaN. The tests are those of <see cref="Correlation.Estimate"/>, not
    /// exact.</summary>
    /// <param name="columns">At least three rows.</param>
    /// <param name="method">The kind.</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit. Results do not depend on it.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">Fewer than three rows.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static CorrelationMatrix Estimate(
        DesignMatrix columns,
        CorrelationMethod method = CorrelationMethod.Spearman,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(columns);
        var (n, p) = (columns.RowCount, columns.ColumnCount);
        if (n < 3)
            throw new ArgumentException(Invariant($"A correlation needs at least three rows; there are {n}."), nameof(columns));
        var pairs = new (double Coefficient, double Statistic, double PValue)[p * p];
        // Centred to length 1, the correlation of two columns is their inner product.
        var unit = new double[p][];
        for (var j = 0; j < p && method != CorrelationMethod.Kendall; j++)
            unit[j] = Unit(
                method == CorrelationMethod.Spearman ? RankCorrelation.MidRanks(columns.Column(j)) : columns.Column(j).ToArray()
            );
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism, CancellationToken = cancellationToken };
        InParallel.For(p, parallel, a =>
        {
            pairs[(a * p) + a] = (1, double.NaN, double.NaN);
            for (var b = a + 1; b < p; b++)
            {
                Correlation pair;
                if (method == CorrelationMethod.Kendall)
                {
                    pair = Correlation.Kendall(columns.Column(a), columns.Column(b), exact: false);
                }
                else
                {
                    var r = Dot(unit[a], unit[b]);
                    pair = method == CorrelationMethod.Pearson ? Correlation.FromT(r, n) : Correlation.FromRanks(r, n, exact: false);
                }
                pairs[(a * p) + b] = pairs[(b * p) + a] = (pair.Coefficient, pair.Test.Statistic, pair.Test.PValue);
            }
        });
        return new CorrelationMatrix(columns, pairs, method);
    }

    /// <summary>The largest |r| of two columns; NaN of fewer than two columns, and with a constant one.</summary>
    public double Largest => Pairs().Aggregate(double.NaN, (largest, r) => double.IsNaN(largest) ? r : Math.Max(largest, r));

    /// <summary>The number of pairs of columns with |r| at or above a limit.</summary>
    /// <param name="limit">The limit of |r|.</param>
    public int CountAtOrAbove(double limit) => Pairs().Count(r => r >= limit);

    private IEnumerable<double> Pairs() => Enumerable.Range(0, Names.Count).SelectMany(
        i => Enumerable.Range(i + 1, Names.Count - i - 1).Select(j => Math.Abs(_pairs[(i * Names.Count) + j].Coefficient)));

    /// <summary>
    /// Leaves out redundant columns: going through them in order of preference, a column is kept when its correlation with every one
    /// kept so far is at most the limit in size. A constant column (NaN) is never kept.
    /// </summary>
    /// <param name="limit">The largest |r| between two kept columns, between 0 and 1.</param>
    /// <param name="preference">The columns' places from the most to the least wanted; <see langword="null"/> for their own order.</param>
    /// <returns>The places of the kept columns, ascending.</returns>
    /// <exception cref="ArgumentException">A limit outside [0, 1], or a preference that is no order of the columns.</exception>
    public IReadOnlyList<int> WithoutRedundant(double limit, IReadOnlyList<int>? preference = null)
    {
        if (!(limit is >= 0 and <= 1))
            throw new ArgumentException(Invariant($"The limit is {limit}; it must lie between 0 and 1."), nameof(limit));
        preference ??= [.. Enumerable.Range(0, Names.Count)];
        if (!preference.Order().SequenceEqual(Enumerable.Range(0, Names.Count)))
            throw new ArgumentException($"The preference must name each of the {Names.Count} columns once, from 0.", nameof(preference));
        var kept = new List<int>();
        foreach (var j in preference)
        {
            var constant =
                Names.Count > 1
                && double.IsNaN(this[j, j == 0 ? 1 : 0].Coefficient)
                && Enumerable.Range(0, Names.Count).All(k => k == j || double.IsNaN(this[j, k].Coefficient));
            if (!constant && kept.TrueForAll(k => Math.Abs(this[j, k].Coefficient) <= limit))
                kept.Add(j);
        }
        return [.. kept.Order()];
    }

    private static double[] Unit(double[] x)
    {
        var mean = x.Average();
        var squares = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            x[i] -= mean;
            squares += x[i] * x[i];
        }
        var length = Math.Sqrt(squares);
        for (var i = 0; i < x.Length; i++)
            x[i] /= length;
        return x;
    }

    /// <summary>Four fixed lanes, so that the sum is the same on every machine.</summary>
    private static double Dot(double[] a, double[] b)
    {
        double s0 = 0,
            s1 = 0,
            s2 = 0,
            s3 = 0;
        var i = 0;
        for (; i + 4 <= a.Length; i += 4)
        {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.Length; i++)
            s0 += a[i] * b[i];
        return Math.Clamp(s0 + s1 + (s2 + s3), -1, 1);
    }

    /// <summary>The coefficients; of more than twelve columns their number alone.</summary>
    public override string ToString()
    {
        if (Names.Count > 12)
            return Invariant($"The correlations of {Names.Count} columns.");
        var table = new TextTable(["", .. Names]);
        for (var i = 0; i < Names.Count; i++)
            table.Row([Names[i], .. Enumerable.Range(0, Names.Count).Select(j => TextTable.Fixed(this[i, j].Coefficient, 3))]);
        return table.ToString().TrimEnd();
    }

    /// <summary>The correlation of all pairs of a cohort's columns.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="columns">The columns; <see langword="null"/> for all.</param>
    /// <param name="method">The kind.</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static CorrelationMatrix Estimate(
        Cohort cohort,
        IReadOnlyList<string>? columns = null,
        CorrelationMethod method = CorrelationMethod.Spearman,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Estimate(cohort.Covariates(columns), method, maxDegreeOfParallelism, cancellationToken);
    }
}
