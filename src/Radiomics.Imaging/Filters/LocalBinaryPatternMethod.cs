namespace Radiomics.Imaging.Filters;

/// <summary>How a local binary pattern becomes a number (PyRadiomics' <c>lbp2DMethod</c>, scikit-image's <c>method</c>).</summary>
public enum LocalBinaryPatternMethod
{
    /// <summary><c>default</c>: the bits of the pattern as a binary number; not rotation invariant.</summary>
    Default,

    /// <summary><c>ror</c>: the smallest of its rotations.</summary>
    Ror,

    /// <summary><c>uniform</c>: the number of ones where at most two neighbours differ, else one more than there are samples.</summary>
    Uniform,

    /// <summary><c>nri_uniform</c>: uniform patterns told apart by their rotation as well.</summary>
    NriUniform,

    /// <summary><c>var</c>: the variance of the samples; not-a-number where they are equal.</summary>
    Var,
}
