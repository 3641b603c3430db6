using System.CommandLine;
using Plain;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics convert IMAGE OUTPUT</c>, and with <c>--mask</c> its regions.</summary>
internal static class ConvertCommand
{
    private static readonly string[] Endings = [".nii", ".nii.gz", ".hdr", ".img", ".nrrd", ".nhdr", ".mha", ".mhd"];

    public static Command Create(TextWriter error)
    {
        var image = new Argument<string>("image") { Description = "An image file, a folder with a DICOM series, or a DICOM file." };
        var target = new Argument<string>("output")
        {
            Description =
                "The new file: .nii, .nii.gz, .nrrd, .mha, .mhd; a folder name for a DICOM series; with --mask also .seg.nrrd and .dcm.",
        };
        var mask = new Option<string?>("--mask")
        {
            Description =
                "Write the regions of this file (label map, .seg.nrrd, RTSTRUCT, SEG), on the image's grid, in place of the image.",
            HelpName = "file",
        };
        var rois = new Option<string[]>("--roi", "-r")
        {
            Description = "The regions to write, by name, pattern or expression; may be given several times.",
            HelpName = "name",
        };
        var labels = new Option<int[]>("--label", "-l")
        {
            Description = "The regions to write, by label or number; may be given several times.",
            HelpName = "n",
        }.Whole();
        var names = new Option<string[]>("--name")
        {
            Description = "What a region is called in the output, of a label map for instance; once for each region, in their order.",
            HelpName = "name",
        };
        var series = new Option<string?>("--series")
        {
            Description = "The SeriesInstanceUID, where the folder holds several series.",
            HelpName = "uid",
        };
        var kind = new Option<string?>("--as")
        {
            Description = "What a .dcm of regions is: 'rtstruct' (default) or 'seg'.",
            HelpName = "kind",
        };
        kind.AcceptOnlyFromAmong("rtstruct", "seg");
        var command = new ToolCommand(
            "convert",
            "Writes an image, or its regions, in another format.",
            "radiomics convert CT_FOLDER gtv.seg.nrrd --mask RTSTRUCT.dcm --roi GTV"
        )
        {
            image,
            target,
            mask,
            rois,
            labels,
            names,
            series,
            kind,
        };
        var reading = new ReadingOptions();
        reading.AddTo(command);
        PatientTable.Refuse(command, image);
        command.Validators.Add(result =>
        {
            OutputNames.Check(
                result,
                [("the image", result.GetValue(image)), ("the mask", result.GetValue(mask))],
                [("The output", result.GetValue(target))]);
            var (path, regions) = (result.GetValue(target) ?? "", result.GetValue(mask) is not null);
            string[] endings = regions ? [.. Endings, ".dcm"] : Endings;
            if (result.GetValue(names) is { Length: > 0 } given)
            {
                if (!regions)
                    result.AddError("--name is for regions; give them by --mask.");
                else if (given.Any(string.IsNullOrWhiteSpace) || given.Distinct(StringComparer.Ordinal).Count() != given.Length)
                    result.AddError("--name: each region needs a name of its own.");
            }
            var isSegmentation = path.EndsWith(".seg.nrrd", StringComparison.OrdinalIgnoreCase);
            if (isSegmentation && !regions)
                result.AddError($"'{path}': a .seg.nrrd holds regions; give them by --mask.");
            else if ((regions || Path.GetExtension(path).Length > 0)
                && !endings.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
                result.AddError($"'{path}': the name must end in {string.Join(", ", endings)}"
                    + (regions ? " or .seg.nrrd." : ", or have no ending and be the folder of a DICOM series."));
        });
        command.SetAction(
            (parsed, _) =>
            {
                var (from, path) = (parsed.GetRequiredValue(image), parsed.GetRequiredValue(target));
                var options = reading.Apply(
                    parsed,
                    new CaseOptions
                    {
                        Rois = parsed.GetValue(rois) ?? [],
                        Labels = parsed.GetValue(labels) ?? [],
                        SeriesUid = parsed.GetValue(series),
                    }
                );
                IReadOnlyList<string> warnings;
                if (parsed.GetValue(mask) is { } contours)
                {
                    if (options is { Rois.Count: 0, Labels.Count: 0, Threshold: null })
                        options = options with { All = true };
                    var input = Case.Open(from, contours, options);
                    var called = parsed.GetValue(names) is { Length: > 0 } given ? given : null;
                    if (called is not null && called.Length != input.Regions.Count)
                        throw new InvalidDataException(
                            Invariant($"{called.Length} names are given (--name) for {input.Regions.Count} regions: ")
                                + $"{PlainWords.List(input.Regions.Select(r => r.Name))}.");
                    input.WriteRegions(path, parsed.GetValue(kind) == "seg", called);
                    warnings = input.Warnings;
                }
                else
                {
                    warnings = CaseImage.Convert(from, path, options);
                }
                foreach (var warning in warnings.Distinct())
                    error.WriteLine($"warning: {FlagNames.In(warning)}");
                error.WriteLine($"{from} -> {path}");
                return Task.FromResult(ExitCode.Done);
            }
        );
        return command;
    }
}
