namespace Survival.Models.Data;

/// <summary>Takes a cohort from a table.</summary>
internal sealed class CohortReader(SurvivalTable table, CohortColumns columns)
{
    public Cohort Read(MissingValues missing)
    {
        string?[] single = [columns.Time, columns.Event, columns.Entry, columns.Weight, columns.Cluster, columns.Offset];
        string[] needed = [.. single.OfType<string>().Concat(columns.Strata).Concat(columns.Covariates).Distinct(StringComparer.Ordinal)];
        var cells = needed.ToDictionary(c => c, table.Texts, StringComparer.Ordinal);
        var dropped = new List<DroppedRow>();
        var rows = new List<int>();
        for (var i = 0; i < table.RowCount; i++)
        {
            string[] absent = [.. needed.Where(c => cells[c][i] is null)];
            if (absent.Length == 0)
                rows.Add(i);
            else if (missing == MissingValues.DropRows)
                dropped.Add(new DroppedRow(i, absent));
            else
                throw new InvalidSurvivalDataException($"Row {i} (line {i + 2}) of '{table.Source}' has no value in column '{absent[0]}'. Fill it in, or choose to drop rows with missing values.", i, absent[0]);
        }
        if (rows.Count == 0)
            throw new InvalidSurvivalDataException($"No row of '{table.Source}' is complete in {string.Join(", ", needed.Take(20))}.");

        int[] kept = [.. rows];
        var (stratum, names) = Strata(cells, kept);
        var followUp = SurvivalData.Create(
            Numbers(columns.Time, kept),
            Events(cells[columns.Event], kept),
            columns.Entry is null ? null : Numbers(columns.Entry, kept),
            columns.Weight is null ? null : Numbers(columns.Weight, kept),
            stratum,
            columns.Cluster is null ? null : Codes(cells[columns.Cluster], kept).Codes);
        return new Cohort(
            followUp.WithStratumNames(names),
            Design(cells, kept),
            columns.Offset is null ? [] : Numbers(columns.Offset, kept),
            kept,
            dropped);
    }

    private double[] Numbers(string column, int[] rows)
    {
        var all = table.Numbers(column);
        return [.. rows.Select(i => all[i])];
    }

    private bool[] Events(IReadOnlyList<string?> cells, int[] rows)
    {
        var events = new bool[rows.Length];
        for (var k = 0; k < rows.Length; k++)
        {
            var cell = cells[rows[k]]!;
            events[k] = columns.EventValue is { } value ? cell == value : cell switch
            {
                "1" or "1.0" => true,
                "0" or "0.0" => false,
                _ when bool.TryParse(cell, out var flag) => flag,
                _ => throw new InvalidSurvivalDataException(
                    $"Row {rows[k]} (line {rows[k] + 2}) of column '{columns.Event}' in '{table.Source}' is '{cell}'; 1, 0, true or false was expected. Name the value that means an event.", rows[k], columns.Event),
            };
        }
        return events;
    }

    private (int[]? Codes, string[] Names) Strata(Dictionary<string, IReadOnlyList<string?>> cells, int[] rows)
    {
        if (columns.Strata.Count == 0)
            return (null, []);
        var labels = new string?[table.RowCount];
        foreach (var i in rows)
            labels[i] = string.Join(", ", columns.Strata.Select(c => $"{c}={cells[c][i]}"));
        return Codes(labels, rows);
    }

    // Numbers in their order, texts by ordinal.
    private static (int[] Codes, string[] Names) Codes(IReadOnlyList<string?> cells, int[] rows)
    {
        var found = rows.Select(i => cells[i]!).Distinct(StringComparer.Ordinal);
        string[] names = [.. found.OrderBy(c => double.TryParse(c, out var v) ? v : double.PositiveInfinity).ThenBy(c => c, StringComparer.Ordinal)];
        var place = names.Select((n, k) => (n, k)).ToDictionary(p => p.n, p => p.k, StringComparer.Ordinal);
        return ([.. rows.Select(i => place[cells[i]!])], names);
    }

    private DesignMatrix Design(Dictionary<string, IReadOnlyList<string?>> cells, int[] rows)
    {
        var builder = new DesignMatrixBuilder(rows.Length);
        foreach (var name in columns.Covariates)
        {
            var levels = columns.Levels.GetValueOrDefault(name);
            if (levels is null && table.IsNumeric(name))
                builder.Numeric(name, Numbers(name, rows));
            else
                builder.Categorical(name, [.. rows.Select(i => cells[name][i]!)], levels);
        }
        return builder.Build();
    }
}
