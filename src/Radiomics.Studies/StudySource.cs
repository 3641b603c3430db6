using Files;

namespace Radiomics.Studies;

/// <summary>A file that the study read.</summary>
/// <param name="Role">What it was read as: <c>features</c>, <c>clinical</c> or <c>second reader</c>.</param>
/// <param name="Name">The file's name, without its folder.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in lower-case hexadecimal.</param>
public sealed record StudySource(string Role, string Name, string Sha256)
{
    /// <summary>What is known of a file, or of a folder of Parquet files, which is read in the order of their names.</summary>
    /// <param name="role">What it is read as.</param>
    /// <param name="path">Its path.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static StudySource Of(string role, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(role);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var hash = Directory.Exists(path)
            ? FileHash.OfAll(Directory.GetFiles(path, "*.parquet").Order(StringComparer.Ordinal))
            : FileHash.Of(path);
        var extraction = ExtractionRecord.Of(path, hash);
        return new StudySource(role, Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), hash)
        {
            ExtractedBy = extraction?.Tool,
            ExtractionParameters = extraction?.Settings,
        };
    }

    /// <summary>
    /// What extracted the features in the file, such as <c>radiomics 0.1.0</c>, where the record of an extraction (<c>run.json</c>) lies
    /// beside it and lists this very file by its SHA-256; else <see langword="null"/>.
    /// </summary>
    public string? ExtractedBy { get; init; }

    /// <summary>
    /// Every setting of that extraction, as JSON in the form of a parameter file; <see langword="null"/> where
    /// <see cref="ExtractedBy"/> is.
    /// </summary>
    public string? ExtractionParameters { get; init; }

    /// <summary>The settings that the table's own column of diagnostics tells, where they are the same for all patients; else
    /// empty.</summary>
    internal string FeatureSettings { get; init; } = "";
}
