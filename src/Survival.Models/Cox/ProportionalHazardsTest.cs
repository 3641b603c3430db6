namespace Survival.Models.Cox;

/// <summary>A test of proportional hazards.</summary>
/// <param name="Transform">The function of time.</param>
/// <param name="Terms">The test of each term (in the model's order), those left out as collinear excepted.</param>
/// <param name="Global">The test of all terms together.</param>
public sealed record ProportionalHazardsTest(TimeTransform Transform, IReadOnlyList<ProportionalHazardsTerm> Terms, TestResult Global);
