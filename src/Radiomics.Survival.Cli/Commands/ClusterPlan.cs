using System.Globalization;
using Files;

namespace Radiomics.Cli.Commands;

/// <summary>The shards of a cohort as scripts for a cluster.</summary>
internal sealed record ClusterPlan(
    string Manifest,
    string Output,
    IReadOnlyList<string> Settings,
    int Shards,
    int? AtATime,
    int Cpus,
    string? Memory,
    string? Container,
    IReadOnlyList<string> Tool)
{
    // To look whether all have ended is as many looks as there are tasks, by each of them.
    private const int MostThatMerge = 256;

    /// <summary>How this very tool is called.</summary>
    public static IReadOnlyList<string> ThisTool()
    {
        var program = Environment.ProcessPath ?? "radiomics";
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? [program, Path.Combine(AppContext.BaseDirectory, "radiomics.dll")]
            : [program];
    }

    /// <summary>Writes the scripts of the array and of the merge.</summary>
    public (string Array, string Merge) WriteSlurm(IReadOnlyList<string> options)
    {
        var folder = Path.Combine(Output, "slurm");
        Directory.CreateDirectory(folder);
        string[] all =
        [
            .. options,
            .. Memory is null ? Array.Empty<string>() : [$"--mem={Memory}"],
        ];
        var head = string.Concat(all.Select(o => $"#SBATCH {o}\n"));
        var call = Command("cohort", Manifest, "-o", Output, "--parallel", Cpus.ToString(CultureInfo.InvariantCulture));
        var array = Path.Combine(folder, "array.sh");
        AtomicFile.WriteText(array, $"""
            #!/bin/bash
            #SBATCH --job-name=radiomics
            #SBATCH --array=0-{Text(Shards - 1)}{(AtATime is { } n ? "%" + Text(n) : "")}
            #SBATCH --cpus-per-task={Text(Cpus)}
            #SBATCH --requeue
            #SBATCH --open-mode=append
            #SBATCH --output={folder}/shard-%a.log
            #SBATCH --signal=B:USR1@60
            {head}
            journal={Quoted(Path.Combine(Output, "shards"))}/$(printf '%04d-of-%04d' "$SLURM_ARRAY_TASK_ID" {Text(Shards)})/journal.jsonl
            written() {"{"} stat -c %s "$journal" 2> /dev/null || echo 0; {"}"}
            before=$(written)
            merged={Quoted(Path.Combine(folder, "merged"))}-$SLURM_ARRAY_JOB_ID
            rm -f "$merged"
            requeue() {"{"} scontrol requeue "$SLURM_ARRAY_JOB_ID"_"$SLURM_ARRAY_TASK_ID"; {"}"}
            # A case that does not fit into the time limit would be begun anew for ever: it is given up, and the rest goes on.
            limit=() time=
            end=$(scontrol show job "$SLURM_JOB_ID" -o | grep -o ' EndTime=[^ ]*')
            if end=$(date -d "${"{"}end#*={"}"}" +%s 2> /dev/null) && time=$((end - $(date +%s))) && [ "$time" -gt 0 ]; then
              limit=(--case-limit $((time > 300 ? time - 150 : time / 3 + 1)))
            fi
            # A minute before the time limit, or two, the shard is asked to stop, and goes back into the queue: its journal has what is
            # finished. Where that is nothing, time and again, it ends as failed.
            {call} --shard "$SLURM_ARRAY_TASK_ID/{Text(Shards)}" "${"{"}limit[@]{"}"}" &
            work=$!
            stopped() {"{"}
              kill -TERM $work; wait $work
              if [ "$(written)" -gt "$before" ] || [ "0$SLURM_RESTART_COUNT" -lt 3 ]; then requeue; exit 0; fi
              exit 1
            {"}"}
            trap stopped USR1
            trap 'kill -TERM $work; wait $work; exit 143' TERM
            wait $work
            status=$?
            # Killed from outside (no memory, a machine that goes): once more from where it was, three times at most.
            if [ "$status" -gt 128 ] && [ "0$SLURM_RESTART_COUNT" -lt 3 ]; then requeue && exit 0; fi
            {(Shards > MostThatMerge ? "" : MergeOfTheLast())}exit "$status"

            """);
        var merge = Path.Combine(folder, "merge.sh");
        AtomicFile.WriteText(merge, $"""
            #!/bin/bash
            #SBATCH --job-name=radiomics-merge
            #SBATCH --requeue
            #SBATCH --kill-on-invalid-dep=yes
            #SBATCH --output={folder}/merge.log
            {head}
            # $1: the array; a task of it that merged has said so.
            [ -e {Quoted(Path.Combine(folder, "merged"))}-"$1" ] || exec {Command("cohort", "merge", Output)}

            """);
        return (array, merge);
    }

    // Between the end of the last task and the start of a job that waits for it are seconds of the scheduler, often a queue. Where the
    // last task does not merge (it has no time left, a file server hides another's file for a moment), that job does.
    private string MergeOfTheLast() => $"""
        # Whoever ends last merges, if it is soon done; else the job that waits for the array does.
        set -- {Quoted(Path.Combine(Output, "shards"))}/*-of-{Shards.ToString("0000", CultureInfo.InvariantCulture)}/result.json
        if [ "$status" -eq 0 ] && [ $# -eq {Text(Shards)} ] && {"{"} [ -z "$time" ] || [ "$((time - SECONDS))" -gt 150 ]; {"}"}; then
          timeout 60 {Command("cohort", "merge", Output)} > /dev/null 2>&1 && touch "$merged"
        fi

        """;

    /// <summary>Writes the indexed Job and the Job that merges.</summary>
    /// <param name="claim">The volume claim, mounted where manifest and output have their common folder.</param>
    public IReadOnlyList<string> WriteKubernetes(string claim)
    {
        var folder = Path.Combine(Output, "kubernetes");
        Directory.CreateDirectory(folder);
        var root = "/" + Output.Split('/', StringSplitOptions.RemoveEmptyEntries)[0];
        string Job(string name, string indexed, IEnumerable<string> arguments) => $"""
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: {name}
            spec:
            {indexed}  backoffLimit: {(indexed.Length > 0 ? Text(6 * Shards) : "6")}
              template:
                spec:
                  restartPolicy: OnFailure
                  containers:
                    - name: radiomics
                      image: {Json(Container!)}
                      command: ["radiomics", {string.Join(", ", arguments.Select(Json))}]
                      resources:
                        requests: {"{"}cpu: "{Text(Cpus)}"{(Memory is null ? "" : $", memory: {Json(Memory)}")}{"}"}
                      volumeMounts:
                        - name: data
                          mountPath: {Json(root)}
                  volumes:
                    - name: data
                      persistentVolumeClaim:
                        claimName: {Json(claim)}

            """;
        var indexed = $"  completionMode: Indexed\n  completions: {Text(Shards)}\n  parallelism: {Text(AtATime ?? Shards)}\n";
        var (work, merge) = (Path.Combine(folder, "shards.yaml"), Path.Combine(folder, "merge.yaml"));
        string[] shard = ["--shard", $"$(JOB_COMPLETION_INDEX)/{Text(Shards)}"];
        AtomicFile.WriteText(work, Job("radiomics-shards", indexed,
            ["cohort", Manifest, "-o", Output, "--parallel", Text(Cpus), .. Settings, .. shard]));
        AtomicFile.WriteText(merge, Job("radiomics-merge", "", ["cohort", "merge", Output]));
        return [work, merge];
    }

    private string Command(params string[] arguments)
    {
        string[] words =
        [
            .. Container is null ? Array.Empty<string>() : ["apptainer", "exec", Container],
            .. Tool,
            .. arguments,
            .. arguments.Contains("merge") ? [] : Settings,
        ];
        return string.Join(' ', words.Select(Quoted));
    }

    // For a shell: in single quotes nothing means anything.
    private static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    // JSON's strings are YAML's.
    private static string Json(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
