namespace Radiomics;

/// <summary>
/// Where the objects lie that a manifest names by address in place of a file: <c>https://</c> is built in; a program that keeps images
/// under <c>s3://</c>, <c>az://</c> or another scheme gives its own store, usually a few lines over the provider's client. Used by several
/// threads at a time.
/// </summary>
public interface IObjectStore
{
    /// <summary>Whether the store has objects of such an address.</summary>
    /// <param name="address">An absolute address, as the manifest has it.</param>
    bool Holds(Uri address);

    /// <summary>Length and version of an object, without its content.</summary>
    /// <param name="address">The address.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="IOException">There is no such object, or it cannot be reached.</exception>
    StoredObject Describe(Uri address, CancellationToken cancellationToken);

    /// <summary>Copies an object's content. What was written before an exception is thrown away by the caller.</summary>
    /// <param name="address">The address.</param>
    /// <param name="target">Where it goes: a file; it may seek and be cut, which a second try needs.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="IOException">The object cannot be read whole.</exception>
    void Copy(Uri address, Stream target, CancellationToken cancellationToken);
}

/// <summary>What is known of an object without reading it.</summary>
/// <param name="Length">Its length in bytes; <see langword="null"/> where the store does not say.</param>
/// <param name="Version">
/// What changes when its content does, such as an ETag; empty where the store has nothing of the kind, and then a finished case is
/// computed again by every run.
/// </param>
public readonly record struct StoredObject(long? Length, string Version);
