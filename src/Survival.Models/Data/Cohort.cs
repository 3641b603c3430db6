namespace Survival.Models.Data;

/// <summary>Follow-up and covariates of the same rows.</summary>
/// <param name="FollowUp">The follow-up.</param>
/// <param name="Covariates">The covariates; no columns where none were named.</param>
/// <param name="Offset">The offsets; empty where none were named.</param>
/// <param name="Rows">The rows of the table that were taken, from 0.</param>
/// <param name="Dropped">The rows left out because a value is missing, and which.</param>
public sealed record Cohort(SurvivalData FollowUp, DesignMatrix Covariates, IReadOnlyList<double> Offset, IReadOnlyList<int> Rows, IReadOnlyList<DroppedRow> Dropped);
