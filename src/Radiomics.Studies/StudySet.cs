
namespace Radiomics.Studies;

/// <summary>The patients of one set.</summary>
/// <param name="Name"><see cref="TrainingName"/> or <see cref="ValidationName"/>.</param>
/// <param name="Rows">Their rows in the input, from 0, ascending.</param>
/// <param name="FollowUp">Their follow-up, in the order of <paramref name="Rows"/>.</param>
public sealed record StudySet(string Name, IReadOnlyList<int> Rows, SurvivalData FollowUp)
{
    /// <summary>The name of the training set in files.</summary>
    public const string TrainingName = "train";

    /// <summary>The name of the validation set in files.</summary>
    public const string ValidationName = "validation";

    /// <summary>The set's part of a column of the whole cohort.</summary>
    /// <typeparam name="T">The column's type.</typeparam>
    /// <param name="column">A value for each row of the input.</param>
    public T[] Take<T>(IReadOnlyList<T> column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var taken = new T[Rows.Count];
        for (var i = 0; i < taken.Length; i++)
            taken[i] = column[Rows[i]];
        return taken;
    }
}
