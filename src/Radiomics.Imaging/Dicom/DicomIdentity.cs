using System.Globalization;

namespace Radiomics.Imaging.Dicom;

/// <summary>The UIDs that tie written DICOM files together, all made from one name, and a description. It holds nothing of a
/// patient.</summary>
public sealed record DicomIdentity
{
    /// <summary>Makes the UIDs of a study.</summary>
    /// <param name="name">Any text; the same text gives the same UIDs.</param>
    /// <param name="description">The series' description; at most 64 characters.</param>
    /// <exception cref="ArgumentException">The name is empty, or the description too long or with a backslash.</exception>
    public DicomIdentity(string name, string description = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(description);
        if (description.Length > 64 || description.Contains('\\', StringComparison.Ordinal))
            throw new ArgumentException("A description has at most 64 characters and no backslash.", nameof(description));
        Description = description;
        StudyInstanceUid = DicomUid.FromText($"{name}/study");
        SeriesInstanceUid = DicomUid.FromText($"{name}/series");
        FrameOfReferenceUid = DicomUid.FromText($"{name}/frame of reference");
    }

    /// <summary>The identity of a series that is there: contours and segments written with it belong to its images.</summary>
    /// <param name="series">The series.</param>
    /// <param name="description">The description of what is written; at most 64 characters.</param>
    /// <exception cref="ArgumentException">The description is too long or has a backslash, or the series has no UID.</exception>
    public static DicomIdentity Of(DicomSeries series, string description = "")
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.SeriesInstanceUid.Length == 0)
            throw new ArgumentException("The series has no SeriesInstanceUID, so that nothing can refer to it.", nameof(series));
        var made = new DicomIdentity(series.SeriesInstanceUid, description);
        return made with
        {
            StudyInstanceUid = series.StudyInstanceUid.Length > 0 ? series.StudyInstanceUid : made.StudyInstanceUid,
            SeriesInstanceUid = series.SeriesInstanceUid,
            FrameOfReferenceUid = series.FrameOfReferenceUid.Length > 0 ? series.FrameOfReferenceUid : made.FrameOfReferenceUid,
            ImageClassUid = series.ImageClassUid.Length > 0 ? series.ImageClassUid : made.ImageClassUid,
            Images = series.ImageUids,
        };
    }

    /// <summary>The series' description.</summary>
    public string Description { get; }

    /// <summary>The study's UID.</summary>
    public string StudyInstanceUid { get; private init; }

    /// <summary>The image series' UID.</summary>
    public string SeriesInstanceUid { get; private init; }

    /// <summary>The UID of the frame of reference of the image and the structures.</summary>
    public string FrameOfReferenceUid { get; private init; }

    internal string ImageClassUid { get; private init; } = "1.2.840.10008.5.1.4.1.1.2";

    private IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>The UIDs of the images that are there, each once; none of a made identity.</summary>
    internal IEnumerable<string> ImageUids => Images.Where(i => i.Length > 0).Distinct();

    /// <summary>The UID of the image of a slice.</summary>
    /// <param name="slice">The slice, counted from 0.</param>
    public string ImageUid(int slice) =>
        (uint)slice < (uint)Images.Count && Images[slice].Length > 0
            ? Images[slice]
            : DicomUid.FromText(string.Create(CultureInfo.InvariantCulture, $"{SeriesInstanceUid}/{slice}"));
}
