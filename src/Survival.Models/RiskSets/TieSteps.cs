namespace Survival.Models.RiskSets;

/// <summary>One of the steps in which the events of one time are taken.</summary>
/// <param name="Share">The share of the events' own risk that is gone before it; 0 in the first step.</param>
/// <param name="Weight">The weight of the events taken.</param>
/// <param name="AtRisk">The risk that is left.</param>
internal readonly record struct TieStep(double Share, double Weight, double AtRisk);

/// <summary>
/// The steps of d tied events: Breslow's, one for all of them; Efron's, one after the other, of which the k-th finds k/d of the events' own
/// risk gone. Everything
/// that sums over tied events (likelihood, hazard, residuals, penalties, the hazard of Fleming and Harrington) goes over these.
/// </summary>
internal struct TieSteps
{
    private readonly double _weight;
    private readonly double _atRisk;
    private readonly double _deathRisk;
    private readonly int _count;
    private int _next;

    /// <summary>The steps of one time.</summary>
    /// <param name="efron">Whether ties are Efron's.</param>
    /// <param name="deaths">How many events there are.</param>
    /// <param name="weight">Their weight.</param>
    /// <param name="atRisk">The risk of all at risk.</param>
    /// <param name="deathRisk">The part of it that is the events' own.</param>
    public TieSteps(bool efron, int deaths, double weight, double atRisk, double deathRisk)
    {
        _count = efron ? deaths : 1;
        (_weight, _atRisk, _deathRisk) = (weight / _count, atRisk, deathRisk);
    }

    /// <summary>Whether the events' own risk matters.</summary>
    public static bool NeedDeathRisk(bool efron, int deaths) => efron && deaths > 1;

    public readonly TieSteps GetEnumerator() => this;

    public readonly TieStep Current
    {
        get
        {
            var share = (double)(_next - 1) / _count;
            return new TieStep(share, _weight, _atRisk - (share * _deathRisk));
        }
    }

    public bool MoveNext() => _next++ < _count;
}
