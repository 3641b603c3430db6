namespace Survival.Models.Statistics;

/// <summary>
/// Fisher's exact test of a 2 x c table, from both ends: the columns fall into two halves, each half's tables are listed by their first
/// row's
/// total with their log probability, and the lists of the two halves that fit together are joined by two pointers.
/// A column's counts are weighted by binomial probabilities with the share of the first row, so that nothing leaves the range of a double.
/// Tables of a half that all completions make unlikely enough are only a sum. Where a list becomes too long, its entries are joined in
/// narrow bins
/// that keep mass and mean; what that costs is of the order of the width squared (below 1e-7 of the p value).
/// </summary>
internal sealed class FisherTwoRows
{
    private const int MostEntries = 3_000_000;
    private const double MostWork = 4e8;
    private const double WidestBin = 2e-3;
    private const double Negligible = 40;
    private readonly double[][] _columns;
    private readonly int _first;
    private readonly double _observed;

    private FisherTwoRows(double[][] columns, int first, double observed) => (_columns, _first, _observed) = (columns, first, observed);

    /// <summary>The p value, or NaN where the lists would be too long.</summary>
    public static double PValue(int[] firstRow, int[] columns)
    {
        int first = firstRow.Sum(), total = columns.Sum();
        var share = first / (double)total;
        var order = Enumerable.Range(0, columns.Length).OrderByDescending(j => columns[j]).ToArray();
        double[][] logs = [.. order.Select(j => LogBinomial(columns[j], share))];
        var observed = order.Select((j, k) => logs[k][firstRow[j]]).Sum();
        // The p value is at least the observed table's probability, so that counts e^40 times less likely by themselves do not show in it.
        var least = 0;
        for (var j = 0; j < logs.Length; j++)
        {
            var (from, to) = (
                Array.FindIndex(logs[j], v => v > observed - Negligible),
                Array.FindLastIndex(logs[j], v => v > observed - Negligible)
            );
            logs[j] = logs[j][from..(to + 1)];
            least += from;
        }
        var test = new FisherTwoRows(logs, first - least, observed + FisherNetwork.Tolerance);
        return test.Run() / Math.Exp(LogBinomial(total, share)[first]);
    }

    /// <summary>The log probabilities of 0 .. size successes, from the most likely outwards by ratios, so that no digits are lost in large
    /// factorials.</summary>
    internal static double[] LogBinomial(int size, double share)
    {
        var log = new double[size + 1];
        var mode = Math.Clamp((int)((size + 1) * share), 0, size);
        var odds = Math.Log(share) - Math.Log(1 - share);
        for (var k = mode; k < size; k++)
            log[k + 1] = log[k] + Math.Log((size - k) / (k + 1.0)) + odds;
        for (var k = mode; k > 0; k--)
            log[k - 1] = log[k] - Math.Log((size - k + 1) / (double)k) - odds;
        var sum = 0.0;
        foreach (var v in log)
            sum += Math.Exp(v);
        var norm = Math.Log(sum);
        for (var k = 0; k <= size; k++)
            log[k] -= norm;
        return log;
    }

    private double Run()
    {
        // The largest columns first, each to the half with fewer tables so far.
        var (left, right) = (new List<double[]>(), new List<double[]>());
        double a = 0, b = 0;
        foreach (var column in _columns)
        {
            if (a <= b)
                left.Add(column);
            else
                right.Add(column);
            (a, b) = a <= b ? (a + Math.Log(column.Length), b) : (a, b + Math.Log(column.Length));
        }
        if (Half.Build(left, right, _first, _observed) is not { } one || Half.Build(right, left, _first, _observed) is not { } two)
            return double.NaN;
        var p = 0.0;
        for (var s = 0; s <= _first; s++)
        {
            var rest = _first - s;
            if (s >= one.All.Length || rest >= two.All.Length)
                continue;
            // Certain with anything; then what is left with certain; then pair by pair.
            p += one.Certain[s] * two.All[rest];
            var (x, y) = (one.Lists[s], two.Lists[rest]);
            if (x.Count == 0)
                continue;
            var kept = 0.0;
            for (var i = 0; i < x.Count; i++)
                kept += x.Mass[i];
            p += kept * two.Certain[rest];
            double below = 0;
            var j = 0;
            for (var i = x.Count - 1; i >= 0; i--)
            {
                for (; j < y.Count && x.Value[i] + y.Value[j] <= _observed; j++)
                    below += y.Mass[j];
                p += x.Mass[i] * below;
            }
        }
        return p;
    }

    /// <summary>Log probabilities in ascending order, with the probability of all tables that have them.</summary>
    private readonly record struct Entries(double[] Value, double[] Mass, int Count);

    private sealed class Half
    {
        /// <summary>The entries by the first row's total.</summary>
        public Entries[] Lists { get; private set; } = [new([0], [1], 1)];

        /// <summary>The probability of tables no more likely than the one observed, however they are completed.</summary>
        public double[] Certain { get; private set; } = [0];

        /// <summary>The probability of all tables.</summary>
        public double[] All { get; private set; } = [1];

        public static Half? Build(List<double[]> columns, List<double[]> others, int first, double observed)
        {
            var half = new Half();
            for (var k = 0; k < columns.Count; k++)
            {
                var next = k + 1 < columns.Count ? columns[k + 1].Length : 1;
                if (!half.Append(columns[k], next, Most([.. columns.Skip(k + 1), .. others]), first, observed))
                    return null;
            }
            return half;
        }

