using System.Globalization;

namespace Survival.Models.Cox;

/// <param name="Model">The model selected. Its tests and intervals take no account of the selection and are too good.</param>
/// <param name="Steps">The way to it, the start first.</param>
public sealed partial record StepwiseCox(CoxModel Model, IReadOnlyList<StepwiseStep> Steps)
{
    /// <summary>How many patients miss a value in a candidate and were left out.</summary>
    public int LeftOut { get; init; }

    /// <summary>The way, a line a step, and the model.</summary>
    public override string ToString() => string.Join('\n', Steps.Select(s => string.Create(CultureInfo.InvariantCulture,
        $"{s.Action,-24} criterion {s.Criterion:0.0000}{(double.IsNaN(s.PValue) ? "" : $", p {PValue.Format(s.PValue)}")}"
    ))) + (LeftOut > 0 ? Invariant($"\n({LeftOut} without a value in a candidate left out)") : "") + "\n\n" + Model;
}
