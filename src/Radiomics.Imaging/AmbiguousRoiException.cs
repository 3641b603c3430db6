namespace Radiomics.Imaging;

/// <summary>Nothing says which of several regions is meant; the message lists them.</summary>
public sealed class AmbiguousRoiException : RadiomicsException
{
    private readonly string _problem;

    /// <summary>Creates the exception.</summary>
    /// <param name="source">The file or argument that has the regions.</param>
    /// <param name="problem">What is ambiguous, and what to do.</param>
    public AmbiguousRoiException(string source, string problem)
        : base($"{source}: {problem}") => _problem = problem;

    /// <inheritdoc/>
    public override string Problem => _problem;
}
