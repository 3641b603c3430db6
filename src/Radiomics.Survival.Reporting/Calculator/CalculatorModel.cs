using System.Text.Json.Serialization;

namespace Radiomics.Reporting.Calculator;

/// <summary>The numbers and words that a calculator page holds; its script evaluates them and knows no model of its own.</summary>
internal sealed record CalculatorModel
{
    public required IReadOnlyList<CalculatorPredictor> Predictors { get; init; }

    /// <summary>The number of columns of the design.</summary>
    public required int Columns { get; init; }

    /// <summary>The columns' values where the linear predictor is 0 and the baseline holds.</summary>
    public required IReadOnlyList<double> Means { get; init; }

    /// <summary>The covariance of the coefficients, row-major; <see langword="null"/> where no interval can be given.</summary>
    public IReadOnlyList<double>? Covariance { get; init; }

    /// <summary>Taken off the sum of effects to give the linear predictor.</summary>
    public double Center { get; init; }

    /// <summary>The columns' values of whom the relative hazard is relative to.</summary>
    public required IReadOnlyList<double> ReferenceMeans { get; init; }

    /// <summary>The sum of effects of whom the relative hazard is relative to.</summary>
    public double ReferenceCenter { get; init; }

    public IReadOnlyList<CalculatorInteraction> Interactions { get; init; } = [];

    /// <summary>The nomogram's points; 0 where there is none, and then no points are shown.</summary>
    public required double PointsPerUnit { get; init; }

    /// <summary>The end of the axis of total points.</summary>
    public required double PointsEnd { get; init; }

    public CalculatorRule? Rule { get; init; }

    public required IReadOnlyList<CalculatorBaseline> Baselines { get; init; }

    /// <summary>What is said where there is no baseline.</summary>
    public required string NoBaseline { get; init; }

    public required IReadOnlyList<double> Horizons { get; init; }

    public required string TimeUnit { get; init; }

    /// <summary>Whether the probability is that of the event among competing ones, which has no median.</summary>
    public bool Incidence { get; init; }

    /// <summary>What the probability is called: "Overall survival", "Risk of relapse".</summary>
    public required string SurvivalWord { get; init; }

    /// <summary>Whom the relative hazard is relative to, in words.</summary>
    public required string Reference { get; init; }

    public required string PartsNote { get; init; }

    /// <summary>Outside the JSON: what stands around the calculator.</summary>
    [JsonIgnore]
    public CalculatorText Text { get; init; } = new("", "", "", [], "", "", "");
}

internal sealed record CalculatorText(
    string Title,
    string Subtitle,
    string Disclaimer,
    IReadOnlyList<string> Caveats,
    string Citation,
    string Simulated,
    string EventFree
);

internal sealed record CalculatorPredictor
{
    public required string Name { get; init; }

    public required string Label { get; init; }

    public string? Hint { get; init; }

    /// <summary>The first value; of levels the place.</summary>
    public required double Start { get; init; }

    /// <summary>Decimals shown.</summary>
    public int Digits { get; init; }

    /// <summary>What the number may be; <see langword="null"/> for levels.</summary>
    public CalculatorRange? Allowed { get; init; }

    public IReadOnlyList<string>? Levels { get; init; }

    /// <summary>Other names of the levels, for a page's address.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    public required CalculatorEffect Effect { get; init; }

    /// <summary>The columns of the design that it fills.</summary>
    public required IReadOnlyList<int> Columns { get; init; }

    /// <summary>The columns' values at each level.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? Design { get; init; }

    /// <summary>The effect at no points.</summary>
    public required double Lowest { get; init; }

    /// <summary>The place of the predictor on whose axis its points stand, where it interacts with others; else
    /// <see langword="null"/>.</summary>
    public int? Axis { get; init; }

    /// <summary>The effect to which its hazard ratio is relative.</summary>
    public double Center { get; init; }

    public IReadOnlyList<CalculatorWarning> Warnings { get; init; } = [];

    public CalculatorCourse? Course { get; init; }

    public CalculatorSignature? Signature { get; init; }
}

/// <summary>An interaction: every product of a column of each predictor, those of the first fastest, with its coefficient.</summary>
internal sealed record CalculatorInteraction(
    string Name,
    string Label,
    IReadOnlyList<int> Predictors,
    IReadOnlyList<int> Columns,
    IReadOnlyList<double> Coefficients,
    double Center
);

/// <summary>How a value acts: <c>linear</c>, <c>threshold</c>, <c>levels</c> or <c>table</c>.</summary>
internal sealed record CalculatorEffect(
    string Kind,
    double? Coefficient = null,
    double? At = null,
    bool? Inclusive = null,
    IReadOnlyList<double>? Values = null,
    double? From = null,
    double? Step = null
);

/// <summary>What is taken (low to high) and what the slider shows (from to).</summary>
internal sealed record CalculatorRange(double Low, double High, double From, double To, double Step, string Unit = "")
{
    public bool Open { get; init; }

    public bool Whole { get; init; }

    /// <summary>Whether the model takes every number, so that the limits are those of the page alone.</summary>
    public bool Free { get; init; }

    /// <summary>The steps that values are rounded to, from the low end; <see langword="null"/> for none.</summary>
    public double? Grid { get; init; }

    public double? Start { get; init; }

    public CalculatorSpan? Usual { get; init; }
}

internal sealed record CalculatorSpan(double Low, double High);

/// <summary>Shown where a number lies outside the usual span, or a level is one of those named.</summary>
internal sealed record CalculatorWarning(string Text, CalculatorSpan? Usual = null, IReadOnlyList<int>? Levels = null);

internal sealed record CalculatorCourse(
    double AlphaBeta,
    string DirectLabel,
    string CourseLabel,
    CalculatorRange Dose,
    CalculatorRange Fractions,
    string UsualText
);

internal sealed record CalculatorSignature(string Note, IReadOnlyList<CalculatorTerm> Terms);

internal sealed record CalculatorTerm(string Feature, double Weight, double Mean, double Sd);

internal sealed record CalculatorRule(int Predictor, double Cut, bool Inclusive, string Text);

/// <summary>A baseline: a cumulative hazard where the linear predictor is 0.</summary>
internal sealed record CalculatorBaseline
{
    public required string Name { get; init; }

    public required string Note { get; init; }

    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>Whether it was measured on patients.</summary>
    public required bool IsMeasured { get; init; }

    /// <summary><c>steps</c>, <c>linear</c> or <c>weibull</c>.</summary>
    public required string Form { get; init; }

    public required IReadOnlyList<double> Times { get; init; }

    public required IReadOnlyList<double> Hazards { get; init; }

    public double Shape { get; init; } = 1;

    public required double Last { get; init; }

    /// <summary>How far a time may lie from one of the times and still be it.</summary>
    public double Tolerance { get; init; }

    /// <summary>The variance of the hazard, apart from that of the coefficients; <see langword="null"/> where it is not known.</summary>
    public IReadOnlyList<double>? Variance { get; init; }

    /// <summary>What the hazard's sum of means is at each time, a row of columns a time.</summary>
    public IReadOnlyList<double>? Gradient { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(CalculatorModel))]
internal sealed partial class CalculatorJson : JsonSerializerContext;
