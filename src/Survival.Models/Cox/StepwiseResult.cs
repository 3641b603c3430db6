namespace Survival.Models.Cox;

/// <summary>A selection.</summary>
/// <param name="Model">The model selected. Its tests and intervals take no account of the selection and are too good.</param>
/// <param name="Steps">The way to it, the start first.</param>
public sealed record StepwiseResult(CoxModel Model, IReadOnlyList<StepwiseStep> Steps);
