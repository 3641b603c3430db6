using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Files;
using Radiomics.Features.Extraction;
using Radiomics.Features.Output;
using Radiomics.Imaging;

namespace Radiomics.Cli.Commands;

/// <summary>One run of <c>radiomics extract</c>: of a case, of a batch file, or of maps.</summary>
internal sealed class ExtractRun(
    ParseResult parsed,
    PyRadiomicsOptions python,
    ExtractionSettings settings,
    CaseOptions options,
    TextWriter output,
    TextWriter error
)
{
    /// <summary>Whether texts that a spreadsheet would compute get an apostrophe before them in a CSV.</summary>
    public bool SpreadsheetSafe { get; init; } = true;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly string _here = Directory.GetCurrentDirectory();

    /// <summary>The features of one case.</summary>
    public int One(
        string image,
        string mask,
        string? file,
        string? format,
        bool json,
        string? report,
        bool eachVolume,
        CancellationToken cancellationToken
    )
    {
        AtomicFile.RequireFolder(file);
        AtomicFile.RequireFolder(report);
        using var progress = new ProgressLine(error);
        progress.Show($"reading {image}");
        List<FeatureRow> rows = [];
        var (regions, features, failed) = (0, 0, 0);
        foreach (var input in eachVolume ? Case.OpenVolumes(image, mask, options) : [Case.Open(image, mask, options)])
        {
            var all = Extract(input, report is null, progress, cancellationToken);
            progress.Clear();
            failed += all.Count(s => s is null);
            for (var i = 0; i < all.Count; i++)
            {
                if (all[i] is not { } set)
                    continue;
                List<KeyValuePair<string, string>> columns =
                [
                    new("Image", python.Path(parsed, image, _here)),
                    new("Mask", python.Path(parsed, mask, _here)),
                ];
                if (eachVolume)
                    columns.Add(new("Volume", input.VolumeName));
                if (input.Values.Length > 0)
                    columns.Add(new("Values", input.Values));
                if (all.Count > 1 || options.Rois.Count > 0)
                    columns.Add(new("Roi", input.Regions[i].Name));
                rows.Add(new FeatureRow(columns, python.Shown(parsed, set)));
            }
            FeatureSet[] sets = [.. all.OfType<FeatureSet>()];
            foreach (var warning in input.Warnings.Concat(sets.SelectMany(s => s.Warnings)).Distinct())
                error.WriteLine($"warning: {(eachVolume ? $"volume {input.VolumeName}: " : "")}{FlagNames.In(warning)}");
            if (report is not null)
                input.WriteReport(sets, report);
            (regions, features) = (regions + sets.Length, features + sets.Sum(s => s.Count));
        }
        Write(file, format, json, rows);
        if (parsed.GetValue(python.OutputFolder) is { } folder)
            BatchExtraction.WriteEach(folder, rows, SpreadsheetSafe);
        if (file is not null)
            error.WriteLine(
                Invariant($"{features} feature{(features == 1 ? "" : "s")} of {regions} region{(regions == 1 ? "" : "s")} in ")
                    + Invariant($"{_watch.Elapsed.TotalSeconds:0.00} s -> {file}")
            );
        return failed == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    // All regions at once; where one of several is refused, each by itself, so that the others are not lost for it.
    private IReadOnlyList<FeatureSet?> Extract(Case input, bool mayFail, ProgressLine progress, CancellationToken cancellationToken)
    {
        try
        {
            return input.Extract(settings, options.MaxDegreeOfParallelism, progress, cancellationToken);
        }
        catch (RadiomicsException) when (mayFail && input.Regions.Count > 1)
        {
            var sets = new FeatureSet?[input.Regions.Count];
            var extractor = new FeatureExtractor(settings);
            for (var i = 0; i < sets.Length; i++)
            {
                try
                {
                    sets[i] = extractor.Extract(
                        input.Image, input.Regions[i].Mask, options.MaxDegreeOfParallelism, progress, cancellationToken);
                }
                catch (RadiomicsException e)
                {
                    progress.Clear();
                    error.WriteLine($"Region '{input.Regions[i].Name}' failed: {FlagNames.In(e.Message)}");
                }
            }
            return Array.Exists(sets, s => s is not null) ? sets
                : throw new EmptyRoiException("None of the regions could be extracted; why is said of each above.");
        }
    }

    /// <summary>The features of the cases of a batch file.</summary>
    public int Batch(string path, string? file, string? format, bool json, CancellationToken cancellationToken)
    {
        AtomicFile.RequireFolder(file);
        var cases = BatchExtraction.Read(path);
        if (python.OnlyChecks(parsed))
            return Check(cases);
        // Relative paths of the output are relative to the batch file, as in PyRadiomics.
        var start = Path.GetDirectoryName(Path.GetFullPath(path))!;
        using var progress = new ProgressLine(error);
        var (rows, failed) = BatchExtraction.Run(
            cases,
            settings,
            options,
            options.MaxDegreeOfParallelism,
            (item, set) => new FeatureRow(
                [
                    .. item.Columns.Select(c => c.Key switch
                    {
                        "Image" when item.Image.Length > 0 => new(c.Key, python.Path(parsed, item.Image, start)),
                        "Mask" when item.Mask.Length > 0 => new(c.Key, python.Path(parsed, item.Mask, start)),
                        _ => c,
                    }),
                ],
                python.Shown(parsed, set)
            ),
            error,
            progress,
            cancellationToken
        );
        if (parsed.GetValue(python.OutputFolder) is { } folder)
            BatchExtraction.WriteEach(folder, rows, SpreadsheetSafe);
        if (file is not null || parsed.GetValue(python.OutputFolder) is null)
            Write(file, format, json, rows);
        error.WriteLine(
            Invariant($"{cases.Count - failed} of {cases.Count} case{(cases.Count == 1 ? "" : "s")} extracted, {failed} failed in ")
                + Invariant($"{_watch.Elapsed.TotalSeconds:0.0} s")
                + (file is null ? "" : $" -> {file}")
        );
        return failed == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    /// <summary>Maps in place of features.</summary>
    public int Maps(string image, string? mask, CancellationToken cancellationToken)
    {
        var folder = parsed.GetValue(python.OutputFolder) ?? _here;
        var isBatch = BatchExtraction.IsBatch(image);
        var cases = isBatch ? BatchExtraction.Read(image) : [BatchCase.Of(image, mask!)];
        if (python.OnlyChecks(parsed))
            return Check(cases);
        var failed = 0;
        foreach (var item in cases)
        {
            try
            {
                MapsCommand.Write(
                    BatchExtraction.Open(item, settings, options),
                    settings,
                    options.MaxDegreeOfParallelism,
                    folder,
                    Invariant($"Case-{item.Number}_"),
                    "nrrd",
                    full: false,
                    pictures: false,
                    error,
                    cancellationToken
                );
            }
            catch (Exception refusal) when (isBatch && BatchExtraction.IsOfCase(refusal))
            {
                error.WriteLine(Invariant($"failed: case {item.Number}: {FlagNames.In(refusal.Message)}"));
                failed++;
            }
        }
        return failed == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    /// <summary>Whether the files of the cases are there.</summary>
    public int Check(IReadOnlyList<BatchCase> cases)
    {
        var (missing, wrong) = (0, 0);
        foreach (var item in cases)
        {
            if (item.Problem.Length > 0)
            {
                wrong++;
                error.WriteLine(Invariant($"failed: case {item.Number}: {item.Problem}"));
            }
            foreach (
                var path in new[] { item.Image, item.Mask }.Where(p => p.Length > 0 && !File.Exists(p) && !Directory.Exists(p))
            )
            {
                missing++;
                error.WriteLine(Invariant($"failed: case {item.Number}: {path} is not there."));
            }
        }
        error.WriteLine(Invariant($"{cases.Count} case{(cases.Count == 1 ? "" : "s")} and the settings checked; {missing} ")
            + (missing == 1 ? "file is missing" : "files are missing")
            + (wrong == 0 ? "." : Invariant($", {wrong} row{(wrong == 1 ? " is" : "s are")} wrong.")));
        return missing + wrong == 0 ? ExitCode.Done : ExitCode.Refused;
    }

    private void Write(string? file, string? format, bool json, IReadOnlyList<FeatureRow> rows)
    {
        var kind = python.Format(parsed) ?? format ?? (json ? "json" : "csv");
        if (file is not null)
        {
            AtomicFile.Write(file, stream => BatchExtraction.Write(stream, kind, rows, SpreadsheetSafe));
            return;
        }
        using var memory = new MemoryStream();
        BatchExtraction.Write(memory, kind, rows, SpreadsheetSafe);
        var text = Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
        output.Write(kind == "json" ? text + Environment.NewLine : text);
    }
}
