using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Files;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;

namespace Radiomics;

/// <summary>The files that a path of a manifest stands for: those that reading it opens, and no others.</summary>
internal static class CaseFiles
{
    // Compressed images are about a quarter of their voxels.
    private const int Compression = 4;

    /// <summary>
    /// The names, lengths and times of all files that a path stands for and, where asked for, what is in them, as a hash; "missing" where
    /// there are none.
    /// </summary>
    /// <exception cref="IOException">A file cannot be looked at.</exception>
    /// <exception cref="RadiomicsException">A header cannot be read.</exception>
    public static string Fingerprint(string path, bool isImage, bool content, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var (name, file) in Of(path, isImage))
        {
            cancellationToken.ThrowIfCancellationRequested();
            text.Append(CultureInfo.InvariantCulture, $"{name}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n");
            if (content)
                text.Append(Content(file)).Append('\n');
        }
        return text.Length == 0 ? "missing" : Hash(text.ToString());
    }

    /// <summary>How many bytes the files have, and about how many an image takes when it is read.</summary>
    public static (long Stored, long Read) Size(string path, bool isImage)
    {
        var (stored, read) = (0L, 0L);
        foreach (var (name, file) in Of(path, isImage))
        {
            stored += file.Length;
            read += IsCompressed(name) ? Compression * file.Length : file.Length;
        }
        return (stored, read);
    }

    /// <summary>The same of an object in a store, of that many bytes.</summary>
    public static (long Stored, long Read) Size(long bytes, string path) =>
        (bytes, IsCompressed(new Uri(path).AbsolutePath) ? Compression * bytes : bytes);

    /// <summary>As for files, of an object in a store.</summary>
    /// <exception cref="ObjectStoreException">It cannot be looked at.</exception>
    public static string Fingerprint(Uri address, IObjectStore? store, CancellationToken cancellationToken)
    {
        var known = ObjectAddress.Describe(address, store, cancellationToken);
        // What has no version may have changed: it never equals what it was.
        return Hash(Invariant($"{known.Length}\n{(known.Version.Length > 0 ? known.Version : Guid.NewGuid().ToString("N"))}\n"));
    }

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Content(FileInfo file)
    {
        // What has no length may be a pipe, which reading would wait for.
        return file.Length == 0 ? "" : FileHash.Of(file.FullName);
    }

    private static bool IsCompressed(string name) =>
        new[] { ".gz", ".nrrd", ".mha" }.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    // A folder, and a file of a DICOM series, stand for all that may be of the series; a header for itself and its voxels.
    private static IEnumerable<(string Name, FileInfo File)> Of(string path, bool isImage)
    {
        if (Directory.Exists(path))
            return Folder(path);
        if (!File.Exists(path))
            return [];
        if (isImage && CaseImage.IsDicom(path))
            return Folder(Path.GetDirectoryName(path)!);
        var files = ImageFile.IsImage(path) ? ImageFile.FilesOf(path) : [path];
        return files.Select(f => (Path.GetRelativePath(Path.GetDirectoryName(path)!, f), LinkedFile.Target(f))).Where(f => f.Item2.Exists);
    }

    private static IEnumerable<(string Name, FileInfo File)> Folder(string folder) =>
        Directory
            .GetFiles(
                folder,
                "*",
                new EnumerationOptions
                {
                    RecurseSubdirectories = true,
                    MaxRecursionDepth = 16,
                    AttributesToSkip = FileAttributes.System,
                }
            )
            .Order(StringComparer.Ordinal)
            .Select(f => (Path.GetRelativePath(folder, f), LinkedFile.Target(f)));
}
