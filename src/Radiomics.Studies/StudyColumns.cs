namespace Radiomics.Studies;

/// <summary>Which columns of the files are what.</summary>
public sealed record StudyColumns
{
    /// <summary>The patient, in all files.</summary>
    public string Id { get; init; } = "id";

    /// <summary>The end of follow-up, in the clinical file.</summary>
    public string Time { get; init; } = "time";

    /// <summary>Whether follow-up ended with death: 1 or true, else 0 or false.</summary>
    public string Event { get; init; } = "event";

    /// <summary>The cell that means an event, such as <c>2</c> or <c>dead</c>; every other cell is then a censoring. <see langword="null"/> for 1 and true, against 0 and false.</summary>
    public string? EventValue { get; init; }

    /// <summary>The set: <c>train</c> or <c>validation</c> (also <c>training</c>, <c>test</c>, 1/0 ...); <see langword="null"/> to have the study split the patients.</summary>
    public string? Split { get; init; }

    /// <summary>The fold of the cross-validation, for training rows; <see langword="null"/> to have the study draw folds.</summary>
    public string? Folds { get; init; }

    /// <summary>Columns that are never clinical factors, besides the above; by default <c>reader2</c>, and <c>set</c>, <c>split</c>, <c>fold</c> and <c>foldid</c>, which say how patients were divided, whether or not that is used.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = ["reader2", "set", "split", "fold", "foldid"];
}
