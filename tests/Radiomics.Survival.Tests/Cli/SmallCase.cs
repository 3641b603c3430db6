using Radiomics.Imaging;
using Radiomics.Imaging.Formats;

namespace Radiomics.Tests.Cli;

/// <summary>A small image and label map in a folder of their own.</summary>
internal sealed class SmallCase : IDisposable
{
    public SmallCase()
    {
        Directory.CreateDirectory(Folder);
        var geometry = new ImageGeometry(new GridSize(12, 10, 8), new Vector3D(1, 1, 2.5));
        var image = new short[geometry.Size.Count];
        var labels = new byte[image.Length];
        for (var i = 0; i < image.Length; i++)
        {
            image[i] = (short)(i * 7919 % 211);
            var (x, y, z) = (i % 12, i / 12 % 10, i / 120);
            labels[i] =
                x is > 1 and < 6 && y is > 1 and < 8 && z is > 1 and < 6 ? (byte)1
                : x is > 6 and < 11 && y is > 2 and < 8 && z is > 1 and < 6 ? (byte)3
                : (byte)0;
        }
        ImageFile.WriteVolume(Volume.Create(geometry, image), Image);
        ImageFile.WriteVolume(Volume.Create(geometry, labels), Mask);
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "radiomics-" + Guid.NewGuid().ToString("N"));

    public string Image => Path.Combine(Folder, "image.nii.gz");

    public string Mask => Path.Combine(Folder, "mask.nrrd");

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
