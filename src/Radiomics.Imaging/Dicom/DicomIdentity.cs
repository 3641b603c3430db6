using System.Globalization;

namespace Radiomics.Imaging.Dicom;

/// <summary>The UIDs that tie written DICOM files together, all made from one name, and a description. It holds nothing of a patient.</summary>
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

    /// <summary>The series' description.</summary>
    public string Description { get; }

    /// <summary>The study's UID.</summary>
    public string StudyInstanceUid { get; }

    /// <summary>The image series' UID.</summary>
    public string SeriesInstanceUid { get; }

    /// <summary>The UID of the frame of reference of the image and the structures.</summary>
    public string FrameOfReferenceUid { get; }

    /// <summary>The UID of the image of a slice.</summary>
    /// <param name="slice">The slice, counted from 0.</param>
    public string ImageUid(int slice) => DicomUid.FromText(string.Create(CultureInfo.InvariantCulture, $"{SeriesInstanceUid}/{slice}"));
}
