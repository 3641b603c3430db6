namespace Survival.Models.Discrimination;

public sealed partial class TimeDependentRoc
{
    /// <summary>
    /// The incident/dynamic area at an event's time (Heagerty and Zheng 2005, doi:10.1111/j.0006-341X.2005.030814.x): cases have their
    /// event at the time, controls are free of it then. By a Cox model's marker everybody at risk is a case in proportion to exp(marker),
    /// as <c>risksetROC::CoxWeights</c>, so the marker must be a linear predictor of proportional hazards; ties of the marker count half.
    /// </summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="linearPredictor">A finite linear predictor for each row.</param>
    /// <param name="times">The times; each with at least two at risk, one of them free of an event then.</param>
    /// <returns>The area at each time.</returns>
    /// <exception cref="ArgumentException">No times, another number of predictors, or follow-up with weights, strata, clusters or entry
    /// times.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Nobody is left at a time who is free of the event.</exception>
    /// <exception cref="InvalidSurvivalDataException">A predictor is not finite, or there are no events.</exception>
    public static double[] IncidentDynamic(SurvivalData data, ReadOnlySpan<double> linearPredictor, ReadOnlySpan<double> times)
    {
        Markers.Check(data, linearPredictor, nameof(linearPredictor));
        Markers.RequirePlain(data, nameof(IncidentDynamic));
        if (times.IsEmpty)
            throw new ArgumentException("There are no times.", nameof(times));
        var lp = linearPredictor.ToArray();
        var order = Enumerable.Range(0, lp.Length).OrderBy(i => lp[i]).ToArray();
        var areas = new double[times.Length];
        for (var k = 0; k < areas.Length; k++)
            areas[k] = IncidentAt(data, lp, order, times[k]);
        return areas;
    }

    private static double IncidentAt(SurvivalData data, double[] lp, int[] order, double time)
    {
        var slack = data.TimeSlack;
        int[] atRisk = [.. order.Where(i => data.Time[i] >= time - slack)];
        bool IsControl(int i) => !(data.Event[i] && Math.Abs(data.Time[i] - time) <= slack);
        double controls = atRisk.Count(IsControl);
        if (atRisk.Length < 2 || controls == 0)
            throw new ArgumentOutOfRangeException(
                nameof(time), time, Invariant($"At {time} nobody is followed up who is free of the event."));
        var largest = lp[atRisk[^1]];
        var (total, area, below) = (atRisk.Sum(i => Math.Exp(lp[i] - largest)), 0.0, 0.0);
        for (var start = 0; start < atRisk.Length;)
        {
            var (end, mass, ties) = (start, 0.0, 0.0);
            for (; end < atRisk.Length && lp[atRisk[end]] == lp[atRisk[start]]; end++)
                (mass, ties) = (mass + Math.Exp(lp[atRisk[end]] - largest), ties + (IsControl(atRisk[end]) ? 1 : 0));
            area += mass * (below + (ties / 2));
            below += ties;
            start = end;
        }
        return area / (total * controls);
    }
}
