using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;
using Files;
using Radiomics.Features.Extraction;

namespace Radiomics.Cli.Commands;

/// <summary>
/// Where a run's results come from, as <c>run.json</c>: versions, settings, hashes of what was read, the machine, times and counts. No path
/// and no id is in it, for these may name a patient: an input is known by what it was for and by its content.
/// </summary>
internal sealed class RunRecord(string command)
{
    /// <summary>What the file is called in an output folder.</summary>
    public const string FileName = "run.json";

    private readonly DateTime _began = DateTime.UtcNow;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<(string Role, long Files, long Bytes, string Hash)> _inputs = [];
    private readonly List<KeyValuePair<string, string>> _settings = [];
    private readonly List<KeyValuePair<string, long>> _counts = [];

    /// <summary>The version of the tool.</summary>
    public static string Version =>
        typeof(RunRecord).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>
    /// Adds a file, or all files of a folder, that is read. Of a folder the hash is of its files' hashes in the order of their names.
    /// </summary>
    /// <param name="role">What it is read as.</param>
    /// <param name="path">The file or folder; <see langword="null"/> adds nothing.</param>
    /// <param name="sha256">The hash, where who read it has it already; a file need not be read twice.</param>
    public void Input(string role, string? path, string? sha256 = null)
    {
        if (path is null)
            return;
        string[] files = Directory.Exists(path)
            ? [.. Directory.GetFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [path];
        var hash = sha256 ?? (files.Length == 1 ? FileHash.Of(files[0]) : FileHash.OfAll(files));
        _inputs.Add((role, files.Length, files.Sum(file => new FileInfo(file).Length), hash));
    }

    /// <summary>Adds a setting; nothing where it has no value.</summary>
    public void Setting(string name, string? value)
    {
        if (value is not null)
            _settings.Add(new(name, value));
    }

    /// <summary>Adds what is extracted: the fingerprint tells all settings, given or not.</summary>
    public void Settings(ExtractionSettings settings, string? preset, IEnumerable<string>? overrides)
    {
        Setting("fingerprint", settings.Fingerprint());
        Setting("preset", preset);
        foreach (var given in overrides ?? [])
            Setting("setting", given);
    }

    /// <summary>Adds a number of what was done.</summary>
    public void Count(string name, long count) => _counts.Add(new(name, count));

    /// <summary>Writes the file.</summary>
    public void Write(string path) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("tool", "radiomics");
        json.WriteString("version", Version);
        json.WriteString("command", command);
        json.WriteString("began", _began);
        json.WriteString("ended", DateTime.UtcNow);
        // By the clock that does not jump.
        json.WriteNumber("seconds", Math.Round(_watch.Elapsed.TotalSeconds, 3));
        Machine(json);
        json.WriteStartArray("settings");
        foreach (var (name, value) in _settings)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("value", value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("inputs");
        foreach (var (role, files, bytes, hash) in _inputs)
        {
            json.WriteStartObject();
            json.WriteString("role", role);
            json.WriteNumber("files", files);
            json.WriteNumber("bytes", bytes);
            json.WriteString("sha256", hash);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("counts");
        foreach (var (name, count) in _counts)
            json.WriteNumber(name, count);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void Machine(Utf8JsonWriter json)
    {
        json.WriteStartObject("machine");
        json.WriteString("system", RuntimeInformation.OSDescription);
        json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
        json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
        json.WriteNumber("processors", Environment.ProcessorCount);
        json.WriteNumber("memory", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        json.WriteNumber(
            "vector_bits",
            Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0
        );
        json.WriteEndObject();
    }
}
