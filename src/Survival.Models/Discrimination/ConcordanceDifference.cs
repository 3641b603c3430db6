namespace Survival.Models.Discrimination;

/// <summary>The difference of two concordance indices of the same subjects, and its test.</summary>
/// <param name="Estimate">The first index less the second.</param>
/// <param name="StandardError">Its standard error, which takes the correlation of the two into account.</param>
/// <param name="Statistic">Estimate / standard error; NaN where both markers order all subjects alike.</param>
/// <param name="PValue">The p value; what it tests stands with the method that gave it.</param>
public readonly record struct ConcordanceDifference(double Estimate, double StandardError, double Statistic, double PValue);