        private bool Append(double[] column, int next, double[] most, int first, double observed)
        {
            var size = Lists.Length + column.Length - 1;
            var (certain, all, lists) = (new double[size], new double[size], new Entries[size]);
            double[] chance = Array.ConvertAll(column, Math.Exp);
            var lengths = new long[size];
            var (work, range) = (0.0, 0.0);
            if ((double)size * column.Length > MostWork / 4)
                return false;
            var limits = new (double Least, double Greatest)[size];
            for (var s = 0; s < size; s++)
            {
                var rest = first - s;
                var limit = rest >= 0 && rest < most.Length ? observed - most[rest] : double.PositiveInfinity;
                var greatest = double.NegativeInfinity;
                for (var x = Math.Max(0, s - Lists.Length + 1); x <= Math.Min(s, column.Length - 1); x++)
                {
                    all[s] += chance[x] * All[s - x];
                    certain[s] += chance[x] * Certain[s - x];
                    var from = Lists[s - x];
                    if (from.Count == 0 || from.Value[from.Count - 1] + column[x] <= limit)
                        continue;
                    lengths[s] += from.Count;
                    greatest = Math.Max(greatest, from.Value[from.Count - 1] + column[x]);
                }
                work += lengths[s];
                limits[s] = (limit, greatest);
                if (lengths[s] > 0)
                    range += greatest - limit;
            }
            if (work > MostWork)
                return false;
            // Entries for the next column to go through in time.
            var entries = Math.Min(MostEntries, MostWork / next);
            var width = work > entries ? range / entries : 0;
            if (width > WidestBin)
                return false;
            for (var s = 0; s < size; s++)
            {
                // Out of reach of the observed total: no completion.
                if (double.IsPositiveInfinity(limits[s].Least))
                {
                    lists[s] = new Entries([], [], 0);
                    continue;
                }
                lists[s] = width > 0 ? Binned(s, column, limits[s].Least, limits[s].Greatest, width, ref certain[s])
                    : Sorted(s, column, limits[s].Least, lengths[s], ref certain[s]);
            }
            (Lists, Certain, All) = (lists, certain, all);
            return true;
        }

        private Entries Sorted(int s, double[] column, double limit, long length, ref double certain)
        {
            var (value, mass, count) = (new double[length], new double[length], 0);
            for (var x = Math.Max(0, s - Lists.Length + 1); x <= Math.Min(s, column.Length - 1); x++)
            {
                var from = Lists[s - x];
                var chance = Math.Exp(column[x]);
                for (var i = 0; i < from.Count; i++)
                {
                    var v = from.Value[i] + column[x];
                    if (v <= limit)
                        certain += chance * from.Mass[i];
                    else
                        (value[count], mass[count++]) = (v, chance * from.Mass[i]);
                }
            }
            Array.Sort(value, mass, 0, count);
            // Tables equally likely but for rounding become one entry.
            var kept = 0;
            for (var i = 0; i < count; i++)
            {
                if (kept > 0 && value[i] - value[kept - 1] < 1e-10)
                    mass[kept - 1] += mass[i];
                else
                    (value[kept], mass[kept++]) = (value[i], mass[i]);
            }
            return new Entries(value, mass, kept);
        }

        private Entries Binned(int s, double[] column, double limit, double greatest, double width, ref double certain)
        {
            if (!(greatest > limit))
            {
                for (var x = Math.Max(0, s - Lists.Length + 1); x <= Math.Min(s, column.Length - 1); x++)
                {
                    var from = Lists[s - x];
                    for (var i = 0; i < from.Count; i++)
                        certain += Math.Exp(column[x]) * from.Mass[i];
                }
                return new Entries([], [], 0);
            }
            var bins = (int)((greatest - limit) / width) + 2;
            var (value, mass) = (new double[bins], new double[bins]);
            var scale = 1 / width;
            for (var x = Math.Max(0, s - Lists.Length + 1); x <= Math.Min(s, column.Length - 1); x++)
            {
                var (from, shift) = (Lists[s - x], column[x]);
                var chance = Math.Exp(shift);
                for (var i = 0; i < from.Count; i++)
                {
                    var above = from.Value[i] + shift - limit;
                    var m = chance * from.Mass[i];
                    if (above <= 0)
                    {
                        certain += m;
                        continue;
                    }
                    var bin = (int)(above * scale);
                    mass[bin] += m;
                    value[bin] += m * above;
                }
            }
            var kept = 0;
            for (var k = 0; k < bins; k++)
            {
                if (mass[k] > 0)
                    (value[kept], mass[kept++]) = (limit + (value[k] / mass[k]), mass[k]);
            }
            return new Entries(value, mass, kept);
        }

        /// <summary>The largest log probability of columns by the first row's total: each column's is concave, so their increments are
        /// taken from the largest down.</summary>
        private static double[] Most(List<double[]> columns)
        {
            var increments = columns
                .SelectMany(c => Enumerable.Range(1, c.Length - 1).Select(k => c[k] - c[k - 1]))
                .OrderDescending()
                .ToArray();
            var most = new double[increments.Length + 1];
            most[0] = columns.Sum(c => c[0]);
            for (var k = 0; k < increments.Length; k++)
                most[k + 1] = most[k] + increments[k];
            return most;
        }
    }
}
