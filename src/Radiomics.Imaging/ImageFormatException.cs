using Plain;

namespace Radiomics.Imaging;

/// <summary>A file or folder is not what it should be: of a foreign format, damaged, or of a kind that is not supported.</summary>
public sealed class ImageFormatException : RadiomicsException
{
    /// <summary>Creates the exception for a file.</summary>
    /// <param name="path">The file or folder; it starts the message.</param>
    /// <param name="problem">What is wrong with it and what to do.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public ImageFormatException(string path, string problem, Exception? innerException = null)
        : base($"{path}: {problem}", innerException) => (Path, Problem) = (path, PlainWords.Of(problem));

    /// <summary>Creates the exception for a folder, or a header, and files that belong to it.</summary>
    /// <param name="path">The file or folder; it starts the message.</param>
    /// <param name="problem">What is wrong with it and what to do.</param>
    /// <param name="files">The files that it is about; the first of them end the message.</param>
    public ImageFormatException(string path, string problem, IReadOnlyList<string> files)
        : base($"{path}: {problem} ({string.Join(", ", files.Take(20))}{(files.Count > 20 ? ", ..." : "")})") =>
        (Path, Problem) = (path, PlainWords.Of(problem));

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override string Problem { get; }

    /// <summary>The UID of the series that a damaged DICOM file is of, as far as it could be read; else empty.</summary>
    internal string SeriesInstanceUid { get; set; } = "";
}
