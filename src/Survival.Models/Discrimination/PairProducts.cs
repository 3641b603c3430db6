using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Discrimination;

/// <summary>
/// The sum over comparable pairs of the product of two markers' signs: pairs that both order alike less pairs they order
/// differently. Divide and conquer over time with a tree over the second marker, O(n log² n).
/// </summary>
internal static class PairProducts
{
    /// <summary>The sum; an event is compared with all that follow it in time, a censoring at its time included.</summary>
    public static double Sum(SortedFollowUp data, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var n = data.RowCount;
        var (x, y, rows, level) = (new int[n], new int[n], new int[n], new int[n]);
        StableOrder.Rank(data.Sort(first), x);
        StableOrder.Rank(data.Sort(second), y);
        // Rows of one level (events of one time, or censorings of one time) are not compared with each other.
        for (var k = 1; k < n; k++)
        {
            rows[k] = k;
            level[k] = level[k - 1] + (data.Time[k] != data.Time[k - 1] || data.IsEvent[k] != data.IsEvent[k - 1] ? 1 : 0);
        }
        return new Work(rows, x, y, data.IsEvent, level).Solve(0, n);
    }

    private sealed class Work(int[] rows, int[] x, int[] y, bool[] events, int[] level)
    {
        private readonly long[] _tree = new long[y.Length + 1];
        private readonly int[] _buffer = new int[rows.Length];
        private readonly int[] _level = level;

        /// <summary>The sum within [start, end); leaves the rows of that range sorted by the first marker.</summary>
        public double Solve(int start, int end)
        {
            var middle = Split(start, end);
            if (middle < 0)
            {
                Array.Sort(rows, start, end - start, Comparer<int>.Create((a, b) => x[a].CompareTo(x[b])));
                return 0;
            }
            var sum = Solve(start, middle) + Solve(middle, end);
            sum += Cross(start, middle, end);
            Merge(start, middle, end);
            return sum;
        }

        private int Split(int start, int end)
        {
            if (end - start < 2 || _level[start] == _level[end - 1])
                return -1;
            var middle = (start + end) / 2;
            var (up, down) = (middle, middle);
            while (up < end && up > start && _level[up] == _level[up - 1])
                up++;
            while (down > start && _level[down] == _level[down - 1])
                down--;
            return up < end && (down <= start || up - middle <= middle - down) ? up : down;
        }

        private double Cross(int start, int middle, int end)
        {
            long sum = 0;
            var (k, added) = (middle, middle);
            var total = end - middle;
            // Each early event meets the later rows: k runs to the first with a marker not smaller, and ties are left out.
            for (var pass = 0; pass < 2; pass++)
            {
                (k, added) = pass == 0 ? (start, middle) : (middle - 1, end - 1);
                for (; pass == 0 ? k < middle : k >= start; k += pass == 0 ? 1 : -1)
                {
                    var i = rows[k];
                    if (!events[i])
                        continue;
                    for (; pass == 0 ? added < end && x[rows[added]] < x[i] : added >= middle && x[rows[added]] > x[i]; added += pass == 0
                        ? 1 : -1)
                        Add(y[rows[added]], 1);
                    var count = pass == 0 ? added - middle : end - 1 - added;
                    var below = Below(y[i]);
                    var above = count - Below(y[i] + 1);
                    sum += pass == 0 ? below - above : above - below;
                }
                for (; pass == 0 ? added > middle : added < end - 1;)
                    Add(y[rows[pass == 0 ? --added : ++added]], -1);
            }
            return total == 0 ? 0 : sum;
        }

        private void Merge(int start, int middle, int end)
        {
            var (a, b) = (start, middle);
            for (var k = start; k < end; k++)
                _buffer[k] = b >= end || (a < middle && x[rows[a]] <= x[rows[b]]) ? rows[a++] : rows[b++];
            Array.Copy(_buffer, start, rows, start, end - start);
        }

        private void Add(int rank, int value)
        {
            for (var k = rank + 1; k < _tree.Length; k += k & -k)
                _tree[k] += value;
        }

        private long Below(int rank)
        {
            long sum = 0;
            for (var k = rank; k > 0; k &= k - 1)
                sum += _tree[k];
            return sum;
        }
    }
}
