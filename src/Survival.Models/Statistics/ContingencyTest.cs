namespace Survival.Models.Statistics;

/// <summary>Tests that rows and columns of a table of counts are independent, as R's <c>chisq.test</c> and <c>fisher.test</c>.</summary>
public static partial class ContingencyTest
{
    /// <summary>Pearson's chi-square test.</summary>
    /// <param name="table">Counts, at least two rows and columns; no row or column without any.</param>
    /// <param name="yates">Whether a 2 x 2 table is corrected for continuity (by min(0.5, |O - E|)), as R does by default; other tables
    /// never are.</param>
    /// <exception cref="ArgumentException">Fewer than two rows or columns, a negative count, or an empty row or column.</exception>
    public static TestResult ChiSquare(int[,] table, bool yates = true)
    {
        var (rows, columns, n) = Margins(table);
        var correction = 0.0;
        if (yates && rows.Length == 2 && columns.Length == 2)
            correction = Math.Min(0.5, Math.Abs(table[0, 0] - (rows[0] * (double)columns[0] / n)));
        var x2 = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                var expected = rows[i] * (double)columns[j] / n;
                var d = Math.Abs(table[i, j] - expected) - correction;
                x2 += d * d / expected;
            }
        }
        var df = (rows.Length - 1) * (columns.Length - 1);
        return TestResult.ChiSquared(
            x2,
            df,
            correction > 0 ? "Pearson's chi-squared test, corrected for continuity" : "Pearson's chi-squared test"
        );
    }

    /// <summary>The counts that independence leads one to expect.</summary>
    /// <param name="table">Counts, at least two rows and columns; no row or column without any.</param>
    /// <exception cref="ArgumentException">As for <see cref="ChiSquare"/>.</exception>
    public static double[,] Expected(int[,] table)
    {
        var (rows, columns, n) = Margins(table);
        var expected = new double[rows.Length, columns.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
                expected[i, j] = rows[i] * (double)columns[j] / n;
        }
        return expected;
    }

    /// <summary>
    /// Fisher's exact test of a table of any size: the summed probability of the tables with the same margins that are no more likely than
    /// this
    /// one (up to 3.5e-7, R's tolerance; 1e-7 in 2 x 2 tables). A table too large to enumerate (more than two rows and columns, and some
    /// hundred subjects) is tested by random tables with
    /// its margins, as R's <c>simulate.p.value</c>; the result then says so, with its standard error.
    /// </summary>
    /// <param name="table">Counts, at least two rows and columns; no row or column without any.</param>
    /// <param name="replicates">The number of random tables where they are needed; at least 1.</param>
    /// <param name="seed">Their seed.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">As for <see cref="ChiSquare"/>; no replicates.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static FisherResult FisherExact(
        int[,] table,
        int replicates = 100_000,
        ulong seed = 1,
        CancellationToken cancellationToken = default
    )
    {
        var (rows, columns, _) = Margins(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        if (rows.Length == 2 && columns.Length == 2)
            return Fisher2x2(table);
        var p = rows.Length == 2 ? FisherTwoRows.PValue([.. Enumerable.Range(0, columns.Length).Select(j => table[0, j])], columns)
            : columns.Length == 2 ? FisherTwoRows.PValue([.. Enumerable.Range(0, rows.Length).Select(i => table[i, 0])], rows)
            : FisherNetwork.PValue(table, rows, columns, cancellationToken);
        return double.IsNaN(p) ? FisherSimulation.Run(table, rows, columns, replicates, seed, cancellationToken) : FisherResult.Exact(p);
    }

    /// <summary>Fisher's exact test of a 2 x 2 table, with the conditional maximum-likelihood odds ratio and its exact confidence
    /// interval.</summary>
    /// <param name="table">2 x 2 counts; no row or column without any.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">A table of another size, a negative count, an empty row or column, or a level out of
    /// range.</exception>
    public static FisherResult Fisher2x2(int[,] table, double confidenceLevel = 0.95)
    {
        var (rows, columns, _) = Margins(table);
        if (rows.Length != 2 || columns.Length != 2)
            throw new ArgumentException(
                $"The table has {rows.Length} rows and {columns.Length} columns; an odds ratio needs two of each.",
                nameof(table)
            );
        if (!(confidenceLevel is > 0 and < 1))
            throw new ArgumentException(
                Invariant($"The confidence level is {confidenceLevel}; it must lie between 0 and 1."),
                nameof(confidenceLevel)
            );
        return new NoncentralHypergeometric(rows, columns).Test(table[0, 0], confidenceLevel);
    }

    private static (int[] Rows, int[] Columns, int Total) Margins(int[,] table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var (rows, columns, n) = (new int[table.GetLength(0)], new int[table.GetLength(1)], 0);
        if (rows.Length < 2 || columns.Length < 2)
            throw new ArgumentException(
                $"The table has {rows.Length} rows and {columns.Length} columns; it needs at least two of each.",
                nameof(table)
            );
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                if (table[i, j] < 0)
                    throw new ArgumentException(
                        Invariant($"The count in row {i + 1}, column {j + 1} (counted from 1) is {table[i, j]}; counts must not be ")
                            + "negative.",
                        nameof(table)
                    );
                rows[i] += table[i, j];
                columns[j] += table[i, j];
                n += table[i, j];
            }
        }
        var empty =
            Array.IndexOf(rows, 0) is var r and >= 0 ? RowPlace.Start(r)
            : Array.IndexOf(columns, 0) is var c and >= 0 ? Invariant($"Column {c + 1} (counted from 1)")
            : null;
        return empty is null ? (rows, columns, n) : throw new ArgumentException($"{empty} has no counts; leave it out.", nameof(table));
    }
}
