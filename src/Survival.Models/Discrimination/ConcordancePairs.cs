using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

/// <summary>The weight of the pairs of subjects of each kind; their numbers where all weights are 1.</summary>
/// <param name="Concordant">The larger marker had the event first.</param>
/// <param name="Discordant">The smaller marker had the event first.</param>
/// <param name="TiedMarker">Comparable, with one and the same marker.</param>
/// <param name="TiedTime">Both had the event at one time, so nothing can be compared.</param>
/// <param name="TiedBoth">Both had the event at one time and have the same marker.</param>
public readonly record struct ConcordancePairs(double Concordant, double Discordant, double TiedMarker, double TiedTime, double TiedBoth)
{
    /// <summary>The weight of the comparable pairs.</summary>
    public double Comparable => Concordant + Discordant + TiedMarker;

    /// <summary>(concordant + tied marker / 2) / comparable: the concordance index, between 0 and 1; NaN where no pair is
    /// comparable.</summary>
    public double Index => (Concordant + (TiedMarker / 2)) / Comparable;

    /// <summary>(concordant - discordant) / comparable: Somers' D, 2 C - 1; NaN where no pair is comparable.</summary>
    public double SomersD => (Concordant - Discordant) / Comparable;

    /// <summary>The pairs of which censoring hides the order.</summary>
    /// <param name="subjects">The number of subjects, all of weight 1 and compared with each other.</param>
    public double Uncertain(int subjects) => (subjects * (subjects - 1.0) / 2) - (Comparable + TiedTime + TiedBoth);

    /// <summary>The pairs of two groups of subjects that are not compared with each other.</summary>
    /// <param name="a">The pairs of one group.</param>
    /// <param name="b">The pairs of the other.</param>
    public static ConcordancePairs operator +(ConcordancePairs a, ConcordancePairs b) => Add(a, b);

    /// <summary>The pairs of two groups of subjects that are not compared with each other.</summary>
    /// <param name="a">The pairs of one group.</param>
    /// <param name="b">The pairs of the other.</param>
    public static ConcordancePairs Add(ConcordancePairs a, ConcordancePairs b) => new(
        a.Concordant + b.Concordant,
        a.Discordant + b.Discordant,
        a.TiedMarker + b.TiedMarker,
        a.TiedTime + b.TiedTime,
        a.TiedBoth + b.TiedBoth);

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
