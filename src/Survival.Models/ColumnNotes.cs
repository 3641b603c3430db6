namespace Survival.Models;

/// <summary>What a reader would notice in a column at a glance and a fit would not: ids, units behind numbers, numbers that stand for a
/// missing value, levels written in two ways.</summary>
internal static class ColumnNotes
{
    // A column with more values than that is no factor.
    private const int MostLevels = 60;

    // Of fewer patients every level may be one patient's by chance.
    private const int FewestForIds = 10;

    // Numbers of nines alone, which programs of statistics have for a missing value.
    private static readonly double[] _sentinels = [-99_999, -9_999, -999, -99, -9, 99, 999, 9_999, 99_999, 999_999];

    private static readonly string[] _idWords = ["ID", "IDS", "PID", "MRN", "PATIENT", "PATIENTID", "SUBJECT", "CASE", "ROW", "NR", "NO"];

    /// <summary>What is odd about a column; none where nothing is.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">The column.</param>
    /// <param name="isTime">Whether it is the follow-up's time, which may differ in every row and is no covariate.</param>
    public static IEnumerable<string> Of(SurvivalTable table, string name, bool isTime = false)
    {
        var column = table.Column(name);
        var values = column.Numbers(out var wrong);
        var where = Where(table, name);
        if (wrong < 0)
        {
            if (Sentinel(values) is { } code)
                yield return $"{where} has {code}: if that stands for a missing value, leave the cell empty or write NA, for it "
                    + "counts as a number.";
            if (!isTime && Ids(table, name) is { } numbered)
                yield return numbered;
            yield break;
        }
        string[] cells = [.. column.Texts.OfType<string>()];
        string[] levels = [.. cells.Distinct(StringComparer.Ordinal)];
        if (Ids(table, name) is { } ids)
        {
            yield return ids;
            yield break;
        }
        if (levels.Length > MostLevels)
            yield break;
        string[] pairs =
        [
            .. levels.GroupBy(l => l.Trim(), StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)
                .Select(g => string.Join(" and ", g.Select(l => $"'{l}'"))),
        ];
        if (pairs.Length > 0)
            yield return $"{where} has {string.Join(", ", pairs)}, which differ only in capitals or spaces: they count as different "
                + "levels. Write them alike if they mean the same.";
        if (Measured(levels, cells) is { } measured)
            yield return $"{where} {measured}; as it is, the column is a factor of {levels.Length} levels.";
    }

    /// <summary>That a column holds what ids do; <see langword="null"/> where it does not.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">The column.</param>
    /// <param name="ofAnyName">Whether whole numbers that are all different are enough.</param>
    public static string? Ids(SurvivalTable table, string name, bool ofAnyName = false)
    {
        var column = table.Column(name);
        var values = column.Numbers(out var wrong);
        return wrong >= 0 ? WhyNoFactor(column.Texts) is { } why ? $"{Where(table, name)} has {why}." : null
            : IsNumbered(name, values, ofAnyName)
                ? $"{Where(table, name)} holds whole numbers that are all different, as ids do: if it is one, name it as the id, or leave "
                    + "it out."
            : null;
    }

    private static string Where(SurvivalTable table, string name) => $"Column '{name}' of '{table.Source}'";

    /// <summary>Why a column of text that nobody named as categorical is no factor: each level is (nearly) one patient's.
    /// <see langword="null"/> where it may be one.</summary>
    /// <param name="texts">The cells; <see langword="null"/> where one is missing.</param>
    public static string? WhyNoFactor(IReadOnlyList<string?> texts)
    {
        string[] cells = [.. texts.OfType<string>()];
        string[] levels = [.. cells.Distinct(StringComparer.Ordinal)];
        return IsOfPatients(levels.Length, cells.Length) ? Levels(levels, cells) : null;
    }

    private static bool IsOfPatients(int levels, int cells) => levels > FewestForIds && 2 * levels > cells;

    private static string Levels(string[] levels, string[] cells) =>
        Invariant($"{levels.Length} different texts in {cells.Length} rows")
            + (Measured(levels, cells) is { } measured ? $" and {measured}" : ", as ids have: name it as the id, or leave it out");

    // Of times and volumes too all may differ; ids are called so, or count without a gap.
    private static bool IsNumbered(string name, double[] values, bool ofAnyName)
    {
        values = ofAnyName ? [.. values.Where(v => !double.IsNaN(v))] : values;
        if (values.Length < FewestForIds || Array.Exists(values, v => v != Math.Floor(v)) || values.Distinct().Count() < values.Length)
            return false;
        if (ofAnyName)
            return true;
        string[] words = [.. name.ToUpperInvariant().Split(' ', '_', '-', '.')];
        return words.Intersect(_idWords).Any() || values.Max() - values.Min() == values.Length - 1;
    }

    // '77 J', '<2.2': three levels of age (60-70) begin so too, eleven do not.
    private static string? Measured(string[] levels, string[] cells)
    {
        var begun = cells.Count(BeginsWithNumber);
        if (2 * begun < cells.Length || levels.Length <= FewestForIds && !Array.Exists(cells, c => c[0] is '<' or '>'))
            return null;
        var example = cells.First(BeginsWithNumber);
        if (2 * cells.Count(IsDate) >= cells.Length)
            return Invariant($"has dates in {cells.Count(IsDate)} of {cells.Length} rows, such as '{cells.First(IsDate)}': write a span ")
                + "of time, as days from a day on, or leave it out";
        return Invariant($"has numbers with a unit or a sign in {begun} of {cells.Length} rows, such as '{example}': write numbers alone");
    }

    // 15.09.2020, 2020-09-15, 9/15/20.
    private static bool IsDate(string cell) => cell.Split(' ', 'T')[0].Split('.', '-', '/') is { Length: 3 } parts
        && Array.TrueForAll(parts, p => p.Length is 1 or 2 or 4 && p.All(char.IsAsciiDigit));

    private static bool BeginsWithNumber(string cell)
    {
        var digits = cell.AsSpan().TrimStart("<>=~ ");
        return digits.Length > 0 && char.IsAsciiDigit(digits[0]) && CellKinds.Of(cell) == CellKind.Text;
    }

    // The least or the largest value, of nines alone, further from the others than these are from each other.
    private static string? Sentinel(double[] values)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var v in values)
        {
            if (double.IsFinite(v))
                (least, most) = (Math.Min(least, v), Math.Max(most, v));
        }
        foreach (var code in (ReadOnlySpan<double>)[least, most])
        {
            if (Array.IndexOf(_sentinels, code) < 0)
                continue;
            var (first, last, count) = (double.PositiveInfinity, double.NegativeInfinity, 0);
            foreach (var v in values)
            {
                if (v == code)
                    count++;
                else if (double.IsFinite(v))
                    (first, last) = (Math.Min(first, v), Math.Max(last, v));
            }
            if (last > first && (code < first ? first - code : code - last) > last - first)
                return Invariant($"{code} in {count} {(count == 1 ? "row" : "rows")}, far from all else ({first:G6} to {last:G6})");
        }
        return null;
    }
}
