using System.CommandLine;
using Files;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics cohort merge|status|submit</c>: a cohort on many machines.</summary>
internal static class ShardCommands
{
    public static void AddTo(Command cohort, TextWriter output, TextWriter error)
    {
        cohort.Subcommands.Add(Merge(output, error));
        cohort.Subcommands.Add(Status(output));
        cohort.Subcommands.Add(Submit(output, error));
    }

    private static Argument<string> Folder() => new("folder") { Description = "The output folder of the shards." };

    private static ToolCommand Merge(TextWriter output, TextWriter error)
    {
        var folder = Folder();
        var partition = new Option<bool>("--partition-parquet")
        {
            Description = "Features in Parquet as a folder 'features' with a file a shard, in place of one file.",
        };
        var safe = CohortCommand.SpreadsheetSafe();
        var json = new Option<bool>("--json") { Description = "Print what was done as JSON." };
        var command = new ToolCommand(
            "merge",
            "Makes the tables from shards that have all ended: the bytes of a run on one machine.",
            "radiomics cohort merge features"
        )
        {
            folder, partition, safe, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var (path, record) = (parsed.GetRequiredValue(folder), new RunRecord("cohort merge"));
            var options = new CohortMergeOptions
            {
                PartitionParquet = parsed.GetValue(partition),
                SpreadsheetSafe = parsed.GetValue(safe),
                Logger = (error as Messages)?.Log,
            };
            var result = CohortExtraction.Merge(path, options, cancellationToken);
            CohortCommand.Tell(result, parsed.GetValue(json), output, error);
            if (record.TakeShards(result.Shards) is > 0 and var missing)
                error.WriteLine(
                    Invariant($"note: {missing} of {result.Shards.Count} shards have no {RunRecord.FileName} that can be read; that of ")
                        + "the tables does not tell of them.");
            record.Count("cases", result.Total);
            record.Count("shards", result.Shards.Count);
            record.Count("failed", result.Failures.Count);
            foreach (var file in result.Files)
                record.Output(Path.GetFileName(file), file);
            record.Write(Path.Combine(path, RunRecord.FileName));
            error.WriteLine(Invariant($"{result.Total} cases merged, {result.Failures.Count} of them failed -> {path}"));
            return Task.FromResult(result.Failures.Count == 0 ? ExitCode.Done : ExitCode.Refused);
        });
        return command;
    }

    private static ToolCommand Status(TextWriter output)
    {
        var folder = Folder();
        var json = new Option<bool>("--json") { Description = "Print it as JSON." };
        var command = new ToolCommand(
            "status",
            "Says how far the shards are, and what Slurm has of them.",
            "radiomics cohort status features"
        )
        {
            folder, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(folder);
            var states = CohortExtraction.ShardStates(path);
            if (states.Count == 0 && SlurmJobs.Load(path) is null)
                throw new DirectoryNotFoundException(
                    $"{path} {(Directory.Exists(path) ? "has no shards of a cohort" : "is not there")}. Give the folder that 'radiomics "
                        + "cohort --shard' or 'cohort submit' was given by --output."
                );
            var jobs = SlurmJobs.Load(path);
            var queue = jobs?.Queue() ?? [];
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(output, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteStartArray("shards");
                    foreach (var state in states)
                    {
                        writer.WriteStartObject();
                        writer.WriteString("shard", state.Shard.ToString());
                        writer.WriteBoolean("ended", state.HasEnded);
                        writer.WriteNumber("finished", state.Finished);
                        writer.WriteNumber("failed", state.Failed);
                        writer.WriteEndObject();
                    }
                    writer.WriteEndArray();
                    writer.WriteStartArray("queue");
                    foreach (var line in queue)
                        writer.WriteStringValue(line);
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                });
                return Task.FromResult(ExitCode.Done);
            }
            foreach (var state in states)
                output.WriteLine(
                    $"shard {state.Shard}: {(state.HasEnded ? "ended" : "under way or stopped")}, "
                        + Invariant($"{state.Finished} cases finished")
                        + (state.HasEnded ? Invariant($", {state.Failed} failed") : "")
                );
            var count = states.Select(s => s.Shard.Count).DefaultIfEmpty().Max();
            output.WriteLine(
                Invariant($"{states.Count(s => s.HasEnded)} of {count} shards have ended, ")
                    + Invariant($"{states.Sum(s => (long)s.Finished)} cases are finished.")
            );
            foreach (var line in queue)
                output.WriteLine($"slurm: {line}");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static ToolCommand Submit(TextWriter output, TextWriter error)
    {
        var manifest = new Argument<string>("manifest") { Description = "The CSV file, as of 'radiomics cohort'." };
        var folder = new Option<string>(SharedFlags.Output, SharedFlags.OutputAliases)
        {
            Description = "The output folder, which all machines see.",
            Required = true,
        };
        var id = CohortCommand.Id();
        var shards = new Option<int>("--shards") { Description = "How many parts.", Required = true, HelpName = "n" }.Whole(least: 1);
        var slurm = new Option<bool>("--slurm") { Description = "Write and submit a Slurm array and the merge that waits for it." };
        var kubernetes = new Option<bool>("--kubernetes") { Description = "Write an indexed Job of Kubernetes and the Job that merges." };
        var atATime = new Option<int?>("--at-a-time") { Description = "How many parts may run at a time.", HelpName = "n" }.Whole(least: 1);
        var cpus = new Option<int>("--cpus")
        {
            Description = "Processors a part.",
            DefaultValueFactory = _ => 1,
            HelpName = "n",
        }.Whole(least: 1);
        var memory = new Option<string?>("--mem") { Description = "Memory a part, as Slurm or Kubernetes writes it (8G, 8Gi)." };
        var time = new Option<string?>("--time") { Description = "Slurm's time limit; a part that reaches it goes back into the queue." };
        var partition = new Option<string?>("--partition") { Description = "Slurm's partition." };
        var sbatch = new Option<string[]>("--sbatch") { Description = "A further option of sbatch, such as --sbatch=--account=x." };
        var container = new Option<string?>("--container") { Description = "An image that has the tool, for apptainer or Kubernetes." };
        var claim = new Option<string?>("--claim") { Description = "The volume claim of Kubernetes that holds data and output." };
        var tool = new Option<string?>("--tool") { Description = "How the tool is called there. Default: as here." };
        var dry = new Option<bool>("--dry-run") { Description = "Write the scripts and submit nothing." };
        var parameters = ExtractionOptions.Parameters();
        var preset = ExtractionOptions.Preset();
        var overrides = ExtractionOptions.Overrides();
        var command = new ToolCommand(
            "submit",
            "Puts the shards of a cohort on a cluster.",
            "radiomics cohort submit manifest.csv -o features --preset hcc-sbrt --slurm --shards 64 --at-a-time 16 --mem 8G"
        )
        {
            manifest, folder, id, shards, slurm, kubernetes, atATime, cpus, memory, time, partition, sbatch, container, claim, tool, dry,
            parameters, preset, overrides,
        };
        command.Validators.Add(result =>
        {
            ExtractionOptions.Check(result, parameters, preset);
            if (result.GetValue(parameters) is { } source && GivenPipe.Is(source))
                result.AddError($"--params: {source} is a pipe, and the parts read their parameters later; give a file.");
            if (result.GetValue(slurm) == result.GetValue(kubernetes))
                result.AddError("Give --slurm or --kubernetes.");
            if (result.GetValue(kubernetes) && (result.GetValue(container) is null || result.GetValue(claim) is null))
                result.AddError("--kubernetes needs --container IMAGE and --claim NAME.");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            // What cannot be run is refused before anything waits in a queue for it.
            ExtractionOptions.Load(parsed, parameters, preset, overrides);
            var cases = CohortManifest.Read(parsed.GetRequiredValue(manifest), id: parsed.GetRequiredValue(id));
            string[] given =
            [
                .. parsed.GetValue(parameters) is { } file ? new[] { "--params", Path.GetFullPath(file) }
                    : parsed.GetValue(preset) is { } name ? ["--preset", name]
                    : [],
                .. (parsed.GetValue(overrides) ?? []).SelectMany(o => new[] { "--setting", o }),
                .. parsed.GetRequiredValue(id) is not "id" and var column ? new[] { "--id", column } : [],
            ];
            var plan = new ClusterPlan(
                Path.GetFullPath(parsed.GetRequiredValue(manifest)),
                Path.GetFullPath(parsed.GetRequiredValue(folder)),
                given,
                parsed.GetValue(shards),
                parsed.GetValue(atATime),
                parsed.GetValue(cpus),
                parsed.GetValue(memory),
                parsed.GetValue(container),
                parsed.GetValue(tool) is { } called ? [called] : ClusterPlan.ThisTool()
            );
            // Before anything is written, for that would be for jobs that are under way.
            if (!parsed.GetValue(kubernetes) && !parsed.GetValue(dry))
                SlurmJobs.CheckQueue(plan.Output);
            CohortExtraction.WeighShards(cases, plan.Output, plan.Shards, cancellationToken);
            if (parsed.GetValue(kubernetes))
            {
                foreach (var path in plan.WriteKubernetes(parsed.GetRequiredValue(claim)!))
                    output.WriteLine(path);
                return Task.FromResult(ExitCode.Done);
            }
            string[] more =
            [
                .. parsed.GetValue(partition) is { } p ? [$"--partition={p}"] : Array.Empty<string>(),
                .. parsed.GetValue(time) is { } t ? [$"--time={t}"] : Array.Empty<string>(),
                .. parsed.GetValue(sbatch) ?? [],
            ];
            var (array, merge) = plan.WriteSlurm(more);
            if (parsed.GetValue(dry))
            {
                output.WriteLine(array);
                output.WriteLine(merge);
                return Task.FromResult(ExitCode.Done);
            }
            var jobs = SlurmJobs.Submit(plan.Output, array, merge);
            error.WriteLine($"array {jobs.Array}, merge {jobs.Merge}: radiomics cohort status {parsed.GetRequiredValue(folder)}");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
