using System.Text.Json;
using System.Text.Json.Nodes;
using Notebooks;
using Survival.Models.CompetingRisks;
using Survival.Models.Prognosis;
using Survival.Models.Selection;
using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>
/// A study, step by step: the results of Survival.Models themselves. A step that could not be made is <see langword="null"/>, and one of
/// the
/// <see cref="Notes"/> says why. Values "of every row" are in the order of <see cref="StudyInput.Ids"/>. Immutable.
/// </summary>
[TypeFormatterSource(typeof(Formatters))]
public sealed record StudyResult
{
    /// <summary>What was studied.</summary>
    public required StudyInput Input { get; init; }

    /// <summary>How, with the horizons and the calibration horizon that were used.</summary>
    public required StudyProtocol Protocol { get; init; }

    /// <summary>Who trains and who validates.</summary>
    public required BySet<StudySet> Sets { get; init; }

    /// <summary>What was left out or is not defined, and why; first those of the input.</summary>
    public required IReadOnlyList<StudyNote> Notes { get; init; }

    /// <summary>The agreement of two readers; <see langword="null"/> without a second reader.</summary>
    public StudyIcc? Icc { get; init; }

    /// <summary>The harmonisation of the features over batches; <see langword="null"/> where the protocol asks for none.</summary>
    public StudyHarmonisation? Harmonisation { get; init; }

    /// <summary>The training means and standard deviations of the features that the LASSO saw.</summary>
    public Scaler? Scale { get; init; }

    /// <summary>The LASSO; <see langword="null"/> where it could not be fitted.</summary>
    public StudyLasso? Lasso { get; init; }

    /// <summary>What the protocol's selector chose in place of the LASSO; <see langword="null"/> without one.</summary>
    public FeatureSelection? Selection { get; init; }

    /// <summary>The features of the signature with their weights, on the scale of the z-scores: those of the LASSO or of the protocol's
    /// selector; empty where nothing is selected.</summary>
    public IReadOnlyList<(string Feature, double Weight)> Signature =>
        Lasso is { } lasso ? [.. lasso.Model.SelectedNames.Select((f, k) => (f, lasso.Model.Values[k]))]
        : Selection is { } selection ? [.. selection.Features.Zip(selection.Weights)]
        : [];

    /// <summary>
    /// The Spearman correlations of the selected features in the training set; <see langword="null"/> where nothing is selected.
    /// </summary>
    public CorrelationMatrix? Redundancy { get; init; }

    /// <summary>The Rad-score of every row; <see langword="null"/> where nothing is selected.</summary>
    public IReadOnlyList<double>? RadScore { get; init; }

    /// <summary>The cut of the Rad-score and the risk groups.</summary>
    public StudyCutPoint? CutPoint { get; init; }

    /// <summary>Survival by set and risk group.</summary>
    public required BySet<SetSurvival> Survival { get; init; }

    /// <summary>The screen of the clinical factors and the multivariable models.</summary>
    public required StudyCox Cox { get; init; }

    /// <summary>The models and the nomogram; <see langword="null"/> where there is neither a signature nor a clinical factor.</summary>
    public StudyModels? Models { get; init; }

    /// <summary>The concordance of the models.</summary>
    public BySet<SetConcordance>? Concordance { get; init; }

    /// <summary>Their time-dependent ROC curves, areas and Brier scores; <see langword="null"/> where events compete
    /// (<see cref="Competing"/>).</summary>
    public BySet<SetAccuracy>? Accuracy { get; init; }

    /// <summary>Their calibration, a model each; where events compete the slopes alone.</summary>
    public StudyCalibration? Calibration { get; init; }

    /// <summary>Their decision curves; a set's curves are missing where they are not defined, all where events compete
    /// (<see cref="Competing"/>).</summary>
    public BySet<SetDecisions>? Decisions { get; init; }

    /// <summary>The same at each horizon of the study, in their order; the calibration horizon may be among them.</summary>
    public IReadOnlyList<(double Time, BySet<SetDecisions> Sets)> DecisionsAtHorizons { get; init; } = [];

    /// <summary>The event beside its competing events; <see langword="null"/> where the columns name none.</summary>
    public BySet<SetCompeting>? Competing { get; init; }

    /// <summary>The Fine-Gray model of the final model's covariates; <see langword="null"/> without competing events, or where it has no
    /// estimate.</summary>
    public FineGrayModel? FineGray { get; init; }

    /// <summary>What is predicted, in words: the outcome's survival, or its risk where events compete.</summary>
    public Endpoint Endpoint => CompetingStep.Words(Input, Protocol);

    /// <summary>The validation of the whole procedure; <see langword="null"/> where the protocol asks for none.</summary>
    public StudyPipeline? Pipeline { get; init; }

    /// <summary>Table 1.</summary>
    public required StudyBaseline Baseline { get; init; }

    /// <summary>
    /// The protocol's external model on this cohort; <see langword="null"/> without one, or where its features are not there.
    /// </summary>
    public StudyExternal? External { get; init; }

    /// <summary>What is needed to score another patient: the final Cox model, or, where events compete, <see cref="FineGray"/>, which
    /// predicts the cumulative incidence; <see langword="null"/> where there is no model.</summary>
    public PrognosticModel? Model { get; init; }

    /// <summary>Whether the patients are simulated; everything that is written then says so.</summary>
    public bool IsSimulated => Input.IsSimulated;

    /// <summary>The main numbers, as a table.</summary>
    public override string ToString() => StudySummary.ToText(this);

    /// <summary>The study as study.json has it: every step with its options and values, under the names of the reference study
    /// (docs/study.md).</summary>
    public JsonObject ToJson() => StudyJson.ToNode(this);

    /// <summary>The study in short, for a program that needs the main numbers only: the sizes, the signature, the cut-point, the log-rank p
    /// values, the clinical factors, the concordance and the areas, with the notes.</summary>
    public JsonObject ToJsonSummary() => StudySummary.ToNode(this);

    /// <summary>Writes study.json alone. Two writings of the same study are the same bytes.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    public void WriteJson(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, IndentSize = 1 });
        ToJson().WriteTo(writer);
    }

    /// <summary>
    /// Writes <c>study.json</c>, <c>protocol.yaml</c>, <c>tables/*.csv</c> and, where the study has a model, <c>model.json</c>. Each file
    /// appears whole or not at
    /// all. Two writings of the same study are the same bytes.
    /// </summary>
    /// <param name="folder">The folder; made where it does not exist. Files of these names in it are replaced.</param>
    /// <param name="tables">Whether the tables are written; not where a report beside them writes them as CSV.</param>
    /// <returns>The paths written.</returns>
    public IReadOnlyList<string> Save(string folder, bool tables = true) => StudyFolder.Write(this, folder, tables);
}
