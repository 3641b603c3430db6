using System.CommandLine;
using System.Globalization;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics extract IMAGE MASK</c>.</summary>
internal static class ExtractCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var image = new Argument<string>("image")
        {
            Description =
                "An image file (NIfTI, NRRD, MetaImage, PNG, BMP, TIFF, JPEG), a folder with a DICOM series, or a batch file (.csv) with "
                    + "the columns "
                    + "Image, Mask and, where wanted, Label.",
        };
        var mask = new Argument<string?>("mask")
        {
            Description = "A label map or .seg.nrrd, or an RTSTRUCT file or a folder that holds one; none with a batch file.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var parameters = ExtractionOptions.Parameters();
        var preset = ExtractionOptions.Preset();
        var overrides = ExtractionOptions.Overrides();
        var labels = new Option<string[]>("--label", "-l")
        {
            Description =
                "The label (or number of the structure) to extract; may be given several times. 1,2,3 is one region of three labels.",
            HelpName = "n",
        };
        var rois = new Option<string[]>("--roi", "-r")
        {
            Description =
                "The name of the segment or structure, a pattern with * and ?, or an expression such as 'GTV + LN - Vessel'; may be "
                    + "given several times.",
            HelpName = "name",
        };
        var series = new Option<string?>("--series")
        {
            Description = "The SeriesInstanceUID, where the folder holds several series.",
            HelpName = "uid",
        };
        var file = new Option<string?>(SharedFlags.Output, SharedFlags.OutputAliases)
        {
            Description = "Where the features go: .csv, .json or .txt, or as --format says. Default: CSV on standard output.",
            HelpName = "file",
        };
        var report = new Option<string?>("--sr")
        {
            Description =
                "Write the features as a DICOM structured report too (TID 1500, IBSI's codes); the patient in it is a placeholder.",
            HelpName = "file.dcm",
        };
        var safe = CohortCommand.SpreadsheetSafe();
        var threads = new Option<int>(SharedFlags.Threads, SharedFlags.ThreadsAliases)
        {
            Description = "How many threads may work. The numbers do not depend on it.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
            HelpName = "n",
        }.Whole(least: 1);
        var provenance = new Option<string?>("--provenance")
        {
            Description = "Write where the features come from: versions, settings, hashes of the inputs, the machine, times.",
            HelpName = "file.json",
        };
        var json = new Option<bool>("--json") { Description = "Print the features as JSON, where no output file is given." };
        var command = new ToolCommand(
            "extract",
            "Extracts the features of regions of an image and writes PyRadiomics' columns.",
            "radiomics extract CT_FOLDER RTSTRUCT.dcm --roi GTV --preset hcc-sbrt -o features.csv"
        )
        {
            image,
            mask,
            parameters,
            preset,
            overrides,
            labels,
            rois,
            series,
            file,
            json,
            report,
            provenance,
            safe,
            threads,
        };
        var reading = new ReadingOptions(allVolumes: true);
        reading.AddTo(command);
        var python = new PyRadiomicsOptions();
        python.AddTo(command);
        labels.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => Numbers(t.Value).Length == 0))
                result.AddError(
                    $"--label '{string.Join(' ', result.Tokens.Select(t => t.Value))}': '{token.Value}' is not a label; give whole "
                        + $"numbers, with commas between those of one region."
                );
        });
        command.Validators.Add(result =>
        {
            ExtractionOptions.Check(result, parameters, preset);
            OutputNames.Check(
                result,
                [
                    ("the image", result.GetValue(image)),
                    ("the mask", result.GetValue(mask)),
                    ("the parameter file", result.GetValue(parameters)),
                ],
                [("--output", result.GetValue(file)), ("--sr", result.GetValue(report)), ("--provenance", result.GetValue(provenance))]);
            if (result.GetValue(report) is not null && reading.AsksForEachVolume(result))
                result.AddError("Give --sr for one volume at a time (--volume N).");
            if (result.GetValue(json) && result.GetValue(file) is not null)
                result.AddError("Give --json or --output, not both; an output that ends in .json is JSON.");
            if (
                result.GetValue(file) is { } path
                && FormatOf(path) is null
                && result.GetResult(python.FormatOption) is null
                && !python.IsVoxel(result)
            )
                result.AddError($"The output '{path}' must end in .csv, .json or .txt, or --format must say what it is.");
            if (result.GetValue(image) is { } input)
            {
                if (BatchExtraction.IsBatch(input) && result.GetValue(mask) is not null)
                    result.AddError($"'{input}' is a batch file, which names the masks itself; leave the second argument out.");
                else if (!BatchExtraction.IsBatch(input) && result.GetValue(mask) is null)
                    result.AddError(
                        "Give a <mask> behind the image, or a batch file (.csv) with the columns Image and Mask in place of both. For "
                            + "example: "
                            + command.Example
                    );
            }
        });
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var settings = ExtractionOptions.Load(parsed, parameters, preset, overrides);
                var given = parsed.GetValue(labels) ?? [];
                var options = new CaseOptions
                {
                    LabelUnions = [.. given.Where(l => l.Contains(',', StringComparison.Ordinal)).Select(Numbers)],
                    Labels = [.. given.Where(l => !l.Contains(',', StringComparison.Ordinal)).SelectMany(Numbers)],
                    Rois = parsed.GetValue(rois) ?? [],
                    SeriesUid = parsed.GetValue(series),
                    MaxDegreeOfParallelism = parsed.GetValue(threads),
                };
                var run = new ExtractRun(parsed, python, settings, reading.Apply(parsed, options).WithLabelOf(settings), output, error)
                {
                    SpreadsheetSafe = parsed.GetValue(safe),
                };
                var (input, target) = (parsed.GetRequiredValue(image), parsed.GetValue(file));
                var record = parsed.GetValue(provenance) is null ? null : new RunRecord("extract");
                var code =
                    python.IsVoxel(parsed) ? run.Maps(input, parsed.GetValue(mask), cancellationToken)
                    : BatchExtraction.IsBatch(input) ? run.Batch(input, target, FormatOf(target), parsed.GetValue(json), cancellationToken)
                    : python.OnlyChecks(parsed) ? run.Check([BatchCase.Of(input, parsed.GetValue(mask)!)])
                    : run.One(input, parsed.GetValue(mask)!, target, FormatOf(target), parsed.GetValue(json), parsed.GetValue(report),
                        reading.IsEachVolume(parsed), cancellationToken);
                if (record is not null)
                {
                    record.Settings(settings, parsed.GetValue(preset), parsed.GetValue(overrides));
                    record.Input("parameters", parsed.GetValue(parameters));
                    record.Input(BatchExtraction.IsBatch(input) ? "batch file" : "image", input);
                    record.Input("mask", parsed.GetValue(mask));
                    if (target is not null)
                        record.Output("features", target);
                    record.Write(parsed.GetValue(provenance)!);
                }
                return Task.FromResult(code);
            }
        );
        return command;
    }

    // The labels of a token; none where one of them is not a whole number. From 2^31 on it is the number that ITK makes of a negative
    // label, under which PyRadiomics knows it.
    private static int[] Numbers(string text)
    {
        var parts = text.Split(',');
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (
                !long.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                || number is < int.MinValue or > uint.MaxValue
            )
                return [];
            numbers[i] = unchecked((int)number);
        }
        return numbers;
    }

    private static string? FormatOf(string? path) =>
        Path.GetExtension(path ?? "").ToLowerInvariant() switch { ".csv" => "csv", ".json" => "json", ".txt" => "txt", _ => null };
}
