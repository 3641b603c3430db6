using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Radiomics;

/// <summary>What the files of a case are, without reading them: whether they have changed, and how much memory they will take.</summary>
internal static class CaseFiles
{
    // A header whose voxels stand in another file of the same name.
    private static readonly string[] Detached = [".hdr", ".img", ".nhdr", ".mhd"];

    // Compressed images are about a quarter of their voxels.
    private const int Compression = 4;

    /// <summary>The names, lengths and times of all files that a path stands for, as a hash; "missing" where there are none.</summary>
    public static string Fingerprint(string path, bool isImage)
    {
        var text = new StringBuilder();
        foreach (var file in Of(path, isImage))
            text.Append(CultureInfo.InvariantCulture, $"{file.Name}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n");
        return text.Length == 0 ? "missing" : Hash(text.ToString());
    }

    /// <summary>About how many bytes an image takes when it is read.</summary>
    public static long Size(string path, bool isImage) => Of(path, isImage).Sum(f => IsCompressed(f.Name) ? Compression * f.Length : f.Length);

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static bool IsCompressed(string name) => new[] { ".gz", ".nrrd", ".mha" }.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<FileInfo> Of(string path, bool isImage)
    {
        var folder = Path.GetDirectoryName(path) ?? path;
        if (Directory.Exists(path) || (isImage && File.Exists(path) && CaseImage.IsDicom(path)))
            return Files(Directory.Exists(path) ? path : folder, "*");
        if (!File.Exists(path))
            return [];
        return Detached.Contains(Path.GetExtension(path).ToLowerInvariant()) ? Files(folder, Path.GetFileNameWithoutExtension(path) + ".*") : [new FileInfo(path)];
    }

    private static IEnumerable<FileInfo> Files(string folder, string pattern) => new DirectoryInfo(folder).GetFiles(pattern).OrderBy(f => f.Name, StringComparer.Ordinal);
}
