namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>How the responses of one filter under several rotations become one.</summary>
public enum Pooling
{
    /// <summary>Their mean.</summary>
    Average,

    /// <summary>The largest.</summary>
    Maximum,
}
