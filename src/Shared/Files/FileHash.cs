using System.Security.Cryptography;
using System.Text;

namespace Files;

/// <summary>What tells one file's content from another's: SHA-256 in hexadecimal digits of lower case.</summary>
internal static class FileHash
{
    /// <summary>The hash of a file.</summary>
    public static string Of(string path)
    {
        using var stream = PlainFile.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>The hash of several files: of their hashes, a line each, in the order given.</summary>
    public static string OfAll(IEnumerable<string> paths) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(paths.Select(p => Of(p) + "\n")))));
}
