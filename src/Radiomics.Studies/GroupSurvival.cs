using Survival.Models.Cox;
using Survival.Models.NonParametric;

namespace Radiomics.Studies;

/// <summary>Low against high risk in one set, by one rule.</summary>
/// <param name="Low">The curve of the low group.</param>
/// <param name="High">The curve of the high group.</param>
/// <param name="LogRank">The log-rank test; groups 0 (low) and 1 (high).</param>
/// <param name="Peto">The test with Peto-Peto weights (rho 1).</param>
/// <param name="Cox">The Cox model (Efron's ties) of the group, column <c>high</c>; <see langword="null"/> where it has no estimate.</param>
public sealed record GroupSurvival(SurvivalCurve Low, SurvivalCurve High, LogRankResult LogRank, LogRankResult Peto, CoxModel? Cox);
