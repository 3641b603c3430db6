using Radiomics.Imaging;
using Radiomics.Imaging.Formats;

namespace Radiomics.Tests.Cohorts;

/// <summary>A manifest of small images with two readers' masks, in a folder of their own.</summary>
internal sealed class SmallCohort : IDisposable
{
    public SmallCohort(int cases, bool secondReader = true)
    {
        Directory.CreateDirectory(Folder);
        var geometry = new ImageGeometry(new GridSize(14, 12, 9), new Vector3D(1, 1, 2.5));
        var lines = new List<string> { secondReader ? "id,image,mask,label,mask2,note" : "id,image,mask,label" };
        for (var c = 0; c < cases; c++)
        {
            var (image, first, second) = (new short[geometry.Size.Count], new byte[geometry.Size.Count], new byte[geometry.Size.Count]);
            for (var i = 0; i < image.Length; i++)
            {
                var (x, y, z) = (i % 14, i / 14 % 12, i / 168);
                image[i] = (short)((i + (c * 31)) * 7919 % (211 + c));
                first[i] = x is > 1 and < 11 && y is > 1 and < 9 && z is > 1 and < 7 ? (byte)1 : (byte)0;
                second[i] = x is > 2 and < 11 && y is > 1 and < 10 && z is > 1 and < 7 ? (byte)1 : (byte)0;
            }
            ImageFile.WriteVolume(Volume.Create(geometry, image), PathOf($"image{c}.nrrd"));
            ImageFile.WriteVolume(Volume.Create(geometry, first), PathOf($"mask{c}.nii.gz"));
            ImageFile.WriteVolume(Volume.Create(geometry, second), PathOf($"second{c}.nii.gz"));
            var two = c % 3 == 0 ? $"second{c}.nii.gz" : "";
            lines.Add(secondReader ? $"P{c:00},image{c}.nrrd,mask{c}.nii.gz,1,{two},of no use" : $"P{c:00},image{c}.nrrd,mask{c}.nii.gz,1");
        }
        File.WriteAllLines(Manifest, lines);
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "cohort-" + Guid.NewGuid().ToString("N"));

    public string Manifest => PathOf("manifest.csv");

    public string PathOf(string name) => Path.Combine(Folder, name);

    public CohortResult Run(
        string output,
        CohortOptions? options = null,
        IProgress<CohortProgress>? progress = null,
        CancellationToken? cancellationToken = null
    ) =>
        CohortExtraction.Extract(
            CohortManifest.Read(Manifest),
            PathOf(output),
            options,
            progress,
            cancellationToken ?? TestContext.Current.CancellationToken
        );

    /// <summary>The bytes of every table of an output folder.</summary>
    public Dictionary<string, byte[]> Tables(string output) =>
        Directory
            .GetFiles(PathOf(output))
            .Where(f => Path.GetFileName(f) is not (CohortExtraction.JournalName or "run.json"))
            .ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
