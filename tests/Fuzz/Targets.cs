using System.IO.Compression;
using Radiomics;
using Radiomics.Features.Extraction;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Formats;
using Radiomics.Imaging.Masks;
using Radiomics.Studies;
using Survival.Models;
using Survival.Models.Cox;
using Survival.Models.Penalised;
using Survival.Models.Prognosis;

namespace Fuzz;

/// <summary>One reader or parser: what its files are called and what is done with one.</summary>
/// <param name="Name">Its name, and that of the folder of its seeds.</param>
/// <param name="FileName">What the damaged file is called.</param>
/// <param name="Read">Reads it.</param>
/// <param name="Compressed">Whether the damage is done to what is compressed, for otherwise nearly all files fail at a checksum.</param>
/// <param name="Made">A seed made here, where a file of one would grow old.</param>
internal sealed record Target(string Name, string FileName, Action<string> Read, bool Compressed = false, Func<string>? Made = null);

internal static class Targets
{
    private static Cohort Small { get; } = Cohort.FromColumns(
        [1, 2, 3, 4, 5, 6],
        [true, false, true, true, false, true],
        ("age", [60, 61, 55, 70, 40, 66]),
        ("karno", [50, 70, 80, 30, 90, 20]));

    public static IReadOnlyList<Target> All { get; } =
    [
        new("nifti", "image.nii", Image),
        new("nifti", "image.nii.gz", Image, Compressed: true),
        new("analyze", "image.hdr", Image),
        new("nrrd", "image.nrrd", Image),
        new("segnrrd", "image.seg.nrrd", Regions),
        new("metaimage", "image.mha", Image),
        new("mhd", "image.mhd", Image),
        new("picture", "image.png", Image),
        new("bmp", "image.bmp", Image),
        new("tiff", "image.tif", Image),
        new("dicom", "slice.dcm", Series),
        new("rtstruct", "contours.dcm", p => RtStructureSet.Read(p)),
        new("dicomseg", "regions.dcm", p => DicomSegmentation.Read(p)),
        new("parameters", "parameters.yaml", p => ExtractionSettings.Load(p)),
        new("protocol", "protocol.yaml", p => StudyProtocol.Read(p)),
        new("csv", "table.csv", Table),
        new("csv", "table.csv.gz", Table, Compressed: true),
        new("parquet", "table.parquet", p => SurvivalTable.ReadParquet(p)),
        new("model", "model.json", p => PrognosticModel.Load(p)),
        new("cox", "cox.json", p => CoxModel.Load(p), Made: () => CoxModel.Fit(Small, ["age", "karno"]).ToJson()),
        new("coxnet", "coxnet.json", p => CoxNetModel.FromJson(File.ReadAllText(p)), Made: () => CoxNet.Fit(Small).At(3).ToJson()),
        new("manifest", "manifest.csv", p => CohortManifest.Read(p)),
        new("expression", "expression.txt", Expression, Made: () => "(\"GTV p\" + LN) - Vessel & (A | B)"),
    ];

    private static void Expression(string path)
    {
        if (File.ReadAllText(path) is var text && !string.IsNullOrWhiteSpace(text))
            RoiExpression.Parse(text);
    }

    private static void Image(string path)
    {
        var volume = ImageFile.ReadVolume(path);
        _ = volume[0, 0, 0];
    }

    private static void Regions(string path) => ImageFile.ReadSegmentation(path);

    private static void Series(string path)
    {
        var series = DicomSeries.Read(path);
        _ = series.Volume.Geometry.Size;
        DicomDescription.Read(path);
    }

    private static void Table(string path)
    {
        var table = SurvivalTable.ReadCsv(path);
        foreach (var name in table.ColumnNames.Take(20))
            _ = table.IsNumeric(name);
    }

    public static byte[] Pack(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(data);
        return packed.ToArray();
    }
}
