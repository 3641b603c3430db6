using Radiomics.Imaging;
using Radiomics.Imaging.Formats;
using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Figures;
using Radiomics.Reporting.Pictures;
using Radiomics.Studies;

namespace Radiomics.Cli.Commands;

/// <summary>The regions of a study's first patients on their images, and their feature maps. A caption names a place in the cohort and no
/// patient.</summary>
internal sealed class RegionPictures(CohortManifest manifest, StudyResult study, TextWriter error)
{
    private const int Most = 6;

    private static readonly string[] _endings = [".nrrd", ".nii.gz", ".nii", ".mha"];

    /// <param name="mapFolder">The folder of the patients' folders of maps; <see langword="null"/> for no maps.</param>
    public (List<(SlicePicture, string)> Slices, List<(Figure, string)> Maps) Draw(string? mapFolder)
    {
        if (mapFolder is not null && !Directory.Exists(mapFolder))
            throw new DirectoryNotFoundException($"--maps: there is no folder '{mapFolder}'.");
        var (slices, maps) = (new List<(SlicePicture, string)>(), new List<(Figure, string)>());
        foreach (var entry in manifest.Entries.Where(e => study.Input.Ids.Contains(e.Id, StringComparer.Ordinal)))
        {
            if (slices.Count == Most)
                break;
            try
            {
                var input = Open(entry);
                slices.Add((
                    SlicePicture.OfRegion(input.Image, input.Regions[0].Mask),
                    Invariant($"Patient {slices.Count + 1}: the slice in which the region is largest")
                ));
                if (mapFolder is not null)
                    Maps(Path.Combine(mapFolder, entry.Id), input, slices.Count, maps);
            }
            catch (Exception refusal) when (refusal
                is RadiomicsException or IOException or InvalidDataException or UnauthorizedAccessException)
            {
                error.WriteLine(Invariant($"note (images): row {entry.Row} is not shown: {FlagNames.In(refusal.Message)}"));
            }
        }
        if (slices.Count == 0)
            error.WriteLine("note (images): no patient of the study is in the manifest with an image that can be read, so none is shown.");
        else if (mapFolder is not null && maps.Count == 0)
            error.WriteLine("note (maps): no folder there is called by the id of a patient shown, so no map is.");
        return (slices, maps);
    }

    private Case Open(CohortEntry entry) =>
        Case.Open(
            manifest.PathOf(entry.Image),
            manifest.PathOf(entry.Mask),
            new CaseOptions
            {
                Rois = entry.Roi is { } roi ? [roi] : [],
                Labels = entry.Label is { } label ? [label] : [],
                SeriesUid = entry.SeriesUid,
                PetValues = entry.PetValues,
            }
        );

    private static void Maps(string folder, Case input, int patient, List<(Figure, string)> maps)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (maps.Count == Most)
                return;
            if (_endings.FirstOrDefault(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)) is not { } ending)
                continue;
            var name = Path.GetFileName(path)[..^ending.Length];
            maps.Add((
                MapFigure.Draw(input.Image, input.Regions[0].Mask, ImageFile.ReadVolume(path), name),
                Invariant($"Patient {patient}: the feature in the neighbourhood of each voxel of the region.")
            ));
        }
    }
}
