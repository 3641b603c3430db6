using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>
/// How much a Cox model explains, as <c>rms::cph</c> prints it: R² by the likelihood ratio (Nagelkerke, doi:10.1093/biomet/78.3.691) and
/// its kin by rows or
/// events, plain and adjusted for the degrees of freedom.
/// </summary>
/// <param name="R2">Nagelkerke's R²: over its largest value.</param>
/// <param name="R2ByRows">1 - exp(-LR / n).</param>
/// <param name="AdjustedR2ByRows">1 - exp(-(LR - df) / n).</param>
/// <param name="R2ByEvents">1 - exp(-LR / events).</param>
/// <param name="AdjustedR2ByEvents">1 - exp(-(LR - df) / events).</param>
public readonly record struct CoxFitIndices(
    double R2, double R2ByRows, double AdjustedR2ByRows, double R2ByEvents, double AdjustedR2ByEvents)
{
    /// <summary>The indices of a model.</summary>
    /// <param name="model">The model.</param>
    public static CoxFitIndices Of(CoxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var (ratio, df, n, events) = (model.LikelihoodRatioTest.Statistic, model.DegreesOfFreedom, model.RowCount, model.EventCount);
        return new(
            (1 - Math.Exp(-ratio / n)) / (1 - Math.Exp(2 * model.LogLikelihoodNull / n)),
            1 - Math.Exp(-ratio / n),
            1 - Math.Exp(-(ratio - df) / n),
            1 - Math.Exp(-ratio / events),
            1 - Math.Exp(-(ratio - df) / events));
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
