namespace Radiomics.Studies;

/// <summary>What a study is made of: the features, the clinical columns and the follow-up of the same patients. Immutable.</summary>
public sealed partial class StudyInput
{
    private StudyInput(
        IReadOnlyList<string> ids,
        DesignMatrix features,
        SurvivalTable clinical,
        IReadOnlyList<string> factorColumns,
        SurvivalData followUp
    ) => (Ids, Features, Clinical, FactorColumns, FollowUp) = (ids, features, clinical, factorColumns, followUp);

    /// <summary>The patients, in the order of the clinical file. All "rows of the input" are in this order.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The features: a row a patient, a column a feature.</summary>
    public DesignMatrix Features { get; }

    /// <summary>The clinical table, a row a patient; cells may be missing.</summary>
    public SurvivalTable Clinical { get; }

    /// <summary>The columns of <see cref="Clinical"/> that may be factors: not the id, the follow-up, the set and the fold.</summary>
    public IReadOnlyList<string> FactorColumns { get; }

    /// <summary>The follow-up.</summary>
    public SurvivalData FollowUp { get; }

    /// <summary>The features of some patients from a second contour; <see langword="null"/> without.</summary>
    public SecondReader? SecondReader { get; private set; }

    /// <summary>Whether a competing event ended the follow-up, a value a patient, who then counts as censored in <see cref="FollowUp"/>;
    /// <see langword="null"/> where none is named.</summary>
    public IReadOnlyList<bool>? Competing { get; private set; }

    /// <summary>The features that hold under perturbations, in the tables' order, which stand in place of a second reader;
    /// <see langword="null"/> without.</summary>
    public IReadOnlyList<string>? RobustFeatures { get; private set; }

    /// <summary>Whether each patient is of the training set; <see langword="null"/> to have the study split them.</summary>
    public IReadOnlyList<bool>? Training { get; private init; }

    /// <summary>
    /// The fold of each patient, of which those of training patients are used; <see langword="null"/> to have the study draw folds.
    /// </summary>
    public IReadOnlyList<int>? Folds { get; private init; }

    /// <summary>The files it was read from; empty where it was made from arrays.</summary>
    public IReadOnlyList<StudySource> Sources { get; private set; } = [];

    /// <summary>Whether no patients stand behind the data; everything that a study of them writes then says so.</summary>
    public bool IsSimulated { get; private set; }

    /// <summary>Which cells were taken as an event and which as a censoring; empty where the input was made from arrays.</summary>
    public string EventCoding { get; private set; } = "";

    /// <summary>Patients and columns that were left out when it was read, and why.</summary>
    public IReadOnlyList<StudyNote> Notes { get; private set; } = [];

    /// <summary>Puts a study's input together from arrays and tables of the same rows.</summary>
    /// <param name="ids">The patients; unique, not empty.</param>
    /// <param name="followUp">Their follow-up; without weights, strata, clusters and entry times.</param>
    /// <param name="features">Their features.</param>
    /// <param name="clinical">Their clinical columns; at least one column, which need not be a factor.</param>
    /// <param name="training">Whether each is of the training set; <see langword="null"/> to have the study split them.</param>
    /// <param name="folds">The fold of each; <see langword="null"/> to have the study draw folds.</param>
    /// <param name="secondReader">The features of some from a second contour.</param>
    /// <param name="factorColumns">The clinical columns that may be factors; <see langword="null"/> for all.</param>
    /// <exception cref="StudyInputException">Different numbers of rows, an id that is empty or stands twice, or follow-up with more than
    /// times and events.</exception>
    public static StudyInput Create(
        IReadOnlyList<string> ids,
        SurvivalData followUp,
        DesignMatrix features,
        SurvivalTable clinical,
        IReadOnlyList<bool>? training = null,
        IReadOnlyList<int>? folds = null,
        SecondReader? secondReader = null,
        IReadOnlyList<string>? factorColumns = null)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(clinical);
        ArgumentNullException.ThrowIfNull(followUp);
        foreach (
            var (what, count) in new[]
            {
                ("features", features.RowCount),
                ("clinical", clinical.RowCount),
                ("follow-up", followUp.Count),
                ("set", training?.Count ?? ids.Count),
                ("fold", folds?.Count ?? ids.Count),
            }
        )
        {
            if (count != ids.Count)
                throw new StudyInputException(Invariant($"There are {ids.Count} patients but {count} rows of {what}."));
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (string.IsNullOrWhiteSpace(id) || !seen.Add(id))
                throw new StudyInputException(
                    $"The patient '{id}' is without a name or stands twice; each patient needs an id of its own."
                );
        }
        if (!followUp.Weight.IsEmpty || !followUp.Stratum.IsEmpty || !followUp.Cluster.IsEmpty || !followUp.Entry.IsEmpty)
            throw new StudyInputException(
                "A study takes follow-up of times and events only, without weights, strata, clusters and entry times."
            );
        if (
            secondReader is not null
            && (secondReader.Rows.Count != secondReader.Features.RowCount || secondReader.Rows.Any(r => r < 0 || r >= ids.Count))
        )
            throw new StudyInputException("The second reader's rows must be rows of the cohort, and as many as its features.");
        return new StudyInput([.. ids], features, clinical, [.. factorColumns ?? clinical.ColumnNames], followUp)
        {
            Training = training,
            Folds = folds,
            SecondReader = secondReader,
        };
    }

    /// <summary>The sizes of the tables, the follow-up, and the notes.</summary>
    public override string ToString() =>
        Invariant($"{Ids.Count} patients, {Features.ColumnCount} features, ")
        + $"{string.Join(", ", FactorColumns)}; {FollowUp}{string.Concat(Notes.Select(n => $"\n{n.Step}: {n.Message}"))}";
}
