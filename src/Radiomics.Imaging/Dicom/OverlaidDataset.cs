namespace Radiomics.Imaging.Dicom;

/// <summary>An item whose elements count before those of the object around it.</summary>
internal sealed class OverlaidDataset(IDicomDataset first, IDicomDataset then) : IDicomDataset
{
    public bool Contains(DicomTag tag) => first.Contains(tag) || then.Contains(tag);

    public string? Text(DicomTag tag) => first.Text(tag) ?? then.Text(tag);

    public double[] Numbers(DicomTag tag) => first.Numbers(tag) is { Length: > 0 } numbers ? numbers : then.Numbers(tag);

    public IReadOnlyList<IDicomDataset> Items(DicomTag tag) => first.Items(tag) is { Count: > 0 } items ? items : then.Items(tag);
}
