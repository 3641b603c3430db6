using System.CommandLine;
using System.Diagnostics;
using Radiomics.Features.Extraction;
using Radiomics.Features.Output;
using Radiomics.Features.Parameters;

namespace Radiomics.Survival.Cli.Commands;

/// <summary><c>radiomics extract IMAGE MASK</c>.</summary>
internal static class ExtractCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var image = new Argument<string>("image") { Description = "An image file (NIfTI, NRRD, MetaImage), or a folder with a DICOM series." };
        var mask = new Argument<string>("mask") { Description = "A label map or .seg.nrrd, or an RTSTRUCT file or a folder that holds one." };
        var parameters = new Option<string?>("--params", "--param", "-p") { Description = "A PyRadiomics parameter file (YAML or JSON). Default: PyRadiomics' own defaults.", HelpName = "file" };
        var preset = new Option<string?>("--preset") { Description = "Settings by name: 'default' (PyRadiomics' defaults) or 'hcc-sbrt' (the paper's 851 features).", HelpName = "name" };
        preset.AcceptOnlyFromAmong("default", "hcc-sbrt");
        var labels = new Option<int[]>("--label", "-l") { Description = "The label (or number of the structure) to extract; may be given several times.", HelpName = "n", AllowMultipleArgumentsPerToken = true };
        var rois = new Option<string[]>("--roi", "-r") { Description = "The name of the segment or structure, or a pattern with * and ?; may be given several times.", HelpName = "name", AllowMultipleArgumentsPerToken = true };
        var series = new Option<string?>("--series") { Description = "The SeriesInstanceUID, where the folder holds several series.", HelpName = "uid" };
        var file = new Option<string?>("--output", "-o") { Description = "Where the features go: .csv or .json. Default: CSV on standard output.", HelpName = "file" };
        var threads = new Option<int>("--threads", "-j") { Description = "How many threads may work. The numbers do not depend on it.", DefaultValueFactory = _ => Environment.ProcessorCount, HelpName = "n" };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--threads must be 1 or more.");
        });
        var command = new Command("extract", "Extracts the features of regions of an image and writes PyRadiomics' columns.\n\nExample: radiomics extract CT_FOLDER RTSTRUCT.dcm --roi GTV --preset hcc-sbrt -o features.csv")
        {
            image, mask, parameters, preset, labels, rois, series, file, threads,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(parameters) is not null && result.GetValue(preset) is not null)
                result.AddError("Give --params or --preset, not both.");
            if (result.GetValue(labels) is { Length: > 0 } && result.GetValue(rois) is { Length: > 0 })
                result.AddError("Give --label or --roi, not both.");
            if (result.GetValue(file) is { } path && !IsJson(path) && !path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                result.AddError($"The output '{path}' must end in .csv or .json.");
        });
        command.SetAction((parsed, cancellation) =>
        {
            var settings = parsed.GetValue(parameters) is { } path
                ? ParameterFile.Load(path)
                : parsed.GetValue(preset) == "hcc-sbrt" ? ExtractionSettings.HccSbrt : ExtractionSettings.PyRadiomicsDefault;
            var options = new CaseOptions
            {
                Labels = parsed.GetValue(labels) is { Length: > 0 } given ? given
                    : parsed.GetValue(parameters) is not null && settings.Label != 1 && parsed.GetValue(rois) is not { Length: > 0 } ? [settings.Label] : [],
                Rois = parsed.GetValue(rois) ?? [],
                LabelChannel = settings.LabelChannel,
                SeriesUid = parsed.GetValue(series),
            };
            Extract(parsed.GetRequiredValue(image), parsed.GetRequiredValue(mask), options, settings, parsed.GetValue(threads), parsed.GetValue(file), output, error, cancellation);
            return Task.FromResult(Application.Done);
        });
        return command;
    }

    private static void Extract(
        string image, string mask, CaseOptions options, ExtractionSettings settings, int threads, string? file, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        if (file is not null && Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{file}: the folder {folder} does not exist. Create it first.");
        using var progress = new ProgressLine(error);
        progress.Show($"reading {image}");
        var input = Case.Open(image, mask, options);
        var sets = new FeatureExtractor(settings).Extract(
            input.Image, [.. input.Regions.Select(r => r.Mask)], threads, progress, cancellation);
        progress.Clear();

        List<FeatureRow> rows = [];
        for (var i = 0; i < sets.Count; i++)
        {
            List<KeyValuePair<string, string>> columns = [new("Image", Path.GetFullPath(image)), new("Mask", Path.GetFullPath(mask))];
            if (sets.Count > 1 || options.Rois.Count > 0)
                columns.Add(new("Roi", input.Regions[i].Name));
            rows.Add(new FeatureRow(columns, sets[i]));
        }
        foreach (var warning in input.Warnings.Concat(sets.SelectMany(s => s.Warnings)).Distinct())
            error.WriteLine($"warning: {warning}");
        if (file is null)
        {
            FeatureCsv.Write(output, rows);
            return;
        }
        OutputFile.Write(file, stream =>
        {
            if (IsJson(file))
            {
                FeatureJson.Write(stream, rows);
                return;
            }
            using var writer = new StreamWriter(stream, leaveOpen: true);
            FeatureCsv.Write(writer, rows);
        });
        error.WriteLine(FormattableString.Invariant($"{sets.Sum(s => s.Count)} features of {sets.Count} region{(sets.Count == 1 ? "" : "s")} in {watch.Elapsed.TotalSeconds:0.00} s -> {file}"));
    }

    private static bool IsJson(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
}
