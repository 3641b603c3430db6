namespace Radiomics.Studies;

/// <summary>A step's result in each of the study's two sets.</summary>
/// <typeparam name="T">What the step gives for a set.</typeparam>
/// <param name="Training">That of the training set.</param>
/// <param name="Validation">That of the validation set; <see langword="null"/> where the study has none.</param>
public sealed record BySet<T>(T Training, T? Validation)
    where T : class
{
    /// <summary>The sets there are, with the names the files use: <c>train</c>, then <c>validation</c>.</summary>
    public IEnumerable<(string Set, T Value)> All
    {
        get
        {
            yield return (StudySet.TrainingName, Training);
            if (Validation is not null)
                yield return (StudySet.ValidationName, Validation);
        }
    }

    /// <summary>Something made of each set.</summary>
    internal BySet<TOther> Map<TOther>(Func<T, TOther> make)
        where TOther : class => new(make(Training), Validation is null ? null : make(Validation));

    /// <summary>The same, where a set may have none; without one in the training set there is none.</summary>
    internal BySet<TOther>? MapSome<TOther>(Func<T, TOther?> make)
        where TOther : class => make(Training) is { } training ? new(training, Validation is null ? null : make(Validation)) : null;
}
