using Files;

namespace Radiomics.Imaging.Formats;

/// <summary>Opens files, and only files: opening a pipe waits for whoever may write to it, and a device never ends.</summary>
internal static class RegularFile
{
    /// <summary>Opens a file for reading. Where it is the data of a header that lies in another file, the message begins with the header's
    /// name.</summary>
    /// <exception cref="ImageFormatException">It is empty, or a pipe, a socket or a device, all of which have no length.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">It cannot be read, or is a link that leads nowhere or in a circle.</exception>
    public static FileStream OpenRead(
        string path,
        int bufferSize = 1 << 12,
        FileOptions options = FileOptions.None,
        string? header = null
    ) =>
        !IsEmpty(path)
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize, options)
            : throw (
                header is null || header == path
                    ? new ImageFormatException(path, "it is empty, or no file but a pipe, a socket or a device. Give the file itself.")
                    : new ImageFormatException(
                        header,
                        "its data file is empty, or no file but a pipe, a socket or a device. Fetch it again.",
                        [Path.GetFileName(path)]
                    )
            );

    /// <summary>Whether there is something at a path that has no length: an empty file, a pipe, a socket or a device.</summary>
    public static bool IsEmpty(string path) => LinkedFile.Target(path) is { Exists: true, Length: 0 };
}
