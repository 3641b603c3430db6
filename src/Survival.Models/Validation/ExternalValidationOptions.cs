using Survival.Models.DecisionCurves;
using Survival.Models.Numerics;
using Survival.Models.Prognosis;

namespace Survival.Models.Validation;

/// <summary>How a model is validated on a new cohort.</summary>
public sealed record ExternalValidationOptions
{
    /// <summary>The defaults.</summary>
    public static ExternalValidationOptions Default { get; } = new();

    /// <summary>The times of areas, scores, calibration and decision curves; <see langword="null"/> for those of the model's that the
    /// cohort and the baseline reach.</summary>
    public IReadOnlyList<double>? Horizons { get; init; }

    /// <summary>The baseline; <see langword="null"/> for the model's only one. A model without one has no calibration at a time.</summary>
    public BaselineHazard? Baseline { get; init; }

    /// <summary>The training patients' follow-up, from which the weights of censoring are then taken; <see langword="null"/> for those of
    /// the cohort itself.</summary>
    public SurvivalData? CensoringFrom { get; init; }

    /// <summary>The cells of the cohort's event column that are competing events, after which the event cannot happen; the cohort must
    /// count them as censored. Areas, Brier scores and observed risk are then those of the event's cumulative incidence. Empty, the
    /// default, where nothing competes.</summary>
    public IReadOnlyList<string> CompetingValues { get; init; } = [];

    /// <summary>Whether patients without a value that the model needs are left out, with a note that counts them; else the first of them
    /// is refused. The default is <see langword="false"/>.</summary>
    public bool OmitMissing { get; init; }

    /// <summary>The training cohort, with which the case mix is compared; <see langword="null"/> for no comparison.</summary>
    public Cohort? Training { get; init; }

    /// <summary>The number of groups of predicted survival. The default is 4.</summary>
    public int Groups { get; init; } = 4;

    /// <summary>The number of knots of the smooth calibration curve, 3 to 7. The default is 3.</summary>
    public int Knots { get; init; } = 3;

    /// <summary>The thresholds of the decision curves. The default is <see cref="DecisionCurveOptions.Default"/>.</summary>
    public DecisionCurveOptions Decisions { get; init; } = DecisionCurveOptions.Default;

    /// <summary>The level of the limits, inside (0, 1). The default is 0.95.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
