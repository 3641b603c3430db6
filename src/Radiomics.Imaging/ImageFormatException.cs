namespace Radiomics.Imaging;

/// <summary>A file or folder is not what it should be: of a foreign format, damaged, or of a kind that is not supported.</summary>
public sealed class ImageFormatException : RadiomicsException
{
    /// <summary>Creates the exception for a file.</summary>
    /// <param name="path">The file or folder; it starts the message.</param>
    /// <param name="problem">What is wrong with it and what to do.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public ImageFormatException(string path, string problem, Exception? innerException = null)
        : base($"{path}: {problem}", innerException) => Path = path;

    /// <summary>The file or folder.</summary>
    public string Path { get; }
}
