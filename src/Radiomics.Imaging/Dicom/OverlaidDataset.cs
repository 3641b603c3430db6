namespace Radiomics.Imaging.Dicom;

/// <summary>An item whose elements count before those of the object around it.</summary>
internal sealed class OverlaidDataset(IDicomDataset first, IDicomDataset then) : IDicomDataset
{
    public bool Contains(DicomTag tag) => first.Contains(tag) || then.Contains(tag);

    public string? GetString(DicomTag tag) => first.GetString(tag) ?? then.GetString(tag);

    public double[] GetNumbers(DicomTag tag) => first.GetNumbers(tag) is { Length: > 0 } numbers ? numbers : then.GetNumbers(tag);

    public IReadOnlyList<IDicomDataset> GetItems(DicomTag tag) => first.GetItems(tag) is { Count: > 0 } items ? items : then.GetItems(tag);
}
