namespace Survival.Models.Statistics;

public static partial class ContingencyTest
{
    /// <summary>McNemar's chi-square test that two ratings of the same subjects have the same distribution: R's <c>mcnemar.test</c>; for
    /// more than two categories Bowker's test of symmetry.</summary>
    /// <param name="table">Counts: the first rating by rows, the second by columns; square, at least 2 x 2.</param>
    /// <param name="continuity">Whether a 2 x 2 table is corrected for continuity, as R does by default.</param>
    /// <exception cref="ArgumentException">A table that is not square, smaller than 2 x 2, or with a negative count.</exception>
    /// <exception cref="InvalidSurvivalDataException">All subjects are rated alike, so there is nothing to compare.</exception>
    public static TestResult McNemar(int[,] table, bool continuity = true)
    {
        var k = CheckSquare(table);
        double statistic = 0;
        var pairs = 0;
        for (var i = 0; i < k; i++)
        {
            for (var j = i + 1; j < k; j++)
            {
                double b = table[i, j], c = table[j, i];
                if (b + c == 0)
                    continue;
                pairs++;
                var d = Math.Abs(b - c) - (k == 2 && continuity && b != c ? 1 : 0);
                statistic += d * d / (b + c);
            }
        }
        // R counts all pairs, and has no value where one is empty.
        var df = k * (k - 1) / 2;
        return pairs > 0 ? TestResult.ChiSquared(statistic, k == 2 ? 1 : Math.Min(df, pairs), "McNemar's test")
            : throw new InvalidSurvivalDataException("Both ratings agree in every subject, so there is no discordant pair to test.");
    }

    /// <summary>McNemar's exact test of a 2 x 2 table: the discordant pairs fall to either side with even chances.</summary>
    /// <param name="table">2 x 2 counts.</param>
    /// <exception cref="ArgumentException">A table of another size, or with a negative count.</exception>
    /// <exception cref="InvalidSurvivalDataException">There is no discordant pair.</exception>
    public static TestResult McNemarExact(int[,] table)
    {
        if (CheckSquare(table) != 2)
            throw new ArgumentException("The exact test is for 2 x 2 tables.", nameof(table));
        var (b, c) = (table[0, 1], table[1, 0]);
        if (b + c == 0)
            throw new InvalidSurvivalDataException("Both ratings agree in every subject, so there is no discordant pair to test.");
        var log = FisherTwoRows.LogBinomial(b + c, 0.5);
        var p = 0.0;
        for (var k = 0; k <= Math.Min(b, c); k++)
            p += Math.Exp(log[k]);
        return new TestResult(Math.Min(b, c), null, Math.Min(1, 2 * p), "Exact McNemar's test");
    }

    private static int CheckSquare(int[,] table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var k = table.GetLength(0);
        if (k < 2 || table.GetLength(1) != k)
            throw new ArgumentException(
                Invariant($"The table has {k} rows and {table.GetLength(1)} columns; it must be square, at least 2 x 2."),
                nameof(table)
            );
        foreach (var count in table)
        {
            if (count < 0)
                throw new ArgumentException(Invariant($"A count is {count}; counts must not be negative."), nameof(table));
        }
        return k;
    }
}
