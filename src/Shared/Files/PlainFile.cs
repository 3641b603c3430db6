using System.Formats.Tar;
using System.Text;

namespace Files;

/// <summary>Opens files, and only files: opening a pipe waits for whoever may write to it, and a device never ends.</summary>
internal static class PlainFile
{
    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="IOException">It is a pipe, a socket or a device, or cannot be read.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static FileStream OpenRead(string path)
    {
        var file = LinkedFile.Target(Path.GetFullPath(path));
        // .NET's own messages have the whole path, or call a folder a file that may not be read.
        if (GivenPipe.Is(path))
            throw new IOException($"{path} is a pipe; give a file.");
        if (!file.Exists)
            throw Directory.Exists(path)
                ? new IOException($"{path} is a folder; give a file.")
                : new FileNotFoundException($"{path}: there is no such file.", path);
        return file.Length == 0 && !IsRegular(file.FullName)
            ? throw new IOException($"{path} is a device, a pipe or a socket; give a file.")
            : File.OpenRead(path);
    }

    /// <summary>Reads a text in UTF-8: that of a file, or of a pipe that this process was given.</summary>
    /// <exception cref="IOException">It is another pipe, a socket or a device, or cannot be read.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static string ReadText(string path)
    {
        if (GivenPipe.Is(path))
            return GivenPipe.ReadText(path);
        using var reader = new StreamReader(OpenRead(path), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Whether what has no length is an empty file, and no device, pipe or socket.</summary>
    // .NET tells what kind of thing an entry of a folder is in one place: the header that it writes into an archive (its byte 156; POSIX
    // ustar).
    public static bool IsRegular(string path)
    {
        if (OperatingSystem.IsWindows())
            return true;
        var archive = new MemoryStream();
        try
        {
            using var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true);
            writer.WriteEntry(path, "entry");
        }
        catch (IOException)
        {
            // A socket has no place in an archive.
            return false;
        }
        return archive.GetBuffer()[156] is (byte)'0' or 0;
    }
}
