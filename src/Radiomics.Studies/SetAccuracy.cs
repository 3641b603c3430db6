using Survival.Models.Discrimination;

namespace Radiomics.Studies;

/// <summary>Time-dependent accuracy in one set. A horizon without cases or controls has none; a note says so.</summary>
/// <param name="Times">The horizons at which <see cref="ModelAccuracy.Roc"/> is defined, in its order.</param>
/// <param name="ScoreTimes">The horizons at which <see cref="ModelAccuracy.Score"/> and <see cref="ModelAccuracy.Brier"/> are.</param>
/// <param name="Models">Each model's.</param>
/// <param name="NullBrier">The Brier score of the null model, which predicts the Kaplan-Meier risk for everyone.</param>
/// <param name="Patients">The patients that it was measured on: those of the set that every model can predict.</param>
public sealed record SetAccuracy(IReadOnlyList<double> Times, IReadOnlyList<double> ScoreTimes, IReadOnlyList<ModelAccuracy> Models, BrierScore? NullBrier, StudySet Patients)
{
    /// <summary>A model by its name, or <see langword="null"/>.</summary>
    /// <param name="name"><c>signature</c>, <c>clinical</c> or <c>nomogram</c>.</param>
    public ModelAccuracy? Find(string name) => Models.FirstOrDefault(m => m.Model == name);
}
