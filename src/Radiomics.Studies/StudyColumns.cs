namespace Radiomics.Studies;

/// <summary>Which columns of the files are what. Immutable.</summary>
public sealed record StudyColumns
{
    /// <summary>Columns that say how patients were divided, and are never factors unless the protocol names them.</summary>
    internal static readonly string[] Dividing = ["reader2", "set", "split", "fold", "foldid"];

    /// <summary>The patient, in the clinical file. The default is <c>id</c>.</summary>
    public string Id { get; init; } = "id";

    /// <summary>The patient in the file of features; <see langword="null"/> where it is <see cref="Id"/>.</summary>
    public string? FeaturesId { get; init; }

    /// <summary>The patient in the second reader's file; <see langword="null"/> where it is that of the features.</summary>
    public string? SecondReaderId { get; init; }

    /// <summary>The end of follow-up, in the clinical file. The default is <c>time</c>.</summary>
    public string Time { get; init; } = "time";

    /// <summary>How follow-up ended: 1 or true for the event, 0 or false for a censoring. The default is <c>event</c>.</summary>
    public string Event { get; init; } = "event";

    /// <summary>
    /// The cells that mean an event, such as <c>2</c> or <c>dead</c>; the one other spelling is then a censoring. Empty, the default, for 1
    /// and true, against 0 and false.
    /// </summary>
    public IReadOnlyList<string> EventValues { get; init; } = [];

    /// <summary>The cells that mean a censoring, needed where there is more than one spelling besides <see cref="EventValues"/>. Empty by
    /// default.</summary>
    public IReadOnlyList<string> CensoredValues { get; init; } = [];

    /// <summary>
    /// The cells that mean a competing event, after which the event studied cannot happen any more; they need <see cref="EventValues"/>
    /// beside them. Empty, the default, for none.
    /// </summary>
    public IReadOnlyList<string> CompetingValues { get; init; } = [];

    /// <summary>
    /// The set: <c>train</c> or <c>validation</c> (also <c>training</c>, <c>test</c>, 1/0 ...); <see langword="null"/> to have the study
    /// split the patients.
    /// </summary>
    public string? Split { get; init; }

    /// <summary>The fold of the cross-validation, for training rows; <see langword="null"/> to have the study draw folds.</summary>
    public string? Folds { get; init; }

    /// <summary>
    /// The batch of each patient (scanner, site, protocol), over which the features are harmonised by ComBat as the training patients
    /// have it; <see langword="null"/> for no harmonisation. It is no factor unless the protocol names it.
    /// </summary>
    public string? Batch { get; init; }

    /// <summary>
    /// Columns that are never factors, besides the above and <c>reader2</c>, <c>set</c>, <c>split</c>, <c>fold</c> and <c>foldid</c>, which
    /// say how patients were divided. None by default.
    /// </summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>
    /// The decimal mark of the files of text, <c>.</c> or <c>,</c>; the other of the two may then separate thousands.
    /// <see langword="null"/> to judge each column by itself (<see cref="SurvivalTableOptions.DecimalMark"/>).
    /// </summary>
    public char? DecimalMark { get; init; }
}
