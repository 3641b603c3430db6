using System.Security.Cryptography;
using Survival.Models;

namespace Radiomics.Studies;

public sealed partial class StudyInput
{
    /// <summary>Reads a study's files and joins them by the patient's id. CSV files may be gzipped.</summary>
    /// <param name="featuresPath">The features: the id, then a column a feature. <c>diagnostics_</c> columns and columns of text are left out.</param>
    /// <param name="clinicalPath">The clinical columns with the follow-up; its rows give the order.</param>
    /// <param name="columns">Which columns are what; <see langword="null"/> for <c>id</c>, <c>time</c>, <c>event</c>.</param>
    /// <param name="secondReaderPath">The features of some patients from a second contour.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="StudyInputException">A file, column or cell that cannot be used; the message names the file, column and row.</exception>
    public static StudyInput Read(string featuresPath, string clinicalPath, StudyColumns? columns = null, string? secondReaderPath = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(featuresPath);
        ArgumentException.ThrowIfNullOrEmpty(clinicalPath);
        columns ??= new StudyColumns();
        try
        {
            return new StudyFiles(columns).Read(featuresPath, clinicalPath, secondReaderPath);
        }
        catch (InvalidSurvivalDataException e)
        {
            throw new StudyInputException(e.Message, e);
        }
    }

    /// <summary>The parts of an input that was read.</summary>
    internal StudyInput With(IReadOnlyList<StudySource> sources, IReadOnlyList<StudyNote> notes) =>
        new(Ids, Features, Clinical, FactorColumns, FollowUp) { Training = Training, Folds = Folds, SecondReader = SecondReader, Sources = sources, Notes = notes };

    internal static StudySource Source(string role, string path)
    {
        using var stream = File.OpenRead(path);
        return new StudySource(role, Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
