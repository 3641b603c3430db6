#:project ../../src/Radiomics.Cohorts/Radiomics.Cohorts.csproj
#:project ../../src/Radiomics.Samples/Radiomics.Samples.csproj
#:property PublishAot=false
#:property TreatWarningsAsErrors=false

// Extracts a cohort that a manifest (CSV) names: three generated patients, one without its mask. Run: dotnet run docs/samples/05-cohort.cs
using System.Globalization;
using Radiomics.Imaging.Formats;
using Radiomics;
using Radiomics.Samples;
using Survival.Models;

var folder = Directory.CreateTempSubdirectory("cohort-").FullName;
var expected = new Dictionary<string, double>();
var manifest = "id,image,mask\n";
foreach (var id in (string[])["p1", "p2", "p3"])
{
    var phantom = AbdominalPhantom.Create(seed: id[1], columns: 64, slices: 32);
    ImageFile.WriteVolume(phantom.Image, Path.Combine(folder, $"{id}.nii.gz"));
    if (id != "p3")
        ImageFile.WriteMask(phantom.TumourMask(), Path.Combine(folder, $"{id}-mask.nrrd"));
    var spacing = phantom.Image.Geometry.Spacing;
    expected[id] = phantom.TumourMask().VoxelCount * spacing.X * spacing.Y * spacing.Z;
    manifest += $"{id},{id}.nii.gz,{id}-mask.nrrd\n";
}
File.WriteAllText(Path.Combine(folder, "manifest.csv"), manifest);

var cohort = CohortManifest.Read(Path.Combine(folder, "manifest.csv"));
var result = CohortExtraction.Extract(cohort, Path.Combine(folder, "out"));
Console.WriteLine(
    $"{result.Computed.Count} computed, {result.Failures.Count} failed: "
        + $"{string.Join("; ", result.Failures.Select(f => $"{f.Id}, {f.Message}"))}"
);

// A second run computes nothing that is finished, and tries the failed case again.
var again = CohortExtraction.Extract(cohort, Path.Combine(folder, "out"));

// Checks itself: each row's voxel volume is the count of its mask's voxels times the volume of a voxel.
var table = SurvivalTable.ReadCsv(Path.Combine(folder, "out", "features.csv"));
var good = result.Failures.Count == 1 && again.Reused.Count == 2 && again.Computed.Count == 0 && table.RowCount == 2;
var volumes = table.Texts("original_shape_VoxelVolume").Select(v => double.Parse(v!, CultureInfo.InvariantCulture));
foreach (var (id, volume) in table.Texts("id").Zip(volumes))
    good &= Math.Abs(volume / expected[id!] - 1) < 1e-12;
Directory.Delete(folder, recursive: true);
return good ? 0 : 1;
