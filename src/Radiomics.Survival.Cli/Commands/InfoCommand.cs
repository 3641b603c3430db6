using System.CommandLine;
using System.Globalization;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Formats;

namespace Radiomics.Survival.Cli.Commands;

/// <summary><c>radiomics info PATH</c>.</summary>
internal static class InfoCommand
{
    public static Command Create(TextWriter output)
    {
        var path = new Argument<string>("path") { Description = "An image, mask or DICOM file, or a folder." };
        var command = new Command("info", "Says what a file or folder is, without patient identifiers.\n\nExample: radiomics info CT_FOLDER") { path };
        command.SetAction(parsed =>
        {
            var target = parsed.GetRequiredValue(path);
            if (!File.Exists(target) && !Directory.Exists(target))
                throw new FileNotFoundException($"{target}: there is no such file or folder.");
            if (Directory.Exists(target) || !ImageFile.IsImage(target))
                WriteDicom(output, target);
            else
                WriteImage(output, ImageFile.Describe(target));
            return Application.Done;
        });
        return command;
    }

    private static void WriteImage(TextWriter output, ImageDescription image)
    {
        Line(output, "format", image.Format.ToString());
        Line(output, "pixel type", image.PixelType.ToString());
        WriteGeometry(output, image.Geometry);
        if (image.Channels > 1)
            Line(output, "channels", image.Channels.ToString(CultureInfo.InvariantCulture));
        foreach (var segment in image.Segments)
            Line(output, "label", segment.Name == segment.Label.ToString(CultureInfo.InvariantCulture) ? segment.Name : $"{segment.Label}  {segment.Name}  (layer {segment.Layer})");
    }

    // Only what says what the data are: no names, identifiers, dates or places.
    private static void WriteDicom(TextWriter output, string path)
    {
        if (!Directory.Exists(path) && RegionsOf(path) is { } regions)
        {
            Line(output, "format", regions.Format);
            foreach (var region in regions.Names)
                Line(output, "region", region);
            return;
        }
        var series = DicomSeries.Read(path);
        Line(output, "format", "DICOM series");
        Line(output, "modality", series.Modality);
        Line(output, "series", series.SeriesInstanceUid);
        Line(output, "pixel type", series.Volume.PixelType.ToString());
        WriteGeometry(output, series.Volume.Geometry);
    }

    private static (string Format, IEnumerable<string> Names)? RegionsOf(string path)
    {
        var file = DicomFile.Open(path);
        return file.GetString(new DicomTag(0x0008, 0x0060))?.Trim() switch
        {
            "RTSTRUCT" => ("DICOM RT structure set", RtStructureSet.FromObject(file).Structures.Select(s => $"{s}  {s.Contours.Count} contours")),
            "SEG" => ("DICOM segmentation", DicomSegmentation.FromObject(file).Segments.Select(s => s.ToString())),
            _ => null,
        };
    }

    private static void WriteGeometry(TextWriter output, ImageGeometry geometry)
    {
        Line(output, "size", $"{geometry.Size} voxels");
        Line(output, "spacing", Numbers(geometry.Spacing) + " mm");
        Line(output, "origin", Numbers(geometry.Origin) + " mm (LPS)");
        Line(output, "direction", string.Join(' ', geometry.Direction.ToRowMajor().Select(v => v.ToString("0.######", CultureInfo.InvariantCulture))));
    }

    private static string Numbers(Vector3D v) => FormattableString.Invariant($"{v.X:0.######} x {v.Y:0.######} x {v.Z:0.######}");

    private static void Line(TextWriter output, string name, string value) => output.WriteLine($"{name,-14}{value}");
}
