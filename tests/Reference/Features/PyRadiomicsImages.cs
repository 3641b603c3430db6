using System.Collections.Concurrent;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Formats;

namespace Reference.Features;

/// <summary>The images and masks of the reference cases, read once for the whole run.</summary>
public static class PyRadiomicsImages
{
    private static readonly ConcurrentDictionary<string, Lazy<Volume>> Volumes = new();
    private static readonly ConcurrentDictionary<string, Lazy<DicomSeries>> Series = new();

    public static Volume Image(PyRadiomicsCase reference) => Read(reference.Image);

    /// <summary>The label map of a case whose mask is one.</summary>
    public static Volume Labels(PyRadiomicsCase reference) => Read(reference.Mask);

    /// <summary>The region of a case whose mask is an RTSTRUCT.</summary>
    public static Mask Structure(PyRadiomicsCase reference)
    {
        var set = RtStructureSet.Read(PathOf(reference.Mask));
        return set.ToMask(
            set.Find(reference.Roi!),
            Series.GetOrAdd(reference.Image, p => new Lazy<DicomSeries>(() => DicomSeries.Read(PathOf(p)))).Value
        );
    }

    private static Volume Read(string path) => Directory.Exists(PathOf(path))
        ? Series.GetOrAdd(path, p => new Lazy<DicomSeries>(() => DicomSeries.Read(PathOf(p)))).Value.Volume
        : Volumes.GetOrAdd(path, p => new Lazy<Volume>(() => ImageFile.ReadVolume(PathOf(p)))).Value;

    private static string PathOf(string path) => SharedData.PathOf(["data", .. path.Split('/')]);
}
