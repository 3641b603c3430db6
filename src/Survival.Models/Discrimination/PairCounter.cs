namespace Survival.Models.Discrimination;

/// <summary>
/// Counts concordant pairs in one stratum in O(n log n): time runs backwards, and a tree over the marker's ranks holds the weight
/// of those at risk, so an event finds those that outlived it by one look-up. A second run forwards, over the weight of the
/// events so far, gives each subject's part as the one that lived longer.
/// </summary>
internal sealed class PairCounter
{
    private readonly double[] _time;
    private readonly bool[] _event;
    private readonly double[] _entry;
    private readonly double[] _weight;
    private readonly int[] _rank;
    private readonly int _ranks;
    private readonly ConcordanceOptions _options;
    private readonly int[] _order;
    private readonly double[] _timeWeight;

    /// <summary>Prepares a stratum; empty entries or weights stand for none.</summary>
    public PairCounter(double[] time, bool[] events, double[] entry, double[] weight, ReadOnlySpan<double> marker, ConcordanceOptions options, bool neverPlain)
    {
        (_time, _event, _entry, _weight, _options) = (time, events, entry, weight, options);
        _rank = new int[time.Length];
        _ranks = TimeOrder.Rank(marker, _rank);
        _order = RiskSets.Order(time, events);
        _timeWeight = RiskSets.TimeWeights(_order, time, events, entry, weight, options, neverPlain);
    }

    private double Weight(int row) => _weight.Length == 0 ? 1 : _weight[row];

    /// <summary>The pairs and, where the spans are not empty, each row's derivative of the concordant, discordant and marker-tied pairs by its weight.</summary>
    public ConcordancePairs Count(Span<double> concordant, Span<double> discordant, Span<double> tied)
    {
        var influence = !concordant.IsEmpty;
        var pairs = Backwards(concordant, discordant, tied, influence);
        if (influence)
            Forwards(concordant, discordant, tied);
        return pairs;
    }

    private ConcordancePairs Backwards(Span<double> concordant, Span<double> discordant, Span<double> tied, bool influence)
    {
        var n = _time.Length;
        var tree = new FenwickTree(_ranks);
        var byEntry = _entry.Length == 0 ? [] : RiskSets.OrderByEntry(_entry);
        var leaving = n - 1;
        double c = 0, d = 0, tx = 0, ty = 0, txy = 0;
        var sameTime = new List<int>();
        for (var end = n; end > 0;)
        {
            var time = _time[_order[end - 1]];
            var start = end;
            while (start > 0 && _time[_order[start - 1]] == time)
                start--;
            // Events come before censorings of the same time.
            var firstCensored = start;
            while (firstCensored < end && _event[_order[firstCensored]])
                firstCensored++;
            for (; byEntry.Length > 0 && leaving >= 0 && _entry[byEntry[leaving]] >= time; leaving--)
                tree.Add(_rank[byEntry[leaving]], -Weight(byEntry[leaving]));
            if (_options.CensoredOutlivesTiedEvent)
                AddAll(tree, firstCensored, end);
            var factor = firstCensored > start ? _timeWeight[_order[start]] : 0;
            sameTime.Clear();
            for (var k = start; k < firstCensored && factor != 0; k++)
            {
                var i = _order[k];
                var below = tree.Below(_rank[i]);
                var equal = tree.At(_rank[i]);
                var above = tree.Total - below - equal;
                var w = Weight(i) * factor;
                c += w * below;
                d += w * above;
                tx += w * equal;
                if (influence)
                {
                    concordant[i] += factor * below;
                    discordant[i] += factor * above;
                    tied[i] += factor * equal;
                }
                sameTime.Add(i);
            }
            if (sameTime.Count > 1)
            {
                var (y, xy) = TiedEvents(sameTime);
                ty += factor * y;
                txy += factor * xy;
            }
            AddAll(tree, start, _options.CensoredOutlivesTiedEvent ? firstCensored : end);
            end = start;
        }
        return new ConcordancePairs(c, d, tx, ty, txy);
    }

    private void Forwards(Span<double> concordant, Span<double> discordant, Span<double> tied)
    {
        var n = _time.Length;
        var tree = new FenwickTree(_ranks);
        var byEntry = _entry.Length == 0 ? [] : RiskSets.OrderByEntry(_entry);
        var entering = 0;
        for (var start = 0; start < n;)
        {
            var time = _time[_order[start]];
            var firstCensored = start;
            var end = start;
            for (; end < n && _time[_order[end]] == time; end++)
            {
                if (_event[_order[end]])
                    firstCensored = end + 1;
            }
            // Events up to and at a subject's entry were none of its risk sets.
            for (; entering < byEntry.Length && _entry[byEntry[entering]] < time; entering++)
                Compare(tree, byEntry[entering], -1, concordant, discordant, tied);
            for (var k = start; k < (_options.CensoredOutlivesTiedEvent ? firstCensored : end); k++)
                Compare(tree, _order[k], 1, concordant, discordant, tied);
            for (var k = start; k < firstCensored; k++)
            {
                var i = _order[k];
                if (_timeWeight[i] != 0)
                    tree.Add(_rank[i], Weight(i) * _timeWeight[i]);
            }
            for (var k = firstCensored; k < end && _options.CensoredOutlivesTiedEvent; k++)
                Compare(tree, _order[k], 1, concordant, discordant, tied);
            start = end;
        }
    }

    private void Compare(FenwickTree tree, int row, int sign, Span<double> concordant, Span<double> discordant, Span<double> tied)
    {
        if (tree.Total == 0)
            return;
        var below = tree.Below(_rank[row]);
        var equal = tree.At(_rank[row]);
        concordant[row] += sign * (tree.Total - below - equal);
        discordant[row] += sign * below;
        tied[row] += sign * equal;
    }

    private void AddAll(FenwickTree tree, int start, int end)
    {
        for (var k = start; k < end; k++)
            tree.Add(_rank[_order[k]], Weight(_order[k]));
    }

    /// <summary>The weight of the pairs of events at one time: with different, and with equal markers.</summary>
    private (double Different, double Equal) TiedEvents(List<int> rows)
    {
        rows.Sort((a, b) => _rank[a].CompareTo(_rank[b]));
        double before = 0, beforeEqual = 0, all = 0, equal = 0;
        for (var k = 0; k < rows.Count; k++)
        {
            if (k > 0 && _rank[rows[k]] != _rank[rows[k - 1]])
                beforeEqual = 0;
            var w = Weight(rows[k]);
            all += w * before;
            equal += w * beforeEqual;
            before += w;
            beforeEqual += w;
        }
        return (all - equal, equal);
    }
}
