using Radiomics.Imaging;

namespace Radiomics.Features.Discretisation;

/// <summary>Intensities cannot become grey levels under the bins that were asked for.</summary>
public sealed class DiscretisationException : RadiomicsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The bins, what they meet, and what to do.</param>
    public DiscretisationException(string message)
        : base(message)
    {
    }
}
