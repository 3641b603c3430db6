using Radiomics.Imaging;

namespace Radiomics;

/// <summary>Paths of a manifest that are addresses of objects and no files.</summary>
internal static class ObjectAddress
{
    /// <summary>The address; <see langword="null"/> where the path is a file's.</summary>
    public static Uri? Of(string path) =>
        path.Contains("://", StringComparison.Ordinal) && Uri.TryCreate(path, UriKind.Absolute, out var uri) && !uri.IsFile ? uri : null;

    /// <summary>As a table shows it: without what may be a password or a signature.</summary>
    public static string Shown(string path) =>
        Of(path) is { } uri ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : path;

    /// <summary>The name of the object, whose ending says its format.</summary>
    public static string NameOf(Uri address) => Uri.UnescapeDataString(address.Segments[^1]).Replace('/', '_').Replace('\0', '_');

    /// <summary>What the store that has it knows of it.</summary>
    /// <exception cref="ObjectStoreException">There is no such store or object, or it cannot be reached.</exception>
    public static StoredObject Describe(Uri address, IObjectStore? own, CancellationToken cancellationToken)
    {
        try
        {
            return StoreOf(address, own).Describe(address, cancellationToken);
        }
        catch (IOException e)
        {
            throw new ObjectStoreException($"the object cannot be read: {e.Message}");
        }
    }

    /// <summary>The store that has it.</summary>
    /// <exception cref="ObjectStoreException">There is none.</exception>
    public static IObjectStore StoreOf(Uri address, IObjectStore? own)
    {
        if (own?.Holds(address) == true)
            return own;
        var https = new HttpsStore();
        return https.Holds(address)
            ? https
            : throw new ObjectStoreException(
                address.Scheme == Uri.UriSchemeHttp
                    ? "the address is http, which anybody on the way can read. Give an https address."
                    : $"the address is of '{address.Scheme}', which is not read by itself. Give the object's signed https address, "
                        + "a file system that has the storage mounted, or, from a program, a store of your own (IObjectStore)."
            );
    }
}

/// <summary>An address cannot be read.</summary>
internal sealed class ObjectStoreException(string problem) : RadiomicsException(problem);
