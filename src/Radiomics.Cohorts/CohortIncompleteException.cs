using Radiomics.Imaging;

namespace Radiomics;

/// <summary>The shards of a cohort cannot be made one: some have not ended, or they are of different manifests, settings or
/// numbers.</summary>
public sealed class CohortIncompleteException : RadiomicsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing or differs, and what to do.</param>
    public CohortIncompleteException(string message)
        : base(message)
    {
    }
}
