namespace Radiomics.Studies;

/// <summary>The concordance of the models in one set.</summary>
/// <param name="Models">Each model's.</param>
/// <param name="Comparisons">Nomogram against signature, nomogram against clinical, signature against clinical, of those there are.</param>
/// <param name="Patients">The patients that it was measured on: those of the set that every model can predict.</param>
public sealed record SetConcordance(IReadOnlyList<ModelConcordance> Models, IReadOnlyList<ConcordancePair> Comparisons, StudySet Patients);
