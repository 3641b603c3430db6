using Survival.Models.Discrimination;

namespace Radiomics.Studies;

/// <summary>A model's concordance in one set.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Harrell">Harrell's C.</param>
/// <param name="Uno">Uno's C up to the last horizon; <see langword="null"/> where it is not defined.</param>
public sealed record ModelConcordance(string Model, ConcordanceResult Harrell, ConcordanceResult? Uno);
