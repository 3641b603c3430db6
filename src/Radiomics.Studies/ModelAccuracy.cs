using Survival.Models.Discrimination;

namespace Radiomics.Studies;

/// <summary>A model's time-dependent accuracy in one set, at the times at which it is defined (<see cref="SetAccuracy.Times"/> and <see cref="SetAccuracy.ScoreTimes"/>).</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Roc">ROC curves and areas as <c>timeROC</c> (a case has T &lt; t); <see langword="null"/> where no time has one.</param>
/// <param name="Score">The same as <c>riskRegression::Score</c> (a case has T &lt;= t).</param>
/// <param name="Brier">The Brier score of the predicted risks.</param>
public sealed record ModelAccuracy(string Model, TimeDependentAuc? Roc, TimeDependentAuc? Score, BrierScore? Brier);
