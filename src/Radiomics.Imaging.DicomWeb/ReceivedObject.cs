using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.DicomWeb;

/// <summary>An object as the server gave it.</summary>
/// <param name="SopInstanceUid">Its UID.</param>
/// <param name="File">Its elements.</param>
/// <param name="Bytes">The whole file.</param>
internal sealed record ReceivedObject(string SopInstanceUid, DicomFile File, ReadOnlyMemory<byte> Bytes)
{
    private static readonly DicomTag SopInstance = new(0x0008, 0x0018);

    /// <summary>Parses the bytes of a file up to its pixels.</summary>
    /// <exception cref="ImageFormatException">They are no DICOM file, or a damaged one.</exception>
    public static ReceivedObject Parse(byte[] bytes, string series)
    {
        var uid = Open($"series {series}").Text(SopInstance) ?? "";
        return DicomJson.IsUid(uid)
            ? new ReceivedObject(uid, Open($"object {uid}"), bytes)
            : throw new ImageFormatException($"series {series}", "an object of it has no SOP Instance UID.");

        DicomFile Open(string source) => DicomFile.Open(source, () => new MemoryStream(bytes, writable: false));
    }
}
