namespace Radiomics.Studies;

public sealed partial class StudyInput
{
    /// <summary>
    /// Reads a study's files and joins them by the patient's id. A file is CSV (may be gzipped) or, where its name ends in <c>.parquet</c>,
    /// Parquet.
    /// </summary>
    /// <param name="featuresPath">The features: the id, then a column a feature. What extraction writes beside features
    /// (<c>diagnostics_*</c>, <c>Image</c>, <c>Mask</c>, <c>Roi</c>, <c>Values</c>, <c>Label</c>, <c>Label_channel</c>), columns that have
    /// a part in <paramref name="columns"/>, those of ids and those of text are left out.</param>
    /// <param name="clinicalPath">The clinical columns with the follow-up; its rows give the order.</param>
    /// <param name="columns">Which columns are what; <see langword="null"/> for <c>id</c>, <c>time</c>, <c>event</c>.</param>
    /// <param name="secondReaderPath">The features of some patients from a second contour.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="StudyInputException">A file, column or cell that cannot be used; the message names the file, column and
    /// row.</exception>
    public static StudyInput Read(string featuresPath, string clinicalPath, StudyColumns? columns = null, string? secondReaderPath = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(featuresPath);
        ArgumentException.ThrowIfNullOrEmpty(clinicalPath);
        columns ??= new StudyColumns();
        try
        {
            return new StudyFiles(columns).Read(featuresPath, clinicalPath, secondReaderPath);
        }
        catch (SurvivalModelException e) when (e is not StudyInputException)
        {
            throw new StudyInputException(e.Message, e);
        }
    }

    /// <summary>Reads a study's files as a protocol says.</summary>
    /// <param name="featuresPath">The features.</param>
    /// <param name="clinicalPath">The clinical columns with the follow-up.</param>
    /// <param name="protocol">The protocol; its columns are used.</param>
    /// <param name="secondReaderPath">The features of some patients from a second contour.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="StudyInputException">A file, column or cell that cannot be used; the message names the file, column and
    /// row.</exception>
    public static StudyInput Read(string featuresPath, string clinicalPath, StudyProtocol protocol, string? secondReaderPath = null)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        return Read(featuresPath, clinicalPath, protocol.Columns, secondReaderPath);
    }

    /// <summary>What an input that was read came from.</summary>
    internal StudyInput With(IReadOnlyList<StudySource> sources, IReadOnlyList<StudyNote> notes, string eventCoding)
    {
        var copy = Copy();
        (copy.Sources, copy.Notes, copy.EventCoding) = (sources, notes, eventCoding);
        return copy;
    }

    // Its members are set here alone, before anybody sees the copy.
    private StudyInput Copy() => (StudyInput)MemberwiseClone();

    /// <summary>The same data, said to be simulated or not.</summary>
    /// <param name="simulated">Whether no patients stand behind them.</param>
    public StudyInput AsSimulated(bool simulated = true)
    {
        var copy = Copy();
        copy.IsSimulated = simulated;
        return copy;
    }

    /// <summary>The same data, of which only the features that hold under perturbations go on, in place of a second reader.</summary>
    /// <param name="features">The names of the features that hold; those that are not among the features are not counted.</param>
    /// <exception cref="StudyInputException">There is a second reader already, or none of the names is a feature.</exception>
    public StudyInput WithRobustFeatures(IReadOnlyList<string> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (SecondReader is not null)
            throw new StudyInputException("There is a second reader and a list of robust features; a study takes one of them.");
        var holds = features.ToHashSet(StringComparer.Ordinal);
        string[] kept = [.. Features.ColumnNames.Where(holds.Contains)];
        if (kept.Length == 0)
        {
            throw new StudyInputException(
                Invariant($"None of the {features.Count} robust features is among the {Features.ColumnCount} features. Was the list ")
                    + "made under the same settings?");
        }
        var copy = Copy();
        copy.RobustFeatures = kept;
        return copy;
    }

    /// <summary>The same data with the patients whom a competing event took; they count as censored for the event studied.</summary>
    /// <param name="competing">A value a patient.</param>
    /// <exception cref="StudyInputException">Another number of values, none of them true, or a patient with both events.</exception>
    public StudyInput WithCompeting(IReadOnlyList<bool> competing)
    {
        ArgumentNullException.ThrowIfNull(competing);
        if (competing.Count != Ids.Count || !competing.Any(c => c))
            throw new StudyInputException(
                Invariant($"There are {Ids.Count} patients, {competing.Count} values and {competing.Count(c => c)} competing events; a ")
                    + Invariant($"value ")
                    + "for each patient and at least one event are needed.");
        if (Enumerable.Range(0, Ids.Count).FirstOrDefault(i => competing[i] && FollowUp.Event[i], -1) is var both and >= 0)
            throw new StudyInputException($"The patient '{Ids[both]}' has the event and the competing event.");
        var copy = Copy();
        copy.Competing = [.. competing];
        return copy;
    }
}
