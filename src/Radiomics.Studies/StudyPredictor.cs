using Survival.Models.Cox;
using Survival.Models.Prognosis;

namespace Radiomics.Studies;

/// <summary>A predictor of the final model, as a nomogram or a form shows it. One of <see cref="Levels"/>, <see cref="Values"/> and the range <see cref="Low"/> to <see cref="High"/> says what it may be.</summary>
/// <param name="Name">The predictor: <c>radscore</c>, or a clinical column.</param>
/// <param name="Columns">Its columns in the Cox model: one, or one a level but the first.</param>
/// <param name="Low">The smallest training value; NaN for levels.</param>
/// <param name="High">The largest training value; NaN for levels.</param>
/// <param name="Values">The values of a number that has at most ten of them in training, ascending; else empty.</param>
/// <param name="Levels">The levels of a categorical predictor, the reference first; else empty.</param>
public sealed record StudyPredictor(string Name, IReadOnlyList<string> Columns, double Low, double High, IReadOnlyList<double> Values, IReadOnlyList<string> Levels)
{
    /// <summary>Its axis in the nomogram of a model.</summary>
    /// <param name="model">The model; it must hold <see cref="Columns"/>.</param>
    /// <exception cref="ArgumentException">The model does not hold a column, or has no estimate for it.</exception>
    public NomogramVariable ToVariable(CoxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var columns = model.ColumnNames.ToList();
        double Coefficient(string column) => columns.IndexOf(column) is var j and >= 0
            ? model.Coefficients[j]
            : throw new ArgumentException($"The model has no column '{column}'.", nameof(model));
        if (Levels.Count > 0)
            return NomogramVariable.Categorical(Name, [.. Levels.Select((level, k) => (level, k == 0 ? 0 : Coefficient(Columns[k - 1])))]);
        return Values.Count > 0
            ? NomogramVariable.Discrete(Name, Coefficient(Columns[0]), Values)
            : NomogramVariable.Continuous(Name, Coefficient(Columns[0]), Low, High);
    }
}
