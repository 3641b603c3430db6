using System.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Discrimination;

/// <summary>
/// Kaplan and Meier's survival at one time among the rows whose marker's rank lies in a window that moves. The rows followed up to that
/// time are bits in the order of time, so that what lies between two censorings, which telescopes to one quotient, is counted and not
/// walked: a window costs its censored rows and n/64.
/// </summary>
internal sealed class NeighbourSurvival
{
    private readonly ulong[] _inside;
    private readonly ulong[] _events;
    private readonly int[] _positions; // by rank
    private readonly int[] _start;     // of each rank in them
    private readonly int _reached;
    private int _from;
    private int _end;
    private int _count;

    /// <param name="data">The follow-up: one stratum, without entry times or weights.</param>
    /// <param name="rank">The marker's rank by position.</param>
    /// <param name="ranks">How many ranks there are.</param>
    /// <param name="time">The time.</param>
    public NeighbourSurvival(SortedFollowUp data, int[] rank, int ranks, double time)
    {
        for (; _reached < rank.Length && data.Time[_reached] <= time + data.Slack; _reached++)
        {
        }
        (_inside, _events) = (new ulong[(_reached + 63) / 64], new ulong[(_reached + 63) / 64]);
        for (var i = 0; i < _reached; i++)
            _events[i >> 6] |= data.IsEvent[i] ? 1UL << i : 0;
        _start = new int[ranks + 1];
        foreach (var r in rank)
            _start[r + 1]++;
        for (var r = 0; r < ranks; r++)
            _start[r + 1] += _start[r];
        var next = _start.AsSpan(0, ranks).ToArray();
        _positions = new int[rank.Length];
        for (var i = 0; i < rank.Length; i++)
            _positions[next[rank[i]]++] = i;
    }

    /// <summary>Moves the window to the ranks from one to another, which is outside; the survival there. None has 0.</summary>
    public double Among(int from, int end)
    {
        while (_end < end)
            Toggle(_end++, 1);
        while (_from > from)
            Toggle(--_from, 1);
        while (_end > end)
            Toggle(--_end, -1);
        while (_from < from)
            Toggle(_from++, -1);
        return _count == 0 ? 0 : Survival();
    }

    private void Toggle(int rank, int sign)
    {
        _count += sign * (_start[rank + 1] - _start[rank]);
        for (var k = _start[rank]; k < _start[rank + 1]; k++)
        {
            if (_positions[k] < _reached)
                _inside[_positions[k] >> 6] ^= 1UL << _positions[k];
        }
    }

    private double Survival()
    {
        var (atRisk, deaths, survival) = (_count, 0, 1.0);
        for (var w = 0; w < _inside.Length; w++)
        {
            var (inside, events) = (_inside[w], _inside[w] & _events[w]);
            for (var censored = inside & ~events; censored != 0; censored &= censored - 1)
            {
                var before = events & ((censored & (0 - censored)) - 1);
                deaths += BitOperations.PopCount(before);
                events ^= before;
                if (deaths > 0)
                    survival *= (atRisk - deaths) / (double)atRisk;
                (atRisk, deaths) = (atRisk - deaths - 1, 0);
            }
            deaths += BitOperations.PopCount(events);
        }
        return deaths == 0 ? survival : survival * ((atRisk - deaths) / (double)atRisk);
    }
}
