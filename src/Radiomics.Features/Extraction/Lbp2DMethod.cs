namespace Radiomics.Features.Extraction;

/// <summary>How a local binary pattern is coded (PyRadiomics' <c>lbp2DMethod</c>).</summary>
public enum Lbp2DMethod
{
    /// <summary><c>default</c>: the pattern as it is; not rotation invariant.</summary>
    Default,

    /// <summary><c>ror</c>: rotation invariant.</summary>
    Ror,

    /// <summary><c>uniform</c>: rotation invariant, uniform patterns told apart.</summary>
    Uniform,

    /// <summary><c>var</c>: the variance of the neighbours.</summary>
    Var,
}
