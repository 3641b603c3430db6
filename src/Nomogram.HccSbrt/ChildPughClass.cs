namespace Nomogram.HccSbrt;

/// <summary>The Child-Turcotte-Pugh class of liver function. The study had no patient of class C, so the model has no value for
/// one.</summary>
public enum ChildPughClass
{
    /// <summary>Class A, 5 or 6 points.</summary>
    A,

    /// <summary>Class B, 7 to 9 points.</summary>
    B,
}
