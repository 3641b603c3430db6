using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Files;

namespace Radiomics.Cli.Commands;

/// <summary>The jobs that were submitted for an output folder, as <c>slurm/jobs.json</c> in it names them.</summary>
internal sealed record SlurmJobs(string Array, string Merge)
{
    /// <summary>The jobs of a folder; <see langword="null"/> where none were submitted.</summary>
    public static SlurmJobs? Load(string folder)
    {
        var path = Name(folder);
        if (!File.Exists(path))
            return null;
        try
        {
            using var json = JsonDocument.Parse(PlainFile.ReadText(path));
            return new SlurmJobs(json.RootElement.GetProperty("array").GetString()!, json.RootElement.GetProperty("merge").GetString()!);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new IOException($"{path} is not what 'cohort submit' writes. Remove it, once no job of it is in the queue.", e);
        }
    }

    /// <summary>Refuses to go on while jobs of an earlier call for a folder are in the queue.</summary>
    /// <exception cref="IOException">They are.</exception>
    public static void CheckQueue(string folder)
    {
        if (Load(folder) is { } earlier && earlier.Queue() is { Count: > 0 } waiting)
            throw new IOException(
                $"Jobs of an earlier call for this folder are in the queue: {waiting[0]}. Let them end, or cancel them (scancel "
                    + $"{earlier.Array} {earlier.Merge}) and submit again."
            );
    }

    /// <summary>Submits the array and the merge that waits for it.</summary>
    /// <exception cref="IOException">Slurm refuses.</exception>
    public static SlurmJobs Submit(string folder, string array, string merge)
    {
        var first = Run("sbatch", "--parsable", array).Split(';')[0];
        var second = Run("sbatch", "--parsable", $"--dependency=afterok:{first}", merge, first).Split(';')[0];
        var jobs = new SlurmJobs(first, second);
        AtomicFile.Write(Name(folder), stream =>
        {
            using var json = new Utf8JsonWriter(stream);
            json.WriteStartObject();
            json.WriteString("array", jobs.Array);
            json.WriteString("merge", jobs.Merge);
            json.WriteEndObject();
        });
        return jobs;
    }

    /// <summary>What the queue has of the jobs, a line each.</summary>
    public IReadOnlyList<string> Queue()
    {
        try
        {
            return Run("squeue", "--noheader", "--jobs", $"{Array},{Merge}", "--format", "%i %T %R")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException e) when (e.Message.Contains("Invalid job id", StringComparison.Ordinal))
        {
            // Slurm has forgotten them: they ended long ago.
            return [];
        }
    }

    private static string Name(string folder) => Path.Combine(folder, "slurm", "jobs.json");

    private static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Trim() : throw new IOException($"{program} refuses: {error.Result.Trim()}");
        }
        catch (Win32Exception e)
        {
            throw new IOException($"{program} cannot be run ({e.Message}). Is this a machine of the cluster?", e);
        }
    }
}
