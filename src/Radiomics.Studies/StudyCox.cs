using Survival.Models.Cox;

namespace Radiomics.Studies;

/// <summary>The Cox models of the training set that choose the clinical factors.</summary>
/// <param name="Univariable">The Rad-score, where there is one, then each clinical factor by itself.</param>
/// <param name="Passed">The clinical factors that pass the screen.</param>
/// <param name="MultivariableClinical">The passing factors together; <see langword="null"/> where none passes.</param>
/// <param name="Multivariable">The Rad-score and the passing factors; <see langword="null"/> where there is neither.</param>
/// <param name="MultivariableBreslow">The same with Breslow's ties.</param>
/// <param name="Kept">The clinical factors of the nomogram.</param>
/// <param name="FallbackUsed">Whether <paramref name="Kept"/> are not those significant in <paramref name="Multivariable"/>, because there are none: they are then the passing factors or, where none passes, the one with the smallest p value.</param>
public sealed record StudyCox(
    IReadOnlyList<FactorScreen> Univariable,
    IReadOnlyList<string> Passed,
    CoxModel? MultivariableClinical,
    CoxModel? Multivariable,
    CoxModel? MultivariableBreslow,
    IReadOnlyList<string> Kept,
    bool FallbackUsed);
