using System.CommandLine;
using System.Diagnostics;
using Files;
using Plain;
using Radiomics.Features.Extraction;
using Radiomics.Features.Maps;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;
using Radiomics.Reporting.Figures;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics maps IMAGE MASK -o FOLDER</c>.</summary>
internal static class MapsCommand
{
    public static Command Create(TextWriter error)
    {
        var image = new Argument<string>("image")
        {
            Description = "An image file (NIfTI, NRRD, MetaImage, PNG, BMP, TIFF, JPEG), or a folder with a DICOM series.",
        };
        var mask = new Argument<string>("mask")
        {
            Description = "A label map or .seg.nrrd, or an RTSTRUCT file or a folder that holds one.",
        };
        var parameters = ExtractionOptions.Parameters();
        var preset = ExtractionOptions.Preset();
        var overrides = ExtractionOptions.Overrides();
        var label = new Option<int?>("--label", "-l") { Description = "The label (or number of the structure).", HelpName = "n" }.Whole();
        var roi = new Option<string?>("--roi", "-r") { Description = "The name of the segment or structure.", HelpName = "name" };
        var series = new Option<string?>("--series")
        {
            Description = "The SeriesInstanceUID, where the folder holds several series.",
            HelpName = "uid",
        };
        var folder = new Option<string>(SharedFlags.Output, SharedFlags.OutputAliases)
        {
            Description = "The folder that takes a file a feature, such as original_glcm_Contrast.nrrd.",
            HelpName = "folder",
            Required = true,
        };
        var format = new Option<string>("--format")
        {
            Description = "The files' format: nrrd (default) or nii.gz.",
            HelpName = "ending",
            DefaultValueFactory = _ => "nrrd",
        };
        format.AcceptOnlyFromAmong("nrrd", "nii.gz");
        var full = new Option<bool>("--full")
        {
            Description = "Write maps of the whole image's grid, not of the region's box and the kernel's radius around it.",
        };
        var pictures = new Option<bool>("--pictures")
        {
            Description =
                "Write a picture of each map (PNG) beside it: the map in colour over the slice with most of the region, with its scale.",
        };
        var threads = new Option<int>(SharedFlags.Threads, SharedFlags.ThreadsAliases)
        {
            Description = "How many threads may work. The numbers do not depend on it.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
            HelpName = "n",
        }.Whole(least: 1);
        var command = new ToolCommand(
            "maps",
            "Computes feature maps (PyRadiomics' voxel-based extraction; voxelSetting of a parameter file is obeyed) and writes an image "
                + "a feature.",
            "radiomics maps IMAGE.nrrd MASK.nrrd --params voxel.yaml -o maps"
        )
        {
            image,
            mask,
            parameters,
            preset,
            overrides,
            label,
            roi,
            series,
            folder,
            format,
            full,
            pictures,
            threads,
        };
        var reading = new ReadingOptions(allRegions: false);
        reading.AddTo(command);
        command.Validators.Add(result =>
        {
            ExtractionOptions.Check(result, parameters, preset);
        });
        PatientTable.Refuse(command, image);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var settings = ExtractionOptions.Load(parsed, parameters, preset, overrides);
                var options = new CaseOptions
                {
                    Labels = parsed.GetValue(label) is { } given ? [given] : [],
                    Rois = parsed.GetValue(roi) is { } name ? [name] : [],
                    SeriesUid = parsed.GetValue(series),
                    MaxDegreeOfParallelism = parsed.GetValue(threads),
                };
                Write(
                    Case.Open(
                        parsed.GetRequiredValue(image),
                        parsed.GetRequiredValue(mask),
                        reading.Apply(parsed, options).WithLabelOf(settings)),
                    settings,
                    options.MaxDegreeOfParallelism,
                    parsed.GetRequiredValue(folder),
                    "",
                    parsed.GetValue(format)!,
                    parsed.GetValue(full),
                    parsed.GetValue(pictures),
                    error,
                    cancellationToken
                );
                return Task.FromResult(ExitCode.Done);
            }
        );
        return command;
    }

    public static void Write(
        Case input,
        ExtractionSettings settings,
        int threads,
        string folder,
        string prefix,
        string format,
        bool full,
        bool pictures,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        if (input.Regions.Count > 1)
            throw new AmbiguousRoiException(
                input.MaskPath,
                $"maps are made of one region; {input.Regions.Count} match: {PlainWords.List(input.Regions.Select(r => r.Name))}. Name "
                    + $"one of them."
            );
        var watch = Stopwatch.StartNew();
        foreach (var warning in input.Warnings)
            error.WriteLine($"warning: {FlagNames.In(warning)}");
        NewFolder.Make(folder);
        using var progress = new ProgressLine(error);
        var count = 0;
        var notes = new List<string>();
        foreach (var map in new FeatureMapper(settings).Extract(
            input.Image, input.Regions[0].Mask, threads, note: notes.Add, cancellationToken: cancellationToken))
        {
            progress.Show(map.Name);
            ImageFile.WriteVolume(full ? map.ToFullVolume() : map.ToVolume(), Path.Combine(folder, $"{prefix}{map.Name}.{format}"),
                compress: true);
            if (pictures)
                AtomicFile.Write(
                    Path.Combine(folder, $"{prefix}{map.Name}.png"),
                    stream => MapFigure.Draw(input.Image, input.Regions[0].Mask, map).WritePng(stream)
                );
            count++;
        }
        progress.Clear();
        foreach (var word in notes)
            error.WriteLine($"warning: {FlagNames.In(word)}");
        error.WriteLine(FormattableString.Invariant(
            $"{count} map{(count == 1 ? "" : "s")} in {watch.Elapsed.TotalSeconds:0.00} s -> {folder}"
        ));
    }
}
