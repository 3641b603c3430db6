using Survival.Models.Penalised;
using Survival.Models.Resampling;

namespace Radiomics.Studies;

/// <summary>The cross-validated LASSO of the z-scored features in the training set, and the signature it gives.</summary>
/// <param name="Cv">The path, its deviances and its lambdas.</param>
/// <param name="Folds">The folds of the training rows.</param>
/// <param name="Rule">Which lambda gave the signature.</param>
/// <param name="Model">The model at it; without coefficients where nothing was selected.</param>
public sealed record StudyLasso(CoxNetCvResult Cv, Folds Folds, LambdaRule Rule, CoxNetModel Model)
{
    /// <summary>The place of the signature's lambda in the sequence, from 0.</summary>
    public int Index => Rule == LambdaRule.Minimum ? Cv.IndexMin : Cv.Index1Se;
}
