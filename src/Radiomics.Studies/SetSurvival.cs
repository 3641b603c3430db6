using Survival.Models.NonParametric;

namespace Radiomics.Studies;

/// <summary>Survival in one set.</summary>
/// <param name="Overall">The Kaplan-Meier curve of all.</param>
/// <param name="MedianFollowUp">The median follow-up by the reverse Kaplan-Meier method; NaN where it is not reached.</param>
/// <param name="Groups">Low against high risk by the study's rule; <see langword="null"/> without a signature, or where one group is empty.</param>
/// <param name="GroupsAbove">The same by survminer's rule, high is above the cut.</param>
/// <param name="GroupsAtOrAbove">The same by the paper's rule, high is at or above the cut.</param>
public sealed record SetSurvival(SurvivalCurve Overall, double MedianFollowUp, GroupSurvival? Groups, GroupSurvival? GroupsAbove, GroupSurvival? GroupsAtOrAbove);
