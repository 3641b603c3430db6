using System.CommandLine;
using System.Globalization;
using Plain;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Formats;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics info PATH</c>.</summary>
internal static class InfoCommand
{
    public static Command Create(TextWriter output)
    {
        var path = new Argument<string>("path") { Description = "An image, mask or DICOM file, or a folder." };
        var json = new Option<bool>("--json") { Description = "Print it as JSON." };
        var command = new ToolCommand("info", "Says what a file or folder is, without patient identifiers.", "radiomics info CT_FOLDER")
        {
            path,
            json,
        };
        PatientTable.Refuse(command, path);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var target = parsed.GetRequiredValue(path);
                if (!File.Exists(target) && !Directory.Exists(target))
                    throw new FileNotFoundException($"{target}: there is no such file or folder.");
                if (Directory.Exists(target) && Images(target) is { Count: > 0 } images)
                {
                    var beside = DicomDescription.IsDicom(target) ? DicomDescription.Read(target, cancellationToken) : null;
                    if (parsed.GetValue(json))
                        InfoJson.Write(output, target, images, beside);
                    else
                        WriteImages(output, target, images);
                    if (beside is not null && !parsed.GetValue(json))
                        WriteDicom(output, beside);
                    return Task.FromResult(ExitCode.Done);
                }
                var (isDicom, asJson) = (Directory.Exists(target) || !ImageFile.IsImage(target), parsed.GetValue(json));
                if (isDicom && asJson)
                    InfoJson.Write(output, DicomDescription.Read(target, cancellationToken));
                else if (isDicom)
                    WriteDicom(output, DicomDescription.Read(target, cancellationToken));
                else if (asJson)
                    InfoJson.Write(output, ImageFile.Describe(target), target);
                else
                    WriteImage(output, ImageFile.Describe(target), target);
                return Task.FromResult(ExitCode.Done);
            }
        );
        return command;
    }

    // The images of a folder, and of its sub-folders where it holds none itself: what is no image by its content (DICOM, tables) is left
    // out.
    private static List<(string Path, ImageDescription? Image, string Problem)> Images(string folder)
    {
        foreach (var depth in new[] { SearchOption.TopDirectoryOnly, SearchOption.AllDirectories })
        {
            var found = new List<(string, ImageDescription?, string)>();
            foreach (var path in Directory.EnumerateFiles(folder, "*", depth).Order(StringComparer.Ordinal).Where(ImageFile.IsImage))
            {
                try
                {
                    found.Add((path, ImageFile.Describe(path), ""));
                }
                catch (Exception refusal) when (refusal is RadiomicsException or IOException or InvalidDataException)
                {
                    found.Add((path, null, refusal.Message));
                }
            }
            if (found.Count > 0)
                return found;
        }
        return [];
    }

    private static void WriteImages(TextWriter output, string folder, List<(string Path, ImageDescription? Image, string Problem)> images)
    {
        string[][] rows =
        [
            ["file", "format", "pixel type", "size", "spacing, mm", "labels"],
            .. images.Select(i => i.Image is { } image
                ? new[]
                {
                    Path.GetRelativePath(folder, i.Path),
                    image.Format.ToString(),
                    image.PixelType.ToString() + (image.Channels > 1 ? Invariant($" x {image.Channels}") : ""),
                    image.Geometry.Size.ToString(),
                    Numbers(image.Geometry.Spacing),
                    Labels(image),
                }
                : [Path.GetRelativePath(folder, i.Path), "problem: " + FlagNames.In(i.Problem)]),
        ];
        var widths = Enumerable.Range(0, 6).Select(c => rows.Where(r => r.Length == 6).Max(r => r[c].Length)).ToArray();
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, c) => c == row.Length - 1 ? cell : cell.PadRight(widths[c]))));
        output.WriteLine(Invariant($"{images.Count} image{(images.Count == 1 ? "" : "s")}"));
    }

    private static string Labels(ImageDescription image) =>
        image.Segments.Count(IsBare) > PlainWords.ListLimit ? Invariant($"{image.Segments.Count} values")
        : image.Segments.Count > 12 ? Invariant($"{image.Segments.Count} labels")
        : string.Join(", ", image.Segments.Select(s => IsBare(s) ? s.Name : Invariant($"{s.Label} {s.Name}")));

    private static bool IsBare(Segment segment) => segment.Name == segment.Label.ToString(CultureInfo.InvariantCulture);

    private static void WriteImage(TextWriter output, ImageDescription image, string path)
    {
        Line(output, "format", image.Format.ToString());
        Line(output, "pixel type", image.PixelType.ToString());
        WriteGeometry(output, image.Geometry);
        if (image.Channels > 1)
            Line(output, "channels", image.Channels.ToString(CultureInfo.InvariantCulture));
        if (ImageContents.Values(image, path) is { } values)
            Line(output, "values", values.ToString());
        // Names are what one looks up here; of bare numbers, a picture in greys has hundreds.
        var bare = image.Segments.Count(IsBare);
        var sizes = bare > PlainWords.ListLimit ? null : ImageContents.Regions(image, path);
        var listed = 0;
        for (var i = 0; i < image.Segments.Count; i++)
        {
            var segment = image.Segments[i];
            var size = sizes is null ? "" : $"  {sizes[i]}";
            if (!IsBare(segment))
                Line(output, "label", Invariant($"{segment.Label}  {segment.Name}  (layer {segment.Layer}){size}"));
            else if (++listed <= PlainWords.ListLimit)
                Line(output, "label", segment.Name + size);
        }
        if (bare > PlainWords.ListLimit)
            Line(output, "", Invariant($"and {bare - PlainWords.ListLimit} more values; is it an image of greys?"));
    }

    // The description holds no names of people, identifiers, dates or places.
    private static void WriteDicom(TextWriter output, DicomDescription found)
    {
        foreach (var warning in found.Warnings)
            Line(output, "warning", FlagNames.In(warning));
        foreach (var series in found.Series)
        {
            Line(output, "series", series.SeriesInstanceUid);
            Line(
                output,
                "  modality",
                Invariant(
                    $"{series.Modality}, {series.Files} file{(series.Files == 1 ? "" : "s")}, {series.Manufacturer} {series.Model}"
                ).TrimEnd()
            );
            Line(output, "  syntax", series.TransferSyntax);
            if (series.PixelType is { } type)
                Line(output, "  pixel type", series.Units.Length > 0 ? $"{type}, {series.Units}" : type.ToString());
            if (series.Geometry is { } geometry)
                WriteGeometry(output, geometry, "  ");
            foreach (var warning in series.Volumes.SelectMany(v => v.Warnings))
                Line(output, "  warning", FlagNames.In(warning));
            if (series.Problem is { } problem)
                Line(output, "  problem", FlagNames.In(problem));
            if (series.Volumes.Count > 1)
            {
                for (var i = 0; i < series.Volumes.Count; i++)
                {
                    var volume = series.Volumes[i];
                    Line(
                        output,
                        "  volume",
                        Invariant($"{i}  {volume.Name}  ({volume.Slices} ")
                            + $"slices{(volume.Geometry is { } g ? $", {g.Size} voxels of {Numbers(g.Spacing)} mm" : "")})"
                    );
                    if (volume.Problem is { } own)
                        Line(output, "    problem", FlagNames.In(own));
                }
            }
        }
        foreach (var set in found.Regions)
        {
            Line(output, set.Modality, Path.GetFileName(set.Path));
            foreach (var region in set.Regions)
            {
                Line(
                    output,
                    "  region",
                    region.Contours is { } contours
                        ? Invariant($"{region.Number}  {region.Name}  ({contours} contours)")
                        : Invariant($"{region.Number}  {region.Name}")
                );
                if (region.Problem is { } wrong)
                    Line(output, "    problem", FlagNames.In(wrong));
            }
        }
        foreach (var set in found.Regions.Where(r => r.Problem is not null))
            Line(output, "  problem", FlagNames.In(set.Problem!));
        foreach (var (modality, count) in found.Others)
            Line(output, "other", Invariant($"{count} x {modality}"));
    }

    private static void WriteGeometry(TextWriter output, ImageGeometry geometry, string indent = "")
    {
        Line(output, indent + "size", $"{geometry.Size} voxels");
        Line(output, indent + "spacing", Numbers(geometry.Spacing) + " mm");
        Line(output, indent + "origin", Numbers(geometry.Origin) + " mm (LPS)");
        Line(
            output,
            indent + "direction",
            string.Join(' ', geometry.Direction.ToRowMajor().Select(v => v.ToString("0.######", CultureInfo.InvariantCulture)))
        );
    }

    private static string Numbers(Vector3D v) => FormattableString.Invariant($"{v.X:0.######} x {v.Y:0.######} x {v.Z:0.######}");

    private static void Line(TextWriter output, string name, string value) => output.WriteLine($"{name,-14}{value}");
}
