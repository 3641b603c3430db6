using Survival.Models.CutPoints;
using Survival.Models.Harmonisation;
using Survival.Models.Selection;
using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>
/// What is studied and how: the outcome, horizons, split, candidate factors, rules, an external model to measure beside, seeds. A file of
/// it (YAML) says the
/// same things (docs/study.md). Nothing in a study knows a disease, an outcome or a column but from here. Immutable.
/// </summary>
public sealed partial record StudyProtocol
{
    /// <summary>
    /// A protocol of an unnamed event: every clinical column is a candidate factor, and horizons are chosen by the training events.
    /// </summary>
    public static StudyProtocol Default { get; } = new();

    /// <summary>What the study is called; the title of its report. The default is <c>Radiomics survival study</c>.</summary>
    public string Title { get; init; } = "Radiomics survival study";

    /// <summary>The outcome, in words; a text gives its name, and the other words follow from it. The default is
    /// <see cref="StudyOutcome.Event"/>.</summary>
    public StudyOutcome Outcome { get; init; } = StudyOutcome.Event;

    /// <summary>The unit of the follow-up in the plural, such as <c>years</c>; empty, the default, where it is not known.</summary>
    public string TimeUnit
    {
        get;
        init => field = value is "day" or "week" or "month" or "year" or "hour" ? value + "s" : value;
    } = "";

    /// <summary>
    /// The times of the predictions, ascending, in the unit of the follow-up; empty, the default, for three round times near the quartiles
    /// of the training events.
    /// </summary>
    public IReadOnlyList<double> Horizons { get; init; } = [];

    /// <summary>
    /// The time of calibration and decision curves; <see langword="null"/> for the middle one of the horizons within the training
    /// follow-up.
    /// </summary>
    public double? CalibrationHorizon { get; init; }

    /// <summary>Which columns of the files are what. The default is a new <see cref="StudyColumns"/>.</summary>
    public StudyColumns Columns { get; init; } = new();

    /// <summary>How ComBat harmonises, where <see cref="StudyColumns.Batch"/> names the batches. No covariate is kept: a new patient's
    /// features are harmonised by the batch alone. The default is <see cref="ComBatOptions.Default"/>.</summary>
    public ComBatOptions Harmonisation { get; init; } = ComBatOptions.Default;

    /// <summary>The share of patients that a split made here trains on, inside (0, 1). The default is 0.7.</summary>
    public double TrainingShare { get; init; } = 0.7;

    /// <summary>Whether all patients train and nobody validates, whatever the split column says. The default is
    /// <see langword="false"/>.</summary>
    public bool TrainOnAll { get; init; }

    /// <summary>The seed of everything that is drawn: split, folds, bootstrap. The default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The intraclass correlation; ICC(A,1) by default.</summary>
    public IccOptions Icc { get; init; } = IccOptions.Default;

    /// <summary>A feature is kept where its intraclass correlation is above this. The default is 0.75.</summary>
    public double IccThreshold { get; init; } = 0.75;

    /// <summary>The number of folds drawn here; at least 3. Fewer are drawn where there are fewer events. The default is 10.</summary>
    public int FoldCount { get; init; } = 10;

    /// <summary>What selects and weighs the features; <see langword="null"/> for the LASSO of this protocol's own lambdas. A file names one
    /// of <see cref="FeatureSelectors.All"/>; one's own can be given here.</summary>
    public IFeatureSelector? Selector { get; init; }

    /// <summary>Which lambda gives the signature. The default is <see cref="LambdaRule.Minimum"/>.</summary>
    public LambdaRule Lambda { get; init; } = LambdaRule.Minimum;

    /// <summary>The number of lambdas from the largest to <see cref="LambdaMinimumRatio"/> of it. The default is 100.</summary>
    public int LambdaCount { get; init; } = 100;

    /// <summary>
    /// How many of them, the largest first, are fitted at first; more follow until the least deviance is not that of the smallest. The
    /// default is 40.
    /// </summary>
    public int LambdasFitted { get; init; } = 40;

    /// <summary>The smallest of <see cref="LambdaCount"/> lambdas as a share of the largest. The default is 0.01.</summary>
    public double LambdaMinimumRatio { get; init; } = 0.01;

