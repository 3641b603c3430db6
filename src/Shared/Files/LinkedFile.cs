namespace Files;

/// <summary>Links: what counts is the file that one leads to.</summary>
internal static class LinkedFile
{
    /// <summary>The file that a path leads to, which need not be there.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static FileInfo Target(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
    }
}
