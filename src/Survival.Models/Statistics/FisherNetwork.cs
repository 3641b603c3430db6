using MathNet.Numerics;

namespace Survival.Models.Statistics;

/// <summary>
/// Fisher's exact test of an r x c table, column by column (the network of Mehta and Patel 1983, doi:10.2307/2288652): paths that leave the
/// same row totals and are equally likely go on as one; a path whose completions all count, or none, is not followed.
/// </summary>
internal sealed class FisherNetwork
{
    // R's.
    internal const double Tolerance = 3.4525e-7;
    private const int LargestNetwork = 5_000_000;
    private const double MostWork = 6e7;
    private readonly double _all;
    private double _work;
    private readonly int[] _columns;
    private readonly int _rows;
    private readonly double _observed;
    private readonly double[] _factorial;
    private double _p;

    private FisherNetwork(int[] columns, int rows, int total, double observed, double all)
    {
        (_columns, _rows, _observed, _all) = (columns, rows, observed + Tolerance, all);
        _factorial = new double[total + 1];
        for (var k = 2; k <= total; k++)
            _factorial[k] = _factorial[k - 1] + Math.Log(k);
    }

    /// <summary>The p value, or NaN where the network would be too large.</summary>
    public static double PValue(int[,] table, int[] rows, int[] columns, CancellationToken cancellationToken)
    {
        // Fewer rows make fewer nodes; the larger columns first make the bounds bite sooner.
        var flip = rows.Length > columns.Length;
        var (r, c) = flip ? (columns, rows) : (rows, columns);
        var total = rows.Sum();
        var observed = 0.0;
        foreach (var count in table)
            observed -= SpecialFunctions.FactorialLn(count);
        // Each path holds the product of 1/n!; all tables together make n! / (product of the margins' factorials). Both leave the range of
        // a
        // double above some 170 patients, so they only meet as logarithms.
        var all =
            rows.Sum(v => SpecialFunctions.FactorialLn(v))
            + columns.Sum(v => SpecialFunctions.FactorialLn(v))
            - SpecialFunctions.FactorialLn(total);
        var network = new FisherNetwork([.. c.OrderDescending()], r.Length, total, observed, all);
        return network.Run([.. r.Order()], cancellationToken) ? network._p : double.NaN;
    }

    private bool Run(int[] rows, CancellationToken cancellationToken)
    {
        var nodes = new Dictionary<string, (int[] Rows, Dictionary<long, (double Log, double Count)> Pasts)>
        {
            [Key(rows)] = (rows, new() { [0] = (0, 1) }),
        };
        for (var j = 0; j < _columns.Length; j++)
        {
            var next = new Dictionary<string, (int[] Rows, Dictionary<long, (double Log, double Count)> Pasts)>();
            var paths = 0;
            foreach (var (left, pasts) in nodes.Values)
            {
                cancellationToken.ThrowIfCancellationRequested();
                paths = Expand(left, pasts, j, next, paths);
                if (paths > LargestNetwork || _work > MostWork)
                    return false;
            }
            nodes = next;
        }
        return true;
    }

    private int Expand(
        int[] left,
        Dictionary<long, (double Log, double Count)> pasts,
        int column,
        Dictionary<string, (int[] Rows, Dictionary<long, (double Log, double Count)> Pasts)> next,
        int paths)
    {
        var take = new int[_rows];
        // The pasts from the least likely up, with their running probability (relative to the likeliest): those that count, or do not,
        // whatever
        // follows are a lookup.
        var (value, count) = (new double[pasts.Count], new double[pasts.Count]);
        var filled = 0;
        foreach (var past in pasts.Values)
            (value[filled], count[filled++]) = past;
        Array.Sort(value, count);
        var running = new double[filled + 1];
        for (var i = 0; i < filled; i++)
            running[i + 1] = running[i] + (count[i] * Math.Exp(value[i] - value[^1]));
        void Place(int row, int rest, int room, double log)
        {
            if (paths > LargestNetwork || _work > MostWork)
                return;
            if (row == _rows)
            {
                var after = new int[_rows];
                for (var i = 0; i < _rows; i++)
                    after[i] = left[i] - take[i];
                Array.Sort(after);
                Join(after, log);
                return;
            }
            room -= left[row];
            for (var k = Math.Max(0, rest - room); k <= Math.Min(left[row], rest); k++)
            {
                take[row] = k;
                Place(row + 1, rest - k, room, log - _factorial[k]);
            }
        }
        void Join(int[] after, double log)
        {
            var (most, least, sum) = Bounds(after, column + 1);
            var (certain, possible) = (UpTo(value, _observed - most - log), UpTo(value, _observed - least - log));
            if (certain > 0)
                _p += running[certain] * Math.Exp(value[^1] + log + sum + _all);
            // A join costs as much as some five pasts that go on.
            _work += 5 + possible - certain;
            if (possible <= certain)
                return;
            var key = Key(after);
            if (!next.TryGetValue(key, out var node))
                next.Add(key, node = (after, []));
            for (var i = certain; i < possible; i++)
            {
                var merged = (long)Math.Round((value[i] + log) * 1e9);
                var known = node.Pasts.TryGetValue(merged, out var p);
                node.Pasts[merged] = known ? (p.Log, p.Count + count[i]) : (value[i] + log, count[i]);
                if (!known)
                    paths++;
            }
        }
        Place(0, _columns[column], left.Sum(), 0);
        return paths;
    }

    /// <summary>For the columns still to fill: bounds of the largest and smallest log product of 1/n!, and its log sum over all
    /// fillings.</summary>
    private (double Most, double Least, double Sum) Bounds(int[] rows, int from)
    {
        int columns = _columns.Length - from, total = 0;
        if (columns == 0)
            return (0, 0, 0);
        double byRows = 0, byColumns = 0, allRows = 0, allColumns = 0;
        foreach (var r in rows)
        {
            total += r;
            byRows += Spread(r, columns);
            allRows += _factorial[r];
        }
        for (var j = from; j < _columns.Length; j++)
        {
            byColumns += Spread(_columns[j], _rows);
            allColumns += _factorial[_columns[j]];
        }
        // Even shares make 1/n! largest, all in one cell makes it smallest.
        return (-Math.Max(byRows, byColumns), -Math.Min(allRows, allColumns), _factorial[total] - allRows - allColumns);
    }

    /// <summary>The smallest sum of log n! over whole numbers with a given sum: all equal, or one more.</summary>
    private double Spread(int sum, int parts)
    {
        var (each, more) = Math.DivRem(sum, parts);
        return (more * _factorial[each + 1 > sum ? sum : each + 1]) + ((parts - more) * _factorial[each]);
    }

    /// <summary>How many of ascending values are at most a limit.</summary>
    private static int UpTo(double[] ascending, double limit)
    {
        var (low, high) = (0, ascending.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ascending[middle] <= limit)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static string Key(int[] rows) => string.Join(',', rows);
}
