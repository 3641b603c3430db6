using System.Globalization;
using System.Text;

namespace Files;

/// <summary>A pipe that this process was given open for reading: its standard input, or what a shell makes of <c>&lt;(...)</c>. Who writes
/// to it ends it. A pipe with a name of its own waits for a writer who may never come, and is none.</summary>
internal static class GivenPipe
{
    // Settings are some kilobytes; what goes on beyond this is no text of them.
    private const int MostBytes = 1 << 26;
    private static readonly string[] Folders = ["/dev/fd/", "/proc/self/fd/"];

    /// <summary>Whether a path leads to one. Only Linux tells.</summary>
    public static bool Is(string path)
    {
        var number = path == "/dev/stdin" ? "0" : Folders.Where(f => path.StartsWith(f, StringComparison.Ordinal)).Select(
            f => path[f.Length..]).FirstOrDefault();
        if (!OperatingSystem.IsLinux() || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor))
            return false;
        try
        {
            // The last octal digit of its flags is how it was opened: 0 for reading. One's own output would be waited for without end.
            return new FileInfo(Invariant($"/proc/self/fd/{descriptor}")).LinkTarget?.StartsWith("pipe:[", StringComparison.Ordinal) == true
                && File.ReadLines(Invariant($"/proc/self/fdinfo/{descriptor}")).Any(
                    l => l.StartsWith("flags:", StringComparison.Ordinal) && (l[^1] & 3) == 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Reads its text in UTF-8, to its end; another time there is nothing left to read.</summary>
    /// <exception cref="IOException">It is longer than any settings, or cannot be read.</exception>
    public static string ReadText(string path)
    {
        using var pipe = File.OpenRead(path);
        using var bytes = new MemoryStream();
        var part = new byte[1 << 16];
        for (int count; (count = pipe.Read(part)) > 0;)
        {
            bytes.Write(part, 0, count);
            if (bytes.Length > MostBytes)
                throw new IOException(Invariant($"{path} gives more than {MostBytes} bytes, which are no settings; give a file of them."));
        }
        bytes.Position = 0;
        using var reader = new StreamReader(bytes, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
