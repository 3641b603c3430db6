namespace Files;

/// <summary>A folder for results.</summary>
internal static class NewFolder
{
    /// <summary>Makes a folder, and those above it; one that is there stays as it is.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">It cannot be made; the message names it.</exception>
    public static void Make(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var why = File.Exists(path) ? "a file has the name" : "a folder above it may not be written, or is a file";
            throw new IOException($"The folder '{path}' cannot be made: {why}. Name another.", e);
        }
    }
}
