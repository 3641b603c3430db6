using System.Collections.Concurrent;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;

namespace Reference.Features;

/// <summary>The images and masks of the reference cases, read once for the whole run.</summary>
public static class PyRadiomicsImages
{
    private static readonly ConcurrentDictionary<string, Lazy<Volume>> Volumes = new();

    /// <summary>Whether all that a case needs is there.</summary>
    public static bool CanRead(PyRadiomicsCase reference)
    {
        var settings = Radiomics.Features.Parameters.ParameterFile.Parse(reference.Parameters);
        return reference.Roi is null && settings.ResampledPixelSpacing is null && !settings.Normalize
            && settings.ImageTypes.All(t => t.Type == Radiomics.Features.Extraction.ImageType.Original);
    }

    public static Volume Image(PyRadiomicsCase reference) => Read(reference.Image);

    /// <summary>The label map of a case whose mask is one.</summary>
    public static Volume Labels(PyRadiomicsCase reference) => Read(reference.Mask);

    private static Volume Read(string path) =>
        Volumes.GetOrAdd(path, p => new Lazy<Volume>(() => ImageFile.ReadVolume(SharedData.PathOf(["data", .. p.Split('/')])))).Value;
}