    /// <summary>Pairs of selected features correlated at least this much (Spearman, absolute) are counted as redundant. The default is
    /// 0.75.</summary>
    public double SpearmanLimit { get; init; } = 0.75;

    /// <summary>The least share of patients in either group of the cut-point search. The default is 0.1.</summary>
    public double MinimumGroupShare { get; init; } = 0.1;

    /// <summary>On which side of the cut-point a score equal to it lies. The default is <see cref="CutPointRule.Above"/>.</summary>
    public CutPointRule GroupRule { get; init; } = CutPointRule.Above;

    /// <summary>The candidate factors, in this order, and what columns are called in print. None by default.</summary>
    public IReadOnlyList<StudyFactor> Factors { get; init; } = [];

    /// <summary>
    /// Whether columns that are not among <see cref="Factors"/> are candidates, after them; <see langword="null"/> for: where
    /// <see cref="Factors"/> names no candidate.
    /// </summary>
    public bool? ScreenOtherColumns { get; init; }

    /// <summary>The p value below which a clinical factor passes the univariable screen, and is kept in the multivariable model. The
    /// default is 0.05.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>The number of groups of the calibration. The default is 3.</summary>
    public int CalibrationGroups { get; init; } = 3;

    /// <summary>The number of bootstrap resamples that correct the calibration for optimism; 0 for none. The default is 200.</summary>
    public int Bootstraps { get; init; } = 200;

    /// <summary>The number of bootstrap resamples in which all that learns from the training patients is repeated (filter, scaling,
    /// selection, cut-point, factors, fit); 0 for none. The default is as many as <see cref="Bootstraps"/>, at most 50, which tell
    /// the optimism to about a hundredth of C; 200 take about twenty seconds of one core for 95 patients and 537 features.</summary>
    public int PipelineBootstraps
    {
        get => _pipelineBootstraps ?? Math.Min(UnaskedPipelineBootstraps, Bootstraps);
        init => _pipelineBootstraps = value;
    }

    private const int UnaskedPipelineBootstraps = 50;
    private readonly int? _pipelineBootstraps;

    /// <summary>The outer folds of a nested cross-validation of the same; 0 for none. The default is 0.</summary>
    public int PipelineFolds { get; init; }

    /// <summary>The permutations of a test of the signature, in which the same is repeated; 0 for none. The default is 0.</summary>
    public int PipelinePermutations { get; init; }

    /// <summary>The threshold probabilities of the decision curves; by default 0.05 to 0.80 by 0.01.</summary>
    public IReadOnlyList<double> DecisionThresholds { get; init; } = [.. Enumerable.Range(5, 76).Select(k => k / 100.0)];

    /// <summary>A model of another study to measure beside; <see langword="null"/> for none.</summary>
    public ExternalModel? ExternalModel { get; init; }

    /// <summary>The settings one by one, as text: what a file of the protocol and a command line say.</summary>
    public static IReadOnlyList<ProtocolSetting> Settings => ProtocolSettings.All;

    /// <summary>The label of a column; its name where the protocol does not name it.</summary>
    /// <param name="column">The column.</param>
    internal StudyFactor FactorOf(string column) => Factors.FirstOrDefault(f => f.Name == column) ?? new StudyFactor(column);

    /// <summary>A time with its unit: <c>12 months</c>, <c>1 year</c>.</summary>
    /// <param name="time">The time.</param>
    public string Time(double time) => NumberText.Time(time, TimeUnit);

    internal bool ScreensOthers => ScreenOtherColumns ?? !Factors.Any(f => f.IsCandidate == true);

    /// <summary>Checks the settings.</summary>
    /// <exception cref="StudyProtocolException">A setting is outside its range; the message names it.</exception>
    internal void Validate()
    {
        if (Outcome is null || Factors is null || Horizons is null || DecisionThresholds is null || Columns is null)
            throw new StudyProtocolException(
                "",
                0,
                "",
                "The protocol's outcome, columns, factors, horizons and decision thresholds must not be null."
            );
        foreach (var setting in ProtocolSettings.All)
            setting.Check(this);
        if (Factors.GroupBy(f => f.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new StudyProtocolException("", 0, "factors", $"'{twice.Key}' stands twice.");
    }
}
