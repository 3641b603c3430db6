// FromPacs HOST PORT THEIR_TITLE OUR_TITLE STUDY: reads the CT of a study and the structures drawn on it, and says how large they are.
using FromPacs;
using Radiomics.Imaging.Dicom;

if (args is not [var host, var port, var theirs, var ours, var study])
{
    Console.Error.WriteLine("FromPacs HOST PORT THEIR_TITLE OUR_TITLE STUDY");
    return 2;
}
var pacs = new Pacs(host, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), theirs, ours);
var series = await pacs.FindSeriesAsync(study, default);
var ct = DicomSeries.FromObjects(await pacs.GetAsync(study, series.First(s => s.Modality == "CT").Uid, default));
Console.WriteLine($"CT of {ct.Volume.Size} voxels");
foreach (var (uid, _) in series.Where(s => s.Modality == "RTSTRUCT"))
{
    var set = RtStructureSet.FromObject((await pacs.GetAsync(study, uid, default))[0]);
    foreach (var structure in set.Structures.Where(s => s.Contours.Count > 0 && s.Problem is null))
        Console.WriteLine($"{structure.Name}: {set.ToMask(structure, ct).VoxelCount} voxels");
}
return 0;
