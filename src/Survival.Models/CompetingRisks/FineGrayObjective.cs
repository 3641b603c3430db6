using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.CompetingRisks;

/// <summary>
/// The weighted partial likelihood of the subdistribution hazard. Who has had a competing event stays at risk with the weight G(t-)/G(T-),
/// so that the
/// sums over a risk set fall into one over those still followed, and for each group of the censoring distribution G(t-) times one over
/// competing
/// events so far: everything is O(n p^2).
/// </summary>
internal sealed class FineGrayObjective : INewtonTarget
{
    private readonly double[] _predictor;
    private readonly double[] _gradient;
    private readonly double[] _s0;
    private readonly double[] _zbar;

    public FineGrayObjective(CompetingRisksData data, DesignMatrix x, int cause, ReadOnlySpan<int> censoringGroup, bool eventsFirst)
    {
        var (n, p) = (data.Count, x.ColumnCount);
        (Rows, Columns) = (n, p);
        var strata = data.AnyEvent.Stratum.IsEmpty ? new int[n] : data.AnyEvent.Stratum.ToArray();
        var groups = censoringGroup.IsEmpty ? new int[n] : censoringGroup.ToArray();
        var place = new Dictionary<(int, int), int>();
        Group = new int[n];
        Order = [.. data.AnyEvent.TimeOrder.OrderBy(i => strata[i])];
        var followUp = data.AnyEvent;
        (Time, Weight, Own, Competing) = (new double[n], new double[n], new bool[n], new bool[n]);
        Entry = followUp.Entry.IsEmpty ? null : new double[n];
        Values = new double[n * p];
        Scale = new double[p];
        for (var j = 0; j < p; j++)
        {
            double sum = 0, squares = 0;
            foreach (var v in x.Column(j))
                sum += v;
            foreach (var v in x.Column(j))
                squares += (v - (sum / n)) * (v - (sum / n));
            Scale[j] = Math.Sqrt(squares / n) is var sd and > 0 ? sd : 1;
            for (var i = 0; i < n; i++)
                Values[(i * p) + j] = (x.Column(j)[Order[i]] - (sum / n)) / Scale[j];
        }
        List<int> stratumStart = [], eventStart = [];
        List<double> eventTime = [], eventWeight = [];
        List<int> firstAt = [];
        for (var i = 0; i < n; i++)
        {
            var row = Order[i];
            (Time[i], Weight[i]) = (followUp.Time[row], followUp.Weight.IsEmpty ? 1 : followUp.Weight[row]);
            (Own[i], Competing[i]) = (data.Cause[row] == cause, data.Cause[row] != cause && data.Cause[row] != 0);
            if (Entry is not null)
                Entry[i] = followUp.Entry[row];
            var key = (strata[row], groups[row]);
            if (!place.TryGetValue(key, out Group[i]))
                place[key] = Group[i] = place.Count;
            if (i == 0 || strata[Order[i - 1]] != strata[row])
            {
                stratumStart.Add(i);
                eventStart.Add(eventTime.Count);
            }
            if (!Own[i])
                continue;
            if (eventTime.Count == eventStart[^1] || eventTime[^1] != Time[i])
            {
                eventTime.Add(Time[i]);
                eventWeight.Add(0);
                var first = i;
                while (first > stratumStart[^1] && Time[first - 1] == Time[i])
                    first--;
                firstAt.Add(first);
            }
            eventWeight[^1] += Weight[i];
        }
        stratumStart.Add(n);
        eventStart.Add(eventTime.Count);
        (StratumStart, EventStart, EventTime, EventWeight, FirstAt) = (
            [.. stratumStart],
            [.. eventStart],
            [.. eventTime],
            [.. eventWeight],
            [.. firstAt]
        );
        Groups = place.Count;
        Censoring = new FineGrayCensoring(this, eventsFirst);
        (_predictor, _gradient, Risk) = (new double[n], new double[p], new double[n]);
        (_s0, _zbar) = (new double[EventTime.Length], new double[EventTime.Length * p]);
        EntryOrder = Entry is null
            ? null
            :
            [
                .. Enumerable
                    .Range(0, StratumStart.Length - 1)
                    .SelectMany(s => Enumerable.Range(StratumStart[s], StratumStart[s + 1] - StratumStart[s]).OrderBy(i => Entry[i])),
            ];
        Hazard = new double[n];
        Cluster = followUp.Cluster.IsEmpty ? [] : [.. Order.Select(row => data.AnyEvent.Cluster[row])];
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Groups { get; }

    public int[] Order { get; }

    public double[] Time { get; }

    public double[]? Entry { get; }

    public int[]? EntryOrder { get; }

    public double[] Weight { get; }

    public bool[] Own { get; }

    public bool[] Competing { get; }

    public int[] Group { get; }

    /// <summary>The cluster of each position; empty for none.</summary>
    public int[] Cluster { get; }

    /// <summary>Covariates by position, centred and scaled, row after row.</summary>
    public double[] Values { get; }

    public double[] Scale { get; }

    public int[] StratumStart { get; }

    /// <summary>The first event time of each stratum.</summary>
    public int[] EventStart { get; }

    public double[] EventTime { get; }

    public double[] EventWeight { get; }

    /// <summary>The first position at each event time.</summary>
    public int[] FirstAt { get; }

    public FineGrayCensoring Censoring { get; }

    /// <summary>Weight times exp(predictor), by position.</summary>
    public double[] Risk { get; }

    /// <summary>The cumulated subdistribution hazard of each position while at risk, weighted as it was.</summary>
    public double[] Hazard { get; }

    /// <summary>The total risk at each event time.</summary>
    public double[] AtRisk => _s0;

    /// <summary>The mean covariates at each event time.</summary>
    public double[] Means => _zbar;

    public ReadOnlySpan<double> Gradient => _gradient;

    public double Shift { get; private set; }

    public double Evaluate(ReadOnlySpan<double> beta)
    {
        var most = double.NegativeInfinity;
        for (var i = 0; i < Rows; i++)
        {
            var eta = 0.0;
            for (var j = 0; j < Columns; j++)
                eta += Values[(i * Columns) + j] * beta[j];
            _predictor[i] = eta;
            most = Math.Max(most, eta);
        }
        Shift = most;
        var value = 0.0;
        for (var i = 0; i < Rows; i++)
        {
            Risk[i] = Weight[i] * Math.Exp(_predictor[i] - most);
            if (Own[i])
                value += Weight[i] * (_predictor[i] - most);
        }
        for (var s = 0; s + 1 < StratumStart.Length; s++)
            Sum(s, Risk, 1, _s0);
        for (var k = 0; k < _s0.Length; k++)
            value -= EventWeight[k] == 0 ? 0 : EventWeight[k] * Math.Log(_s0[k]);
        return double.IsFinite(value) ? value : double.NegativeInfinity;
    }

    public bool Differentiate(LowerCholesky factor) => factor.Factor(Information(), Columns);

    /// <summary>Minus the second derivatives; sets the gradient, the hazards and the means.</summary>
    public double[] Information()
    {
        var p = Columns;
        var weighted = new double[Rows * p];
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < p; j++)
                weighted[(i * p) + j] = Risk[i] * Values[(i * p) + j];
        }
        Array.Clear(_zbar);
        for (var s = 0; s + 1 < StratumStart.Length; s++)
            Sum(s, weighted, p, _zbar);
        for (var k = 0; k < _s0.Length; k++)
        {
            for (var j = 0; j < p; j++)
                _zbar[(k * p) + j] /= _s0[k];
        }
        SetHazard();
        Array.Clear(_gradient);
        var information = new double[p * p];
        for (var i = 0; i < Rows; i++)
        {
            var residual = (Own[i] ? Weight[i] : 0) - (Risk[i] * Hazard[i]);
            var h = Risk[i] * Hazard[i];
            for (var j = 0; j < p; j++)
            {
                var v = Values[(i * p) + j];
                _gradient[j] += residual * v;
                for (var m = 0; m <= j; m++)
                    information[(j * p) + m] += h * v * Values[(i * p) + m];
            }
        }
        for (var k = 0; k < _s0.Length; k++)
        {
            for (var j = 0; j < p; j++)
            {
                for (var m = 0; m <= j; m++)
                    information[(j * p) + m] -= EventWeight[k] * _zbar[(k * p) + j] * _zbar[(k * p) + m];
            }
        }
        for (var j = 0; j < p; j++)
        {
            for (var m = 0; m < j; m++)
                information[(m * p) + j] = information[(j * p) + m];
        }
        return information;
    }

    /// <summary>The value of a step function of the stratum's event times, cumulated over those at or before each position's time (and
    /// after its entry), and for competing events on beyond it.</summary>
    /// <param name="s">The stratum.</param>
    /// <param name="steps">The steps by event time: blocks of <paramref name="width"/>.</param>
    /// <param name="width">How many values a step has.</param>
    /// <param name="result">The sums by position: blocks of <paramref name="width"/>.</param>
    public void Cumulate(int s, double[] steps, int width, double[] result)
    {
        var (begin, end) = (EventStart[s], EventStart[s + 1]);
        var count = end - begin;
        var upTo = new double[(count + 1) * width];
        for (var k = 0; k < count; k++)
        {
            for (var j = 0; j < width; j++)
                upTo[((k + 1) * width) + j] = upTo[(k * width) + j] + steps[((begin + k) * width) + j];
        }
        // Beyond, from the last event time down, weighted by each group's G.
        var beyond = new double[Groups][];
        for (var i = StratumStart[s]; i < StratumStart[s + 1]; i++)
        {
            var g = Group[i];
            if (beyond[g] is not null || !Competing[i])
                continue;
            var sums = beyond[g] = new double[(count + 1) * width];
            for (var k = count - 1; k >= 0; k--)
            {
                for (var j = 0; j < width; j++)
                    sums[(k * width) + j] =
                        sums[((k + 1) * width) + j] + (Censoring.AtEvent[g][begin + k] * steps[((begin + k) * width) + j]);
            }
        }
        var through = 0;
        for (var i = StratumStart[s]; i < StratumStart[s + 1]; i++)
        {
            while (through < count && EventTime[begin + through] <= Time[i])
                through++;
            var from = 0;
            if (Entry is not null)
            {
                var at = EventTime.AsSpan(begin, count).BinarySearch(Entry[i]);
                from = at >= 0 ? at + 1 : ~at;
            }
            for (var j = 0; j < width; j++)
            {
                var value = upTo[(through * width) + j] - upTo[(from * width) + j];
                if (Competing[i])
                    value += beyond[Group[i]][(through * width) + j] * Censoring.Inverse[i];
                result[(i * width) + j] = value;
            }
        }
    }

    private void SetHazard()
    {
        var steps = new double[_s0.Length];
        for (var k = 0; k < steps.Length; k++)
            steps[k] = EventWeight[k] / _s0[k];
        for (var s = 0; s + 1 < StratumStart.Length; s++)
            Cumulate(s, steps, 1, Hazard);
    }

    /// <summary>The sums over those at risk at each event time of values by position, competing events weighted.</summary>
    private void Sum(int s, double[] values, int width, double[] result)
    {
        var (begin, end) = (StratumStart[s], StratumStart[s + 1]);
        var sum = new double[width];
        var (i, e) = (end - 1, end - 1);
        for (var k = EventStart[s + 1] - 1; k >= EventStart[s]; k--)
        {
            for (; i >= FirstAt[k]; i--)
            {
                for (var j = 0; j < width; j++)
                    sum[j] += values[(i * width) + j];
            }
            for (; EntryOrder is not null && e >= begin && Entry![EntryOrder[e]] >= EventTime[k]; e--)
            {
                for (var j = 0; j < width; j++)
                    sum[j] -= values[(EntryOrder[e] * width) + j];
            }
            for (var j = 0; j < width; j++)
                result[(k * width) + j] = sum[j];
        }
        var held = new double[Groups][];
        i = begin;
        for (var k = EventStart[s]; k < EventStart[s + 1]; k++)
        {
            for (; i < FirstAt[k]; i++)
            {
                if (!Competing[i])
                    continue;
                var own = held[Group[i]] ??= new double[width];
                for (var j = 0; j < width; j++)
                    own[j] += values[(i * width) + j] * Censoring.Inverse[i];
            }
            for (var g = 0; g < Groups; g++)
            {
                if (held[g] is not { } own)
                    continue;
                var at = Censoring.AtEvent[g][k];
                for (var j = 0; j < width; j++)
                    result[(k * width) + j] += at * own[j];
            }
        }
    }
}
