using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Radiomics.Imaging.Perturbations;
using Survival.Models.Agreement;
using Survival.Models.Prognosis;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics robustness MANIFEST.csv -o DIR</c>.</summary>
internal static class RobustnessCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var manifest = new Argument<string>("manifest")
        {
            Description = $"A CSV file (may be gzipped) with the columns {string.Join(", ", CohortManifest.Columns)}; "
                + "'id' and 'image' must be there.",
        };
        var id = CohortCommand.Id();
        var folder = new Option<string>(SharedFlags.Output, SharedFlags.OutputAliases)
        { Description = "The folder for perturbed.csv, robustness.csv and robust_features.txt.", HelpName = "folder", Required = true };
        var parameters = ExtractionOptions.Parameters();
        var preset = ExtractionOptions.Preset();
        var overrides = ExtractionOptions.Overrides();
        var noise = new Option<bool>("--noise") { Description = "Add noise as strong as the image's own (Chang's estimate)." };
        var rotate = Numbers("--rotate", "Angles of rotation in the slices' plane, in degrees.", "a,b,c");
        var translate = Numbers("--translate", "Shifts along all axes, in shares of a voxel.", "a,b,c");
        var grow = Numbers("--grow", "Growth of the region, in mm; negative to shrink.", "a,b,c");
        var volume = Numbers("--volume", "Change of the region's volume, as a share: 0.1 for a tenth more, -0.1 for a tenth less.",
            "a,b,c");
        var contour = new Option<bool>("--contour") { Description = "Draw contours at random that follow the image (supervoxels)." };
        var repetitions = new Option<int>("--repetitions")
        {
            Description = "How often each combination is made; noise and contours are drawn anew each time.",
            HelpName = "n",
            DefaultValueFactory = _ => 1
        };
        var seed = new Option<ulong>("--seed")
        { Description = "The seed of everything that is drawn.", HelpName = "n", DefaultValueFactory = _ => 1 }.Whole();
        var threshold = new Option<double>("--threshold")
        {
            Description = "What the lower limit of ICC(1,1) must reach for a feature to hold.",
            HelpName = "icc",
            DefaultValueFactory = _ => RobustnessOptions.Default.Threshold
        };
        var estimate = new Option<bool>("--by-estimate")
        { Description = "Compare the ICC itself, not its lower limit, with the threshold." };
        var model = new Option<string?>("--model")
        { Description = "A model.json of a study: scores.csv then tells how each patient's Rad-score moves.", HelpName = "file" };
        var parallel = new Option<int>(SharedFlags.Parallel, SharedFlags.ParallelAliases)
        {
            Description = "How many cases may be worked on at a time.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
            HelpName = "n"
        };
        var command = new ToolCommand("robustness", "Which features hold under noise, rotation, translation, other volumes and contours: "
                + "every combination of what is given; a short standard chain where nothing is.",
            "radiomics robustness manifest.csv -o robust --noise --rotate=-9,-3,3,9 --volume=-0.1,0.1 --contour")
        {
            manifest, folder, id, parameters, preset, overrides, noise, rotate, translate, grow, volume, contour, repetitions, seed,
                threshold, estimate, model, parallel,
        };
        command.Validators.Add(result =>
        {
            ExtractionOptions.Check(result, parameters, preset);
            foreach (var (option, least) in new[]
                { (rotate, double.NegativeInfinity), (translate, double.NegativeInfinity), (grow, double.NegativeInfinity), (volume, -1) })
            {
                if (result.GetValue(option) is { } text && (List(text) is not { } values || values.Any(v => v <= least)))
                    result.AddError($"{option.Name} '{text}': numbers{(least == -1 ? " above -1" : "")}, separated by commas, "
                        + $"were expected, such as {option.Name}=-0.5,0.5.");
            }
            if (result.GetResult(repetitions) is { Implicit: false } && result.GetValue(repetitions) < 1)
                result.AddError("--repetitions must be 1 or more.");
            if (result.GetResult(parallel) is { Implicit: false } && result.GetValue(parallel) < 1)
                result.AddError("--parallel must be 1 or more.");
            if (result.GetResult(threshold) is { Implicit: false } && result.GetValue(threshold) is not (>= 0 and <= 1))
                result.AddError("--threshold must be from 0 to 1.");
        });
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                var asked = new[] { rotate, translate, grow, volume }.Any(o => parsed.GetValue(o) is not null) || parsed.GetValue(noise)
                    || parsed.GetValue(contour);
                double[] Values(Option<string?> option) => parsed.GetValue(option) is { } text ? List(text)! : [0];
                var plan = (asked ? new PerturbationPlan
                {
                    Noise = parsed.GetValue(noise),
                    Rotations = Values(rotate),
                    Translations = Values(translate),
                    Distances = Values(grow),
                    VolumeChanges = Values(volume),
                    RandomContour = parsed.GetValue(contour),
                }
                : PerturbationPlan.Default) with
                { Repetitions = parsed.GetValue(repetitions), Seed = parsed.GetValue(seed) };
                if (plan.Perturbations().Count < 2)
                    throw new InvalidDataException("That makes one perturbation alone; a comparison needs at least two. Give several "
                        + "values to an option, or --repetitions with --noise or --contour.");
                var options = new CohortOptions
                {
                    Extraction = ExtractionOptions.Load(parsed, parameters, preset, overrides),
                    MaxDegreeOfParallelism = parsed.GetValue(parallel)
                };
                var rule = new RobustnessOptions { Threshold = parsed.GetValue(threshold), ByLowerLimit = !parsed.GetValue(estimate) };
                var signature = parsed.GetValue(model) is { } path ? SignatureOf(path) : null;
                return Run(CohortManifest.Read(parsed.GetRequiredValue(manifest), id: parsed.GetRequiredValue(id)),
                    parsed.GetRequiredValue(folder), plan, options, rule, signature, output, error, cancellationToken);
            },
            CancellationToken.None));
        return command;
    }

    private static Option<string?> Numbers(string name, string description, string value) => new(name)
    { Description = description, HelpName = value };

    private static double[]? List(string text)
    {
        var parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var values = parts.Select(p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var v)
            && double.IsFinite(v) ? v : (double?)null).ToArray();
        return values.Length > 0 && values.All(v => v is not null) ? [.. values.Select(v => v!.Value)] : null;
    }

    private static Signature SignatureOf(string path) => PrognosticModel.Load(path).Signature
        ?? throw new InvalidDataException($"{path}: this model has no signature of features, so there is no Rad-score to follow.");

    private static int Run(
        CohortManifest manifest, string folder, PerturbationPlan plan, CohortOptions options, RobustnessOptions rule, Signature? signature,
            TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var progress = new ProgressLine(error);
        var result = CohortRobustness.Estimate(manifest, folder, plan, options, rule, signature, progress, cancellationToken);
        progress.Clear();
        foreach (var failure in result.Failures)
            error.WriteLine(Invariant($"failed: {failure.Id} (row {failure.Row}): {failure.Message}"));
        output.WriteLine(result);
        error.WriteLine(FormattableString.Invariant($"{result.Ids.Count} cases in {watch.Elapsed.TotalSeconds:0.0} s -> {folder}"));
        return result.Failures.Count == 0 ? ExitCode.Done : ExitCode.Refused;
    }
}
