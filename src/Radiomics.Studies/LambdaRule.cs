namespace Radiomics.Studies;

/// <summary>Which lambda of the cross-validated LASSO gives the signature.</summary>
public enum LambdaRule
{
    /// <summary>That of the smallest mean deviance; the paper's.</summary>
    Minimum,

    /// <summary>The largest within one standard error of it; often the empty model in a small cohort.</summary>
    OneStandardError,
}
