using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Discrimination;

/// <summary>
/// Counts concordant pairs in one stratum in O(n log n): time runs backwards, and a tree over the marker's ranks holds the weight
/// of those at risk, so an event finds those that outlived it by one look-up. A second run forwards, over the weight of the
/// events so far, gives each subject's part as the one that lived longer.
/// </summary>
internal sealed class PairCounter
{
    private readonly SortedFollowUp _data;
    private readonly int _begin;
    private readonly int _end;
    private readonly int[] _rank;
    private readonly int _ranks;
    private readonly ConcordanceOptions _options;
    private readonly double[] _timeWeight;

    /// <summary>Prepares a stratum.</summary>
    /// <param name="data">The sorted follow-up.</param>
    /// <param name="stratum">Which of its strata.</param>
    /// <param name="marker">The marker by position.</param>
    /// <param name="options">What is compared.</param>
    /// <param name="neverPlain">Whether the weight asked for is used even with one event.</param>
    public PairCounter(SortedFollowUp data, int stratum, ReadOnlySpan<double> marker, ConcordanceOptions options, bool neverPlain)
    {
        (_data, _options) = (data, options);
        (_begin, _end) = (data.StratumStart[stratum], data.StratumStart[stratum + 1]);
        _rank = new int[data.RowCount];
        _ranks = StableOrder.Rank(marker[_begin.._end], _rank.AsSpan(_begin.._end));
        _timeWeight = new double[data.RowCount];
        WeighTimes(stratum, neverPlain);
    }

    /// <summary>The pairs and, where the spans are not empty, each row's derivative of the concordant, discordant and marker-tied pairs by
    /// its weight.</summary>
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
        var tree = new FenwickTree(_ranks);
        var leaving = _end - 1;
        double c = 0, d = 0, tx = 0, ty = 0, txy = 0;
        for (var end = _end; end > _begin;)
        {
            var (start, firstCensored) = Tie(end);
            for (; _data.Entry is not null && leaving >= _begin && _data.Entry[_data.EntryOrder![leaving]] >= _data.Time[start]; leaving--)
                tree.Add(_rank[_data.EntryOrder[leaving]], -_data.WeightAt(_data.EntryOrder[leaving]));
            if (_options.CensoredOutlivesTiedEvent)
                AddAll(tree, firstCensored, end);
            var factor = firstCensored > start ? _timeWeight[start] : 0;
            for (var i = start; i < firstCensored && factor != 0; i++)
            {
                var below = tree.Below(_rank[i]);
                var equal = tree.At(_rank[i]);
                var above = tree.Total - below - equal;
                var w = _data.WeightAt(i) * factor;
                c += w * below;
                d += w * above;
                tx += w * equal;
                if (influence)
                {
                    concordant[i] += factor * below;
                    discordant[i] += factor * above;
                    tied[i] += factor * equal;
                }
            }
            if (firstCensored - start > 1 && factor != 0)
            {
                var (y, xy) = TiedEvents(start, firstCensored);
                ty += factor * y;
                txy += factor * xy;
            }
            AddAll(tree, start, _options.CensoredOutlivesTiedEvent ? firstCensored : end);
            end = start;
        }
        return new ConcordancePairs(c, d, tx, ty, txy);
    }

    // The first position of the time before a position, and its first without an event.
    private (int Start, int FirstCensored) Tie(int end)
    {
        var start = end - 1;
        while (start > _begin && _data.Time[start - 1] == _data.Time[end - 1])
            start--;
        var firstCensored = start;
        while (firstCensored < end && _data.IsEvent[firstCensored])
            firstCensored++;
        return (start, firstCensored);
    }

    private void Forwards(Span<double> concordant, Span<double> discordant, Span<double> tied)
    {
        var tree = new FenwickTree(_ranks);
        var entering = _begin;
        for (var start = _begin; start < _end;)
        {
            var (end, firstCensored) = (start, start);
            for (; end < _end && _data.Time[end] == _data.Time[start]; end++)
                firstCensored = _data.IsEvent[end] ? end + 1 : firstCensored;
            // Events up to and at a subject's entry were none of its risk sets.
            for (; _data.Entry is not null && entering < _end && _data.Entry[_data.EntryOrder![entering]] < _data.Time[start]; entering++)
                Compare(tree, _data.EntryOrder[entering], -1, concordant, discordant, tied);
            for (var i = start; i < (_options.CensoredOutlivesTiedEvent ? firstCensored : end); i++)
                Compare(tree, i, 1, concordant, discordant, tied);
            for (var i = start; i < firstCensored; i++)
            {
                if (_timeWeight[i] != 0)
                    tree.Add(_rank[i], _data.WeightAt(i) * _timeWeight[i]);
            }
            for (var i = firstCensored; i < end && _options.CensoredOutlivesTiedEvent; i++)
                Compare(tree, i, 1, concordant, discordant, tied);
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
            tree.Add(_rank[k], _data.WeightAt(k));
    }

    /// <summary>The weight of the pairs of events at one time: with different, and with equal markers.</summary>
    private (double Different, double Equal) TiedEvents(int start, int end)
    {
        int[] rows = [.. Enumerable.Range(start, end - start).OrderBy(i => _rank[i])];
        double before = 0, beforeEqual = 0, all = 0, equal = 0;
        for (var k = 0; k < rows.Length; k++)
        {
            if (k > 0 && _rank[rows[k]] != _rank[rows[k - 1]])
                beforeEqual = 0;
            var w = _data.WeightAt(rows[k]);
            all += w * before;
            equal += w * beforeEqual;
            before += w;
            beforeEqual += w;
        }
        return (all - equal, equal);
    }

    // The factor of each event's pairs, at its position.
    private void WeighTimes(int stratum, bool neverPlain)
    {
        var events = _data.IsEvent.AsSpan(_begin, _end - _begin).Count(true);
        // With a single event in the stratum R uses the plain weight whatever was asked for: a constant factor changes no C of one stratum.
        var kind = events < 2 && !neverPlain ? ConcordanceWeight.Harrell : _options.Weight;
        var total = 0.0;
        for (var i = _begin; i < _end; i++)
            total += _data.WeightAt(i);
        var (survival, uncensored) = (new ProductLimit(), new ProductLimit());
        foreach (var t in new RiskCounts(_data, stratum))
        {
            var factor = t.Time > _options.LatestTime + _data.Slack ? 0 : kind switch
            {
                ConcordanceWeight.Uno => 1 / (uncensored.Survival * uncensored.Survival),
                ConcordanceWeight.PetoWilcoxon => total * survival.Survival / t.AtRisk,
                ConcordanceWeight.Schemper => total * survival.Survival / (uncensored.Survival * t.AtRisk),
                ConcordanceWeight.InverseAtRisk => 1 / t.AtRisk,
                _ => 1,
            };
            _timeWeight.AsSpan(t.First, t.DeathRows).Fill(factor);
            // Deaths leave before censorings of the same time, unless a censoring then cannot be told to be later.
            uncensored.Step(_options.CensoredOutlivesTiedEvent ? t.AtRisk - t.Deaths : t.AtRisk, t.Censored);
            survival.Step(t.AtRisk, t.Deaths);
        }
    }
}
