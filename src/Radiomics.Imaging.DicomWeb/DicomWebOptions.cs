namespace Radiomics.Imaging.DicomWeb;

/// <summary>How a <see cref="DicomWebClient"/> talks to its server.</summary>
public sealed record DicomWebOptions
{
    /// <summary>The defaults.</summary>
    public static DicomWebOptions Default { get; } = new();

    /// <summary>
    /// How often a request is made again after a broken connection, a time-out or an answer that says so (408, 429, 500, 502, 503, 504).
    /// Default 4; 0 where the <see cref="HttpClient"/>'s own handler does it.
    /// </summary>
    public int Retries { get; init; } = 4;

    /// <summary>How long is waited before the first repetition; twice as long before each further one, or as long as the server's
    /// Retry-After says, at most a minute. Default half a second.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How long the headers of an answer, or one object, may take. Default 100 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How many objects are asked for at a time where a series did not come whole. Default 4.</summary>
    public int MaxDegreeOfParallelism { get; init; } = 4;

    /// <summary>
    /// Gives the bearer token (RFC 6750) of a request: it is asked for each, so that it can be renewed, and once more where the server
    /// refuses it
    /// with 401. <see langword="null"/> (default): the <see cref="HttpClient"/>'s own headers say who asks.
    /// </summary>
    public Func<CancellationToken, ValueTask<string>>? Token { get; init; }
}
