using Survival.Models.Discrimination;

namespace Survival.Models.CompetingRisks;

/// <summary>Who is a case of a cause by a time, who a control, and what each counts for: the inverse chance of having been seen, by
/// the marginal Kaplan-Meier estimate of censoring.</summary>
internal sealed class IncidenceWeights
{
    private readonly CensoringWeights _censoring;
    private readonly int _upTo;

    public IncidenceWeights(CompetingRisksData data, int cause, CensoringWeights censoring, double time)
    {
        (_censoring, _upTo) = (censoring, censoring.CountUpTo(time));
        (Case, Control) = (new double[data.Count], new double[data.Count]);
        var at = censoring.At(time);
        for (var k = 0; k < data.Count; k++)
        {
            var row = censoring.Order[k];
            if (k >= _upTo)
                Control[row] = 1 / at;
            else if (data.Cause[row] == cause)
                Case[row] = 1 / censoring.Before[k];
            else if (data.Cause[row] != 0)
                Control[row] = 1 / censoring.Before[k];
        }
    }

    /// <summary>The weight of each row as a case; 0 of others.</summary>
    public double[] Case { get; }

    /// <summary>The weight of each row as a control, those with a competing event by then among them; 0 of others.</summary>
    public double[] Control { get; }

    /// <summary>The standard error of a mean of terms that are each proportional to their row's weight, the weights being estimated
    /// (Blanche, Dartigues and Jacqmin-Gadda, Stat. Med. 2013, doi:10.1002/sim.5958).</summary>
    /// <param name="terms">The term of each row; their mean may differ from 0.</param>
    public double StandardError(double[] terms)
    {
        var n = terms.Length;
        var (influence, early, late) = (new double[n], new double[n], 0.0);
        for (var k = 0; k < n; k++)
        {
            influence[k] = terms[_censoring.Order[k]];
            if (k < _upTo)
                early[k] = influence[k] / n;
            else
                late += influence[k] / n;
        }
        _censoring.AddTo(early, late, _upTo, rowByRow: false, influence);
        return InfluenceFunction.StandardError(influence);
    }
}
