using System.Collections.Concurrent;
using Radiomics.Imaging;

namespace Reference.Features;

/// <summary>The images and masks of the reference cases, read once for the whole run.</summary>
public static class PyRadiomicsImages
{
    private static readonly ConcurrentDictionary<string, Lazy<Volume>> Volumes = new();

    public static bool CanRead(PyRadiomicsCase reference) => reference.Roi is null;

    public static Volume Image(PyRadiomicsCase reference) => Read(reference.Image);

    public static Mask Mask(PyRadiomicsCase reference, int label) => Radiomics.Imaging.Mask.FromLabel(Read(reference.Mask), label);

    private static Volume Read(string path) =>
        Volumes.GetOrAdd(path, p => new Lazy<Volume>(() => MiniReader.Read(SharedData.PathOf(["data", .. p.Split('/')])))).Value;
}
