using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

/// <summary>
/// A dose that may be given as a course of equal fractions: the biologically effective dose is D (1 + D / n / (alpha/beta)) (Fowler JF, Br
/// J Radiol
/// 1989;62:679-694).
/// </summary>
/// <param name="AlphaBeta">The alpha/beta ratio, in Gy.</param>
/// <param name="Dose">The total doses taken, in Gy.</param>
/// <param name="Fractions">The numbers of fractions taken.</param>
/// <param name="UsualDose">The doses that the model's patients were given.</param>
/// <param name="UsualFractions">The fractions that they were given.</param>
public sealed record FractionatedDose(
    double AlphaBeta,
    InputRange Dose,
    InputRange Fractions,
    InputRange UsualDose,
    InputRange UsualFractions
)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
