namespace Survival.Models;

/// <summary>Decides for each column of a table of text what is its decimal mark: a program may have written some columns with commas and
/// others with points, and 1.314 among numbers with commas may be more than a thousand.</summary>
internal static class DecimalMarks
{
    private const int NamesShown = 5;

    /// <summary>The columns with their marks; what was assumed goes into the notes.</summary>
    /// <param name="names">The columns' names.</param>
    /// <param name="cells">Their cells.</param>
    /// <param name="delimiter">What separates cells.</param>
    /// <param name="source">The table, for notes.</param>
    /// <param name="notes">The notes.</param>
    public static TableColumn[] Columns(string[] names, string?[][] cells, char delimiter, string source, List<string> notes)
    {
        // Where commas separate, a number with a comma stands in quotes, which no program writes unasked: such a column is named when
        // it is asked for.
        if (delimiter == ',')
            return Array.ConvertAll(cells, c => TableColumn.Of(c));
        var seen = Array.ConvertAll(cells, Seen.Of);
        var (commas, points) = (Array.FindIndex(seen, s => s.Comma >= 0), Array.FindIndex(seen, s => s.Point >= 0));
        var columns = new TableColumn[names.Length];
        var (read, unclear, thousands) = (new List<int>(), new List<int>(), new List<int>());
        for (var j = 0; j < names.Length; j++)
        {
            var s = seen[j];
            var doubt = s.HasCommas && s.HasPoints ? "others of this column have the other decimal mark. Write the column with one mark"
                : s.Comma >= 0 || s.Point >= 0 || !(s.HasCommas || s.HasPoints) ? null
                : s.HasPoints && commas >= 0 ? Groups(s.Example(cells[j]), "decimal commas", Named(commas, seen[commas].Comma))
                : s.HasCommas && points >= 0 ? Groups(s.Example(cells[j]), "decimal points", Named(points, seen[points].Point))
                : s.HasCommas && commas < 0 ? Groups(s.Example(cells[j]), "", "")
                : null;
            columns[j] = doubt is null
                ? TableColumn.Of(cells[j], s.HasCommas ? ',' : '.')
                : TableColumn.InDoubt(cells[j], doubt);
            if (doubt is not null)
                unclear.Add(j);
            else if (s.HasCommas)
                read.Add(j);
            else if (s.PointGroups >= 0 && s.Point < 0 && s.HasSmallWhole && !s.HasLargeWhole)
                thousands.Add(j);
        }
        if (read.Count > 0)
        {
            var at = Math.Max(commas, 0);
            var example = cells[at][seen[at].Comma]!;
            var which = points >= 0 || unclear.Count > 0 ? $", in {List(read)}" : "";
            notes.Add($"Decimal commas were read in '{source}' ('{example}' is {example.Replace(',', '.')}){which}.");
        }
        if (thousands.Count > 0)
        {
            var example = seen[thousands[0]].Example(cells[thousands[0]]);
            notes.Add($"Points were read as decimal in '{source}' in {List(thousands)} ('{example}' is {example}, not "
                + $"{example.Replace(".", "")}). If they are of thousands, set the decimal mark to a comma (DecimalMark).");
        }
        if (unclear.Count > 0)
            notes.Add($"No numbers were read in '{source}' in {List(unclear)}: what a comma or a point means there is unclear "
                + $"('{seen[unclear[0]].Example(cells[unclear[0]])}').");
        return columns;

        string Named(int j, int row) => $"('{cells[j][row]}' in '{names[j]}')";

        string List(List<int> which) => string.Join(", ", which.Take(NamesShown).Select(j => $"'{names[j]}'"))
            + (which.Count > NamesShown ? Invariant($" and {which.Count - NamesShown} more") : "");
    }

