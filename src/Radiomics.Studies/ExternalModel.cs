using Survival.Models.CutPoints;
using Survival.Models.Prognosis;

namespace Radiomics.Studies;

/// <summary>A predictor of an external model beside its score: a column of 0 and 1, or a number cut at a threshold.</summary>
/// <param name="Column">The clinical column of 0 and 1.</param>
/// <param name="Coefficient">The log hazard ratio of 1 against 0.</param>
public sealed record ExternalPredictor(string Column, double Coefficient)
{
    /// <summary>The column of numbers that stands in where <see cref="Column"/> is missing; <see langword="null"/> for none.</summary>
    public string? NumberColumn { get; init; }

    /// <summary>The number above which, or from which on, the predictor is 1.</summary>
    public double Threshold { get; init; } = double.NaN;

    /// <summary>On which side a number equal to <see cref="Threshold"/> lies.</summary>
    public CutPointRule Rule { get; init; } = CutPointRule.Above;
}

/// <summary>
/// A row of a table of characteristics that an external study prints, whose p value is computed again from the printed counts.
/// </summary>
/// <param name="Name">What is told.</param>
/// <param name="Levels">Its levels.</param>
/// <param name="Training">The printed count of each level in the training set.</param>
/// <param name="Validation">The printed counts in the validation set.</param>
/// <param name="PValue">The printed p value, to two decimals.</param>
/// <param name="Remark">Why the counts do not give it, where they do not; else empty.</param>
public sealed record ExternalCharacteristic(
    string Name,
    IReadOnlyList<string> Levels,
    IReadOnlyList<int> Training,
    IReadOnlyList<int> Validation,
    double PValue,
    string Remark = ""
);

/// <summary>What an external result is of.</summary>
public enum ExternalResultKind
{
    /// <summary>The number of patients.</summary>
    Patients,

    /// <summary>The median survival.</summary>
    Median,

    /// <summary>The log-rank test of the risk groups.</summary>
    LogRank,

    /// <summary>The concordance of a model.</summary>
    Concordance,

    /// <summary>The area under a model's ROC curve at a time.</summary>
    Auc,
}

/// <summary>A result that an external study prints, to be shown beside the same one of this study.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Training">As printed for the training set.</param>
/// <param name="Validation">As printed for the validation set; empty where it is not.</param>
/// <param name="Model">The model: <c>signature</c>, <c>clinical</c> or <c>nomogram</c>; empty where none is concerned.</param>
/// <param name="Time">The time of an area; NaN where none is concerned.</param>
public sealed record ExternalResult(
    ExternalResultKind Kind,
    string Training,
    string Validation,
    string Model = "",
    double Time = double.NaN
);

/// <summary>
/// A model of another study, measured beside this study's own on its patients: a signature, standardised by this study's training set, and
/// a linear
/// predictor of its score and clinical predictors. Immutable.
/// </summary>
public sealed record ExternalModel
{
    /// <summary>What it is called in print, with an article: <c>the published signature</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where it was published.</summary>
    public string Citation { get; init; } = "";

    /// <summary>The features and weights of its score.</summary>
    public required IReadOnlyList<SignatureTerm> Signature { get; init; }

    /// <summary>The score that divides its risk groups.</summary>
    public required double CutPoint { get; init; }

    /// <summary>On which side of the cut a score equal to it lies.</summary>
    public CutPointRule GroupRule { get; init; } = CutPointRule.AtOrAbove;

    /// <summary>The log hazard ratio of one unit of the score in the linear predictor.</summary>
    public double ScoreCoefficient { get; init; } = 1;

    /// <summary>The other predictors; none where the score is all.</summary>
    public IReadOnlyList<ExternalPredictor> Predictors { get; init; } = [];

    /// <summary>What its publication leaves out, and the like.</summary>
    public IReadOnlyList<string> Caveats { get; init; } = [];

    /// <summary>Its printed table of characteristics.</summary>
    public IReadOnlyList<ExternalCharacteristic> Characteristics { get; init; } = [];

    /// <summary>Its printed results.</summary>
    public IReadOnlyList<ExternalResult> Results { get; init; } = [];
}
