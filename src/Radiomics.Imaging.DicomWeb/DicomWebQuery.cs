namespace Radiomics.Imaging.DicomWeb;

/// <summary>Which studies to look for (QIDO-RS, PS3.18 section 10.6). What is <see langword="null"/> may be anything.</summary>
/// <remarks>It prints itself without what identifies a patient.</remarks>
public sealed record DicomWebQuery
{
    /// <summary>The patient's ID, exactly, or with <c>*</c> and <c>?</c>.</summary>
    public string? PatientId { get; init; }

    /// <summary>The accession number.</summary>
    public string? AccessionNumber { get; init; }

    /// <summary>The study's UID.</summary>
    public string? StudyInstanceUid { get; init; }

    /// <summary>A modality that the study has: <c>CT</c>, <c>PT</c>, <c>RTSTRUCT</c> ...</summary>
    public string? Modality { get; init; }

    /// <summary>The first day of the study.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day of the study.</summary>
    public DateOnly? To { get; init; }

    /// <summary>How many studies are given at most. Default 100.</summary>
    public int Limit { get; init; } = 100;

    /// <inheritdoc/>
    public override string ToString() =>
        Invariant(
            $"Study {StudyInstanceUid ?? "*"}, modality {Modality ?? "*"}, {(PatientId is null ? "any patient" : "a patient")}, ")
        + Invariant($"at most {Limit}");

    internal IEnumerable<(string Name, string Value)> Parameters()
    {
        if (PatientId is not null)
            yield return ("PatientID", PatientId);
        if (AccessionNumber is not null)
            yield return ("AccessionNumber", AccessionNumber);
        if (StudyInstanceUid is not null)
            yield return ("StudyInstanceUID", StudyInstanceUid);
        if (Modality is not null)
            yield return ("ModalitiesInStudy", Modality);
        if (From is not null || To is not null)
            yield return ("StudyDate", Invariant($"{From:yyyyMMdd}-{To:yyyyMMdd}"));
    }
}
