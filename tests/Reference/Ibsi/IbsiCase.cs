using System.Globalization;
using Radiomics.Features.Extraction;
using Radiomics.Features.Ibsi;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Formats;

namespace Reference.Ibsi;

/// <summary>One of IBSI's phantoms under one configuration, read from one kind of file.</summary>
public static class IbsiCase
{
    /// <summary>The cases: file of reference values, preset, files.</summary>
    public static IReadOnlyList<(string Id, string Reference, IbsiSettings Settings, bool Dicom)> All { get; } =
    [
        ("digital phantom / NIfTI", "dig_phantom", IbsiSettings.DigitalPhantom, false),
        .. new[] { false, true }.SelectMany(dicom => IbsiSettings.Presets.Skip(1).Select(p => (
            $"CT phantom, {p.Name} / {(dicom ? "DICOM" : "NIfTI")}", $"chest_config_{p.Name[^1]}", p.Settings, dicom))),
    ];

    /// <summary>The rows of a file; the text is empty where there is no consensus value.</summary>
    public static IReadOnlyList<(string Tag, string Text, double Value, double Tolerance)> Consensus(string reference) =>
        [.. File.ReadLines(SharedData.PathOf("reference", "ibsi_1", $"{reference}.csv")).Skip(1).Select(line => line.Split(';'))
            .Select(p => (p[2], p[0], Number(p[0]), Number(p[1])))];

    /// <summary>The image and its region.</summary>
    public static (Volume Image, Mask Mask) Read(string reference, bool dicom)
    {
        if (reference == "dig_phantom")
        {
            var phantom = SharedData.PathOf("data", "ibsi_1_digital_phantom", "nifti");
            return (
                ImageFile.ReadVolume(Path.Combine(phantom, "image", "phantom.nii.gz")),
                ImageFile.ReadMask(Path.Combine(phantom, "mask", "mask.nii.gz"))
            );
        }
        var folder = SharedData.PathOf("data", "ibsi_1_ct_radiomics_phantom", dicom ? "dicom" : "nifti");
        if (!dicom)
            return (
                ImageFile.ReadVolume(Path.Combine(folder, "image", "phantom.nii.gz")),
                ImageFile.ReadMask(Path.Combine(folder, "mask", "mask.nii.gz"))
            );
        var series = DicomSeries.Read(Path.Combine(folder, "image"));
        var structures = RtStructureSet.Read(Path.Combine(folder, "mask", "DCM_RS_00060.dcm"));
        return (series.Volume, structures.ToMask(structures.Structures[0], series));
    }

    /// <summary>Every value, features and diagnostics, by tag.</summary>
    public static Dictionary<string, double> Values(Volume image, Mask mask, IbsiSettings settings)
    {
        var set = new FeatureExtractor(new ExtractionSettings { Ibsi = settings }).Extract(image, mask);
        var values = set.ToDictionary(f => f.Key, f => f.Value);
        foreach (var (name, value) in set.Diagnostics)
        {
            if (value.Number is { } number)
                values[name] = number;
        }
        return values;
    }

    private static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture);
}
