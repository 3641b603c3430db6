using System.Globalization;
using Survival.Models.Cox;
using Survival.Models.CutPoints;
using Survival.Models.Prognosis;

namespace Radiomics.Studies;

/// <summary>
/// What a study leaves behind to score another patient: the signature with its standardisation, the cut-point, and the final Cox model with
/// its baseline. It holds no patient's data. Saved as <c>model.json</c>. For research use only.
/// </summary>
public sealed partial class StudyModel
{
    /// <summary>The name of the Rad-score among the predictors.</summary>
    public const string RadScoreName = "radscore";

    private readonly Lazy<CoxNomogram?> _nomogram;

    /// <summary>Creates a model.</summary>
    public StudyModel() => _nomogram = new Lazy<CoxNomogram?>(() => BuildNomogram(Final!, Predictors!, Center, LinearPredictorRange, Horizons!));

    /// <summary>The signature; empty where the study selected no feature.</summary>
    public required IReadOnlyList<SignatureTerm> Signature { get; init; }

    /// <summary>The cut of the Rad-score; <see langword="null"/> without a signature.</summary>
    public required double? CutPoint { get; init; }

    /// <summary>On which side of the cut a score equal to it lies.</summary>
    public required CutPointRule GroupRule { get; init; }

    /// <summary>The model's name: <c>nomogram</c>, or <c>signature</c> or <c>clinical</c> where the study has only that.</summary>
    public required string Name { get; init; }

    /// <summary>The final Cox model.</summary>
    public required CoxModel Final { get; init; }

    /// <summary>Its predictors, in the order of the nomogram's axes.</summary>
    public required IReadOnlyList<StudyPredictor> Predictors { get; init; }

    /// <summary>The training mean of each column of the Cox model.</summary>
    public required IReadOnlyList<double> Means { get; init; }

    /// <summary>The mean linear predictor, not centred, of the training rows: the sum of coefficients times training means.</summary>
    public required double Center { get; init; }

    /// <summary>The smallest and the largest centred linear predictor of the training rows.</summary>
    public required (double Low, double High) LinearPredictorRange { get; init; }

    /// <summary>The times of the predictions.</summary>
    public required IReadOnlyList<double> Horizons { get; init; }

    /// <summary>The unit of time.</summary>
    public required string TimeUnit { get; init; }

    /// <summary>The nomogram; <see langword="null"/> where none can be drawn.</summary>
    public CoxNomogram? Nomogram => _nomogram.Value;

