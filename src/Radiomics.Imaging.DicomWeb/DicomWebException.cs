using System.Net;

namespace Radiomics.Imaging.DicomWeb;

/// <summary>A server did not give, or did not take, what it was asked to. The message never holds an identifier of a patient, nor anything
/// that the server wrote.</summary>
public sealed class DicomWebException : RadiomicsException
{
    internal DicomWebException(
        string message,
        HttpStatusCode? statusCode = null,
        IReadOnlyDictionary<string, string>? failures = null,
        Exception? innerException = null
    )
        : base(message, innerException) => (StatusCode, Failures) = (statusCode, failures ?? new Dictionary<string, string>());

    /// <summary>The HTTP status of the answer; <see langword="null"/> where there was none, or it was not the matter.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>What failed, where some of several did: the SOP Instance UIDs (of objects that were asked for) or files (that were sent),
    /// each with its reason.</summary>
    public IReadOnlyDictionary<string, string> Failures { get; }
}
