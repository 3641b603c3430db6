namespace Radiomics.Imaging.Tests;

/// <summary>The voxels of a volume as bytes, for tests that compare them.</summary>
internal static class VolumeBytes
{
    public static byte[] Of(Volume volume)
    {
        using var bytes = new MemoryStream();
        volume.Bytes(bytes, static (part, stream) => stream.Write(part));
        return bytes.ToArray();
    }
}
