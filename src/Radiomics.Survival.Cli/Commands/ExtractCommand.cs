using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Files;
using Radiomics.Features.Extraction;
using Radiomics.Features.Output;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics extract IMAGE MASK</c>.</summary>
internal static class ExtractCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var image = new Argument<string>("image")
        {
            Description = "An image file (NIfTI, NRRD, MetaImage, PNG, BMP, TIFF), or a folder with a DICOM series.",
        };
        var mask = new Argument<string>("mask")
        {
            Description = "A label map or .seg.nrrd, or an RTSTRUCT file or a folder that holds one.",
        };
        var parameters = ExtractionOptions.Parameters();
        var preset = ExtractionOptions.Preset();
        var labels = new Option<string[]>("--label", "-l")
        {
            Description =
                "The label (or number of the structure) to extract; may be given several times. 1,2,3 is one region of three labels.",
            HelpName = "n",
            AllowMultipleArgumentsPerToken = true,
        };
        var rois = new Option<string[]>("--roi", "-r")
        {
            Description =
                "The name of the segment or structure, a pattern with * and ?, or an expression such as 'GTV + LN - Vessel'; may be "
                    + "given several times.",
            HelpName = "name",
            AllowMultipleArgumentsPerToken = true,
        };
        var series = new Option<string?>("--series")
        {
            Description = "The SeriesInstanceUID, where the folder holds several series.",
            HelpName = "uid",
        };
        var file = new Option<string?>("--output", "-o")
        {
            Description = "Where the features go: .csv or .json. Default: CSV on standard output.",
            HelpName = "file",
        };
        var report = new Option<string?>("--sr")
        {
            Description =
                "Write the features as a DICOM structured report too (TID 1500, IBSI's codes); the patient in it is a placeholder.",
            HelpName = "file.dcm",
        };
        var threads = new Option<int>("--threads", "-j")
        {
            Description = "How many threads may work. The numbers do not depend on it.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
            HelpName = "n",
        }.Whole(least: 1);
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
            labels,
            rois,
            series,
            file,
            json,
            report,
            threads,
        };
        var reading = new ReadingOptions(allVolumes: true);
        reading.AddTo(command);
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
            if (result.GetValue(report) is not null && reading.AsksForEachVolume(result))
                result.AddError("Give --sr for one volume at a time (--volume N).");
            if (result.GetValue(json) && result.GetValue(file) is not null)
                result.AddError("Give --json or --output, not both; an output that ends in .json is JSON.");
            if (result.GetValue(labels) is { Length: > 0 } && result.GetValue(rois) is { Length: > 0 })
                result.AddError("Give --label or --roi, not both.");
            if (result.GetValue(file) is { } path && !IsJson(path) && !path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                result.AddError($"The output '{path}' must end in .csv or .json.");
        });
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var settings = ExtractionOptions.Load(parsed, parameters, preset);
                var given = parsed.GetValue(labels) ?? [];
                var options = new CaseOptions
                {
                    LabelUnions = [.. given.Where(l => l.Contains(',', StringComparison.Ordinal)).Select(Numbers)],
                    Labels =
                        given.Length > 0 ? [.. given.Where(l => !l.Contains(',', StringComparison.Ordinal)).SelectMany(Numbers)]
                        : parsed.GetValue(parameters) is not null && settings.Label != 1 && parsed.GetValue(rois) is not { Length: > 0 }
                            ? [settings.Label]
                        : [],
                    Rois = parsed.GetValue(rois) ?? [],
                    LabelChannel = settings.LabelChannel,
                    SeriesUid = parsed.GetValue(series),
                    MaxDegreeOfParallelism = parsed.GetValue(threads),
                };
                Extract(
                    parsed.GetRequiredValue(image),
                    parsed.GetRequiredValue(mask),
                    reading.Apply(parsed, options),
                    settings,
                    parsed.GetValue(file),
                    parsed.GetValue(json),
                    parsed.GetValue(report),
                    reading.IsEachVolume(parsed),
                    output,
                    error,
                    cancellationToken
                );
                return Task.FromResult(ExitCode.Done);
            }
        );
        return command;
    }

    private static void Extract(
        string image,
        string mask,
        CaseOptions options,
        ExtractionSettings settings,
        string? file,
        bool json,
        string? report,
        bool eachVolume,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        var watch = Stopwatch.StartNew();
        foreach (var path in new[] { file, report })
        {
            if (path is not null && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
                throw new DirectoryNotFoundException($"{path}: the folder {folder} does not exist. Create it first.");
        }
        using var progress = new ProgressLine(error);
        progress.Show($"reading {image}");
        List<FeatureRow> rows = [];
        var (regions, features) = (0, 0);
        foreach (var input in eachVolume ? Case.OpenVolumes(image, mask, options) : [Case.Open(image, mask, options)])
        {
            var sets = input.Extract(settings, options.MaxDegreeOfParallelism, progress, cancellationToken);
            progress.Clear();
            for (var i = 0; i < sets.Count; i++)
            {
                List<KeyValuePair<string, string>> columns = [new("Image", Path.GetFullPath(image)), new("Mask", Path.GetFullPath(mask))];
                if (eachVolume)
                    columns.Add(new("Volume", input.VolumeName));
                if (input.Values.Length > 0)
                    columns.Add(new("Values", input.Values));
                if (sets.Count > 1 || options.Rois.Count > 0)
                    columns.Add(new("Roi", input.Regions[i].Name));
                rows.Add(new FeatureRow(columns, sets[i]));
            }
            foreach (var warning in input.Warnings.Concat(sets.SelectMany(s => s.Warnings)).Distinct())
                error.WriteLine($"warning: {(eachVolume ? $"volume {input.VolumeName}: " : "")}{FlagNames.In(warning)}");
            if (report is not null)
                input.WriteReport(report, sets);
            (regions, features) = (regions + sets.Count, features + sets.Sum(s => s.Count));
        }
        if (file is null)
        {
            if (json)
                WriteJson(output, rows);
            else
                FeatureCsv.Write(output, rows);
            return;
        }
        AtomicFile.Write(
            file,
            stream =>
            {
                if (IsJson(file))
                {
                    FeatureJson.Write(stream, rows);
                    return;
                }
                using var writer = new StreamWriter(stream, leaveOpen: true);
                FeatureCsv.Write(writer, rows);
            }
        );
        error.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"{features} features of {regions} region{(regions == 1 ? "" : "s")} in "
                    + $"{watch.Elapsed.TotalSeconds:0.00} s -> {file}"
            )
        );
    }

    private static void WriteJson(TextWriter output, IReadOnlyList<FeatureRow> rows)
    {
        using var stream = new MemoryStream();
        FeatureJson.Write(stream, rows);
        output.WriteLine(Encoding.UTF8.GetString(stream.ToArray()));
    }

    // The labels of a token; none where one of them is not a whole number.
    private static int[] Numbers(string text)
    {
        var parts = text.Split(',');
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
                return [];
        }
        return numbers;
    }

    private static bool IsJson(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
}