    /// <summary>Scores a patient.</summary>
    /// <param name="features">Features by PyRadiomics' names; those of the signature must be there and finite. May be empty for a model without a signature.</param>
    /// <param name="clinical">The clinical predictors by name, as text: a number with a point, or a level.</param>
    /// <exception cref="StudyInputException">A feature or predictor is missing, not a number, not finite, or not one of the levels; the message names it and what is allowed.</exception>
    public StudyPrediction Predict(IReadOnlyDictionary<string, double> features, IReadOnlyDictionary<string, string> clinical)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(clinical);
        var warnings = new List<string>();
        var contributions = Contributions(features, warnings);
        var score = Score(Signature, features);
        var x = new double[Final.ColumnNames.Count];
        var predictors = new List<PredictorScore>();
        foreach (var predictor in Predictors)
            predictors.Add(Fill(x, predictor, predictor.Name == RadScoreName ? score.ToString("R", CultureInfo.InvariantCulture) : Cell(clinical, predictor), warnings));
        var curve = Final.Survival(x);
        var lp = Final.LinearPredictor(x, centred: false);
        return new StudyPrediction
        {
            RadScore = score,
            HighRisk = CutPoint is { } cut && Signature.Count > 0 ? IsHigh(score, cut, GroupRule) : null,
            Contributions = contributions,
            Predictors = predictors,
            LinearPredictor = lp,
            RelativeHazard = Math.Exp(lp - Center),
            TotalPoints = Nomogram?.TotalPoints(lp - Center) ?? double.NaN,
            Survival = [.. Horizons.Select(curve.At)],
            Median = curve.Median,
            Warnings = warnings,
        };
    }

    /// <summary>The Rad-score; NaN without a signature. The study scores its own patients by this very sum, so that one on the cut stays on it.</summary>
    internal static double Score(IReadOnlyList<SignatureTerm> signature, IReadOnlyDictionary<string, double> features)
    {
        if (signature.Count == 0)
            return double.NaN;
        var score = 0.0;
        foreach (var term in signature)
            score += (features[term.Feature] - term.Mean) / term.StandardDeviation * term.Weight;
        return score;
    }

    internal static bool IsHigh(double score, double cut, CutPointRule rule) => rule == CutPointRule.AtOrAbove ? score >= cut : score > cut;

    /// <summary>The nomogram of a model; <see langword="null"/> where no predictor has an effect or a value to show.</summary>
    internal static CoxNomogram? BuildNomogram(CoxModel model, IReadOnlyList<StudyPredictor> predictors, double center, (double Low, double High) range, IReadOnlyList<double> horizons)
    {
        if (predictors.Count == 0 || model.Coefficients.ToArray().Any(b => !double.IsFinite(b)) || !model.Coefficients.ToArray().Any(b => b != 0))
            return null;
        return CoxNomogram.Build(
            [.. predictors.Select(p => p.ToVariable(model))],
            center,
            range,
            [.. horizons.Select(h => NomogramFunction.Survival(FunctionName(h), Math.Exp(-HazardAt(model, h, center)), SurvivalTicks))]);
    }

    /// <summary>The survival probabilities marked on the nomogram.</summary>
    internal static IReadOnlyList<double> SurvivalTicks { get; } = [0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05];

    /// <summary>The cumulative hazard where the linear predictor, not centred, has a value. The Cox model's own baseline belongs to its means, of which those of 0/1 columns are 0, as in R.</summary>
    internal static double HazardAt(CoxModel model, double time, double linearPredictor)
    {
        var own = 0.0;
        for (var j = 0; j < model.ColumnNames.Count; j++)
            own += model.Coefficients[j] * model.Means[j];
        return model.Baseline().HazardAt(time) * Math.Exp(linearPredictor - own);
    }

    internal static string FunctionName(double horizon) => FormattableString.Invariant($"surv_t{horizon}");

    private List<(string Feature, double ZScore, double Contribution)> Contributions(IReadOnlyDictionary<string, double> features, List<string> warnings)
    {
        var contributions = new List<(string, double, double)>(Signature.Count);
        foreach (var term in Signature)
        {
            if (!features.TryGetValue(term.Feature, out var value))
                throw new StudyInputException($"The feature '{term.Feature}' is missing. The signature needs: {string.Join(", ", Signature.Select(t => t.Feature))}.");
            if (!double.IsFinite(value))
                throw new StudyInputException($"The feature '{term.Feature}' is {value}; a finite number is needed.");
            var z = (value - term.Mean) / term.StandardDeviation;
            if (Math.Abs(z) > 4)
                warnings.Add(FormattableString.Invariant($"{term.Feature} lies {z:0.0} standard deviations from its training mean: the patient or the scan is unlike the training set."));
            contributions.Add((term.Feature, z, z * term.Weight));
        }
        return contributions;
    }

    private static string Cell(IReadOnlyDictionary<string, string> clinical, StudyPredictor predictor) =>
        clinical.TryGetValue(predictor.Name, out var cell) && !string.IsNullOrWhiteSpace(cell)
            ? cell.Trim()
            : throw new StudyInputException($"The predictor '{predictor.Name}' is missing; {Allowed(predictor)} is needed.");

    private PredictorScore Fill(double[] x, StudyPredictor predictor, string text, List<string> warnings)
    {
        var names = Final.ColumnNames.ToList();
        if (predictor.Levels.Count > 0)
        {
            var level = predictor.Levels.ToList().IndexOf(text);
            if (level < 0)
                throw new StudyInputException($"The predictor '{predictor.Name}' is '{text}'; {Allowed(predictor)} is needed.");
            if (level == 0)
                return new PredictorScore(predictor.Name, text, 0, Nomogram?.Points(predictor.Name, text) ?? double.NaN);
            var j = names.IndexOf(predictor.Columns[level - 1]);
            x[j] = 1;
            return new PredictorScore(predictor.Name, text, Final.Coefficients[j], Nomogram?.Points(predictor.Name, text) ?? double.NaN);
        }
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            throw new StudyInputException($"The predictor '{predictor.Name}' is '{text}'; {Allowed(predictor)} is needed.");
        if (predictor.Values is [0, 1] && value is not (0 or 1))
            throw new StudyInputException($"The predictor '{predictor.Name}' is '{text}'; {Allowed(predictor)} is needed.");
        if (value < predictor.Low || value > predictor.High)
            warnings.Add(FormattableString.Invariant($"{predictor.Name} is {value}, outside the training set's {predictor.Low} to {predictor.High}."));
        var column = names.IndexOf(predictor.Columns[0]);
        x[column] = value;
        return new PredictorScore(predictor.Name, text, Final.Coefficients[column] * value, Nomogram?.Points(predictor.Name, value) ?? double.NaN);
    }

    private static string Allowed(StudyPredictor predictor) =>
        predictor.Levels.Count > 0 ? $"one of {string.Join(", ", predictor.Levels)}"
        : predictor.Values is [0, 1] ? "0 or 1"
        : FormattableString.Invariant($"a number (training: {predictor.Low} to {predictor.High})");
}
