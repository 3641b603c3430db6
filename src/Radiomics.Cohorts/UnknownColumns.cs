namespace Radiomics;

/// <summary>What becomes of a manifest's columns that mean nothing to an extraction.</summary>
public enum UnknownColumns
{
    /// <summary>They are kept aside, in <see cref="CohortEntry.Other"/>, and go into no output.</summary>
    Keep,

    /// <summary>The manifest is refused, so that a misspelt column does not go unnoticed.</summary>
    Refuse,
}
