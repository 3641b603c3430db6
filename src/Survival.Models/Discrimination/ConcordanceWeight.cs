namespace Survival.Models.Discrimination;

/// <summary>
/// How much the pairs that an event at time t decides count towards a concordance. S is the Kaplan-Meier estimate of
/// survival, G that of staying uncensored, both just before t; n is the sum of the weights and r(t) that of those at risk.
/// </summary>
public enum ConcordanceWeight
{
    /// <summary>1: every comparable pair counts the same. Harrell's C (<c>timewt = "n"</c>).</summary>
    Harrell,

    /// <summary>1/G(t)²: the pairs that censoring hid are made up for. Uno's C (<c>timewt = "n/G2"</c>; doi:10.1002/sim.4154).</summary>
    Uno,

    /// <summary>n S(t)/r(t): the weights of the Peto-Wilcoxon test (<c>timewt = "S"</c>).</summary>
    PetoWilcoxon,

    /// <summary>n S(t)/(G(t) r(t)): the weights of Schemper, Wakounig and Heinze (<c>timewt = "S/G"</c>; doi:10.1002/sim.3623).</summary>
    Schemper,

    /// <summary>1/r(t): each event counts the same, as in the log-rank test and the Cox model (<c>timewt = "I"</c>).</summary>
    InverseAtRisk,
}
