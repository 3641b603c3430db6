namespace Radiomics.Imaging.Dicom;

/// <summary>A segment of a DICOM segmentation object.</summary>
/// <param name="Number">Its number, unique in the object; in a label map the value of its pixels.</param>
/// <param name="Label">Its name; empty where it has none.</param>
public sealed record DicomSegment(int Number, string Label)
{
    /// <summary>The number and the name.</summary>
    public override string ToString() => Invariant($"{Number} '{Label}'");
}
