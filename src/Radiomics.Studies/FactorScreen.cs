using Survival.Models.Cox;

namespace Radiomics.Studies;

/// <summary>One variable by itself.</summary>
/// <param name="Name">The Rad-score (<c>radscore</c>) or the clinical factor.</param>
/// <param name="Model">Its univariable model; <see langword="null"/> where it has no estimate, for which a note says why.</param>
/// <param name="PValue">The Wald p value of the variable (of all its columns, for a categorical one); NaN without a model.</param>
/// <param name="Passed">Whether it passes the screen.</param>
public sealed record FactorScreen(string Name, CoxModel? Model, double PValue, bool Passed);
