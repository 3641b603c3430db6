using System.Text.Json;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Formats;

namespace Radiomics.Cli.Commands;

/// <summary>What a file or folder is, as JSON.</summary>
internal static class InfoJson
{
    public static void Write(TextWriter output, ImageDescription image, string path) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        if (ImageContents.Values(image, path) is { } values && values.Lowest <= values.Highest)
        {
            json.WriteNumber("lowest", values.Lowest);
            json.WriteNumber("highest", values.Highest);
        }
        Members(json, image, ImageContents.Regions(image, path));
        json.WriteEndObject();
    });

    /// <summary>The images of a folder, and the DICOM objects beside them.</summary>
    public static void Write(TextWriter output, string folder,
        IReadOnlyList<(string Path, ImageDescription? Image, string Problem)> images, DicomDescription? dicom) =>
        JsonOutput.Write(output, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("images");
            foreach (var (path, image, problem) in images)
            {
                json.WriteStartObject();
                json.WriteString("file", Path.GetRelativePath(folder, path));
                if (image is null)
                    json.WriteString("problem", problem);
                else
                    Members(json, image);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (dicom is not null)
            {
                json.WriteStartObject("dicom");
                Members(json, dicom);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        });

    private static void Members(Utf8JsonWriter json, ImageDescription image, List<RegionSize>? sizes = null)
    {
        json.WriteString("format", image.Format.ToString());
        json.WriteString("pixel_type", image.PixelType.ToString());
        json.WriteNumber("channels", image.Channels);
        Geometry(json, image.Geometry);
        json.WriteStartArray("segments");
        for (var i = 0; i < image.Segments.Count; i++)
        {
            var segment = image.Segments[i];
            json.WriteStartObject();
            json.WriteNumber("label", segment.Label);
            json.WriteString("name", segment.Name);
            json.WriteNumber("layer", segment.Layer);
            if (sizes is not null)
            {
                json.WriteNumber("voxels", sizes[i].Voxels);
                json.WriteNumber("volume_ml", sizes[i].Millilitres);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void Write(TextWriter output, DicomDescription found) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        Members(json, found);
        json.WriteEndObject();
    });

    private static void Members(Utf8JsonWriter json, DicomDescription found)
    {
        json.WriteString("format", "Dicom");
        if (found.Warnings.Count > 0)
        {
            json.WriteStartArray("warnings");
            foreach (var warning in found.Warnings)
                json.WriteStringValue(warning);
            json.WriteEndArray();
        }
        json.WriteStartArray("series");
        foreach (var series in found.Series)
        {
            json.WriteStartObject();
            json.WriteString("series_instance_uid", series.SeriesInstanceUid);
            json.WriteString("modality", series.Modality);
            json.WriteNumber("files", series.Files);
            json.WriteString("manufacturer", series.Manufacturer);
            json.WriteString("model", series.Model);
            json.WriteString("transfer_syntax", series.TransferSyntax);
            json.WriteString("pixel_type", series.PixelType?.ToString());
            json.WriteString("units", series.Units);
            if (series.Geometry is { } geometry)
                Geometry(json, geometry);
            json.WriteString("problem", series.Problem);
            json.WriteStartArray("volumes");
            foreach (var volume in series.Volumes)
            {
                json.WriteStartObject();
                json.WriteString("name", volume.Name);
                json.WriteNumber("slices", volume.Slices);
                json.WriteString("pixel_type", volume.PixelType?.ToString());
                if (volume.Geometry is { } own)
                    Geometry(json, own);
                json.WriteString("problem", volume.Problem);
                json.WriteStartArray("warnings");
                foreach (var warning in volume.Warnings)
                    json.WriteStringValue(warning);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("contours");
        foreach (var set in found.Regions)
        {
            json.WriteStartObject();
            json.WriteString("modality", set.Modality);
            json.WriteString("file", Path.GetFileName(set.Path));
            json.WriteStartArray("regions");
            foreach (var region in set.Regions)
            {
                json.WriteStartObject();
                json.WriteNumber("number", region.Number);
                json.WriteString("name", region.Name);
                if (region.Contours is { } contours)
                    json.WriteNumber("contours", contours);
                json.WriteString("problem", region.Problem);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteString("problem", set.Problem);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("others");
        foreach (var (modality, count) in found.Others)
            json.WriteNumber(modality, count);
        json.WriteEndObject();
    }

    private static void Geometry(Utf8JsonWriter json, ImageGeometry geometry)
    {
        Numbers(json, "size", [geometry.Size.X, geometry.Size.Y, geometry.Size.Z]);
        Numbers(json, "spacing_mm", [geometry.Spacing.X, geometry.Spacing.Y, geometry.Spacing.Z]);
        Numbers(json, "origin_lps_mm", [geometry.Origin.X, geometry.Origin.Y, geometry.Origin.Z]);
        Numbers(json, "direction", geometry.Direction.ToRowMajor());
    }

    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