    /// <summary>The columns under a mark that was given: the other mark can then only be of thousands. Of several files, one in which
    /// numbers have the other mark beyond doubt and none this, is of another program: the mark was given for those beside it.</summary>
    public static TableColumn[] Given(
        char mark, bool isOfSeveral, string[] names, string?[][] cells, string source, List<string> notes)
    {
        if (!isOfSeveral)
            return Grouped(mark, names, cells, source, notes);
        var seen = Array.ConvertAll(cells, Seen.Of);
        Func<Seen, int> given = s => mark == ',' ? s.Comma : s.Point, other = s => mark == ',' ? s.Point : s.Comma;
        if (!Array.Exists(seen, s => given(s) >= 0) && Array.FindIndex(seen, s => other(s) >= 0) is var at and >= 0)
        {
            notes.Add($"Decimal {(mark == ',' ? "points" : "commas")} were read in '{source}', whose numbers have no other "
                + $"('{cells[at][other(seen[at])]}' in '{names[at]}'), though decimal {(mark == ',' ? "commas" : "points")} were given.");
            return Array.ConvertAll(cells, c => TableColumn.Of(c, mark == ',' ? '.' : ','));
        }
        return Grouped(mark, names, cells, source, notes);
    }

    private static TableColumn[] Grouped(char mark, string[] names, string?[][] cells, string source, List<string> notes)
    {
        var columns = Array.ConvertAll(cells, c => TableColumn.Of(c, mark, thousands: true));
        var grouped = new List<int>();
        var example = "";
        for (var j = 0; j < names.Length; j++)
        {
            var other = Array.Find(cells[j], c => c is not null && c.Contains(mark == ',' ? '.' : ',') && TableColumn.TryParse(
                c, mark, true, out _));
            if (other is null || !columns[j].IsNumeric)
                continue;
            grouped.Add(j);
            example = example.Length > 0 ? example : $"('{other}' is {TableColumn.Plain(other, mark)})";
        }
        if (grouped.Count > 0)
            notes.Add($"{(mark == ',' ? "Points" : "Commas")} were read as of thousands in '{source}' {example}: "
                + $"{string.Join(", ", grouped.Take(NamesShown).Select(j => $"'{names[j]}'"))}"
                + (grouped.Count > NamesShown ? Invariant($" and {grouped.Count - NamesShown} more.") : "."));
        return columns;
    }

    private static string Groups(string example, string others, string where)
    {
        var mark = example.Contains(',') ? ',' : '.';
        var (whole, small) = (example.Replace(mark == ',' ? "," : ".", ""), example.Replace(',', '.'));
        var either = example.Count(c => c == mark) > 1 ? $"is {whole} with separators of thousands" : $"may be {whole} or {small}";
        return $"it {either}: {(others.Length == 0 ? "nothing in the file tells" : $"other columns have {others} {where}")}. Set the "
            + $"decimal mark (DecimalMark) to a {(mark == '.' ? "comma" : "point")} for {whole}"
            + (either.StartsWith('i') ? "" : $" or to a {(mark == '.' ? "point" : "comma")} for {small}")
            + ", or write the column without separators of thousands";
    }

    /// <summary>What a column has: the first row of each kind, -1 where there is none.</summary>
    private sealed record Seen(int Comma, int Point, int CommaGroups, int PointGroups)
    {
        public bool HasSmallWhole { get; private init; }

        public bool HasLargeWhole { get; private init; }

        public bool HasCommas => Comma >= 0 || CommaGroups >= 0;

        public bool HasPoints => Point >= 0 || PointGroups >= 0;

        public string Example(string?[] cells) => cells[Math.Max(Math.Max(Comma, CommaGroups), Math.Max(Point, PointGroups))]!;

        public static Seen Of(string?[] cells)
        {
            Span<int> first = [-1, -1, -1, -1];
            var (filled, numbers, small, large) = (0, 0, false, false);
            for (var i = 0; i < cells.Length; i++)
            {
                if (cells[i] is not { } cell)
                    continue;
                filled++;
                var kind = CellKinds.Of(cell);
                if (kind != CellKind.Text)
                    numbers++;
                var k = kind switch
                {
                    CellKind.Comma or CellKind.GroupsBeforeComma => 0,
                    CellKind.Point or CellKind.GroupsBeforePoint => 1,
                    CellKind.CommaGroups => 2,
                    CellKind.PointGroups => 3,
                    _ => -1,
                };
                if (k >= 0)
                    first[k] = first[k] < 0 ? i : first[k];
                else if (kind == CellKind.Whole)
                    _ = cell.TrimStart('-', '+').Length > 3 ? large = true : small = true;
            }
            // What is mostly text (dates, remarks) says nothing of numbers.
            return 2 * numbers < filled ? new Seen(-1, -1, -1, -1) : new Seen(first[0], first[1], first[2], first[3])
            {
                HasSmallWhole = small,
                HasLargeWhole = large,
            };
        }
    }
}
