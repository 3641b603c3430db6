using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Files;
using Nomogram.HccSbrt;
using Radiomics.Cli.Demo;
using Radiomics.Features.Extraction;
using Radiomics.Features.Output;
using Radiomics.Samples;
using Survival.Models.Prognosis;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics demo</c>: the main job on a generated input.</summary>
internal static class DemoCommand
{
    // The paper's standardisation is not published; the demo's comes from these generated tumours.
    private const int CohortSize = 8;
    private const int Columns = 320;
    private const int Slices = 40;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var folder = new Option<string?>(SharedFlags.Output, SharedFlags.OutputAliases)
        {
            Description = "Where the report goes. Default: a new folder under the system's temporary one.",
            HelpName = "folder",
        };
        var json = new Option<bool>("--json") { Description = "Print the results as JSON." };
        var command = new ToolCommand(
            "demo",
            "Generates a CT phantom as DICOM with an RTSTRUCT, reads it back, extracts 851 features, scores them and reports.",
            "radiomics demo -o demo"
        )
        {
            folder,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                Run(
                    parsed.GetValue(folder) ?? Path.Combine(Path.GetTempPath(), "radiomics-demo-" + Guid.NewGuid().ToString("N")[..8]),
                    parsed.GetValue(json),
                    output,
                    error,
                    cancellationToken
                );
                return Task.FromResult(ExitCode.Done);
            }
        );
        return command;
    }

    private static void Run(string folder, bool asJson, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        using var progress = new ProgressLine(error);
        NewFolder.Make(folder);
        var (series, structures) = (Path.Combine(folder, "ct"), Path.Combine(folder, "rtstruct.dcm"));
        progress.Show("generating a CT and its contour");
        var phantom = AbdominalPhantom.Create(1, Columns, Slices, cancellationToken);
        phantom.WriteDicom(series, structures);

        progress.Show("reading the DICOM series and its RTSTRUCT");
        var watch = Stopwatch.StartNew();
        var input = Case.Open(series, structures, new CaseOptions { Rois = [AbdominalPhantom.StructureName] });
        var read = watch.Elapsed;
        var extractor = new FeatureExtractor(ExtractionSettings.HccSbrt);
        watch.Restart();
        var features = extractor.Extract(input.Image, input.Regions[0].Mask, Environment.ProcessorCount, progress, cancellationToken);
        var extracted = watch.Elapsed;

        progress.Show($"standardising on {CohortSize} other generated tumours");
        var cohort = new List<IReadOnlyDictionary<string, double>>();
        for (var seed = 2; seed < 2 + CohortSize; seed++)
        {
            var other = AbdominalPhantom.Create(seed, Columns, Slices, cancellationToken);
            cohort.Add(extractor.Extract(other.Image, other.TumourMask(), Environment.ProcessorCount, null, cancellationToken));
        }
        var scale = Scaler.Fit($"{CohortSize} generated tumours, not patients", PublishedModel.Features, cohort);
        var patient = new HccSbrtPatient(
            features,
            TumourSize.FromMillimetres(features["original_shape_Maximum3DDiameter"]),
            ChildPugh.A,
            Bed.FromFractionation(50, 5)
        );
        var prediction = new HccSbrtNomogram(scale).Predict(patient);
        progress.Clear();

        var (table, report) = (Path.Combine(folder, "features.csv"), Path.Combine(folder, "report.html"));
        AtomicFile.Write(table, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            FeatureFile.WriteCsv([new FeatureRow(series, structures, features)], writer);
        });
        AtomicFile.Write(report, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            DemoReport.Write(writer, input, features, prediction);
        });
        AtomicFile.Write(Path.Combine(folder, "slice.png"), stream => DemoReport.Picture(input).WritePng(stream));

        if (asJson)
        {
            JsonOutput.Write(output, json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("generated_image", true);
                json.WriteString("disclaimer", PublishedModel.Disclaimer);
                json.WriteNumber("voxels", input.Regions[0].Mask.VoxelCount);
                json.WriteNumber("features", features.Count);
                json.WriteNumber("seconds_reading", read.TotalSeconds);
                json.WriteNumber("seconds_extracting", extracted.TotalSeconds);
                json.WriteNumber("rad_score", prediction.Score!.Value);
                json.WriteString("rad_score_group", prediction.IsHighScore is true ? "high" : "low");
                json.WriteNumber("relative_hazard", prediction.RelativeHazard.Estimate);
                json.WriteString("report", report);
                json.WriteString("table", table);
                json.WriteEndObject();
            });
            return;
        }
        var mask = input.Regions[0].Mask;
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"read       {input.Image.Size} voxels of DICOM and the contour '{input.Regions[0].Name}' ({mask.VoxelCount} voxels) in "
                    + $"{read.TotalSeconds:0.00} s"
            )
        );
        output.WriteLine(FormattableString.Invariant($"extracted  {features.Count} features in {extracted.TotalSeconds:0.00} s"));
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"Rad-score  {prediction.Score:0.0000} -> group of {(prediction.IsHighScore is true ? "high" : "low")} Rad-score (cut-off "
                    + $"{PublishedModel.CutOff})"
            )
        );
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"hazard     {prediction.RelativeHazard.Estimate:0.00} times that of the reference patient "
                    + $"({prediction.RelativeHazard.Lower:0.00} to {prediction.RelativeHazard.Upper:0.00})"
            )
        );
        output.WriteLine($"report     {report}");
        output.WriteLine("A generated image, not a patient. " + PublishedModel.Disclaimer);
    }
}
