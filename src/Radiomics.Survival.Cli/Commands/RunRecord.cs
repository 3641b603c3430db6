using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Encodings.Web;
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
    private readonly List<(string Role, string Hash)> _outputs = [];
    private readonly List<JsonElement> _earlier = [];
    private Action<Utf8JsonWriter>? _extraction;

    /// <summary>The version of the tool.</summary>
    public static string Version =>
        typeof(RunRecord).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>
    /// Adds a file, or all files of a folder, that is read. Of a folder the hash is of its files' hashes in the order of their names.
    /// </summary>
    /// <param name="role">What it is read as.</param>
    /// <param name="path">The file or folder; <see langword="null"/> adds nothing, nor does a pipe, for its bytes are gone.</param>
    /// <param name="sha256">The hash, where who read it has it already; a file need not be read twice.</param>
    public void Input(string role, string? path, string? sha256 = null)
    {
        if (path is null || GivenPipe.Is(path))
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

    /// <summary>
    /// Adds a file that was written, so that it can be told later whether a file is this run's; nothing where there is none.
    /// </summary>
    /// <param name="role">What it is.</param>
    /// <param name="path">The file, or a folder of Parquet files that is one table.</param>
    public void Output(string role, string path)
    {
        if (File.Exists(path))
            _outputs.Add((role, FileHash.Of(path)));
        else if (Directory.Exists(path))
            _outputs.Add((role, FileHash.OfAll(Directory.GetFiles(path, "*.parquet").Order(StringComparer.Ordinal))));
    }

    /// <summary>Whether the run was stopped before its end.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>
    /// Takes over from the record that this one replaces which runs made what this run went on from: those that computed something, or
    /// were stopped while they did.
    /// </summary>
    /// <param name="path">The record that is replaced; where there is none, nothing is taken over.</param>
    /// <returns>Whether it could be read.</returns>
    public bool KeepEarlier(string path)
    {
        if (!File.Exists(path))
            return true;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var last = json.RootElement;
            if (last.TryGetProperty("earlier", out var earlier))
                _earlier.AddRange(earlier.EnumerateArray().Select(e => e.Clone()));
            if (!last.GetProperty("counts").TryGetProperty("computed", out var computed) || computed.GetInt64() > 0)
                _earlier.Add(last.Clone());
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return false;
        }
    }

    /// <summary>
    /// Takes over from the records of a cohort's shards, whose tables this run joined, what was extracted, and the runs themselves as
    /// earlier ones. A shard without a record, such as one that a program ran, has nothing to take over.
    /// </summary>
    /// <param name="folders">The shards' folders.</param>
    /// <returns>How many of them have no record, or a damaged one.</returns>
    public int TakeShards(IReadOnlyList<string> folders)
    {
        var missing = 0;
        foreach (var record in folders.Select(f => Path.Combine(f, FileName)))
        {
            if (!File.Exists(record) || !KeepEarlier(record) || ExtractionOf(record) is not var (extraction, fingerprint))
            {
                missing++;
                continue;
            }
            // All shards had the same settings, or they would not have been joined.
            if (_extraction is null)
                Setting("fingerprint", fingerprint);
            _extraction ??= extraction;
        }
        return missing;
    }

    private static (Action<Utf8JsonWriter> Write, string? Fingerprint)? ExtractionOf(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        if (!json.RootElement.TryGetProperty("extraction", out var extraction))
            return null;
        var kept = extraction.Clone();
        var settings = json.RootElement.TryGetProperty("settings", out var all) ? all.EnumerateArray().ToList() : [];
        return (kept.WriteTo, settings.Find(s => s.GetProperty("name").GetString() == "fingerprint") is
        { ValueKind: JsonValueKind.Object } fingerprint ? fingerprint.GetProperty("value").GetString() : null);
    }

    /// <summary>Adds what is extracted: all settings, given or not, and a fingerprint of them to compare two runs by.</summary>
    public void Settings(ExtractionSettings settings, string? preset, IEnumerable<string>? overrides)
    {
        _extraction = settings.ToParameters().WriteTo;
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
        // The file is never part of a page: a plus sign stands in it as itself.
        using var json = new Utf8JsonWriter(
            stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("tool", "radiomics");
        json.WriteString("version", Version);
        json.WriteString("command", command);
        json.WriteString("began", _began);
        json.WriteString("ended", DateTime.UtcNow);
        if (IsCancelled)
            json.WriteBoolean("cancelled", true);
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
        if (_extraction is not null)
        {
            json.WritePropertyName("extraction");
            _extraction(json);
        }
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
        if (_outputs.Count > 0)
        {
            json.WriteStartArray("outputs");
            foreach (var (role, hash) in _outputs)
            {
                json.WriteStartObject();
                json.WriteString("role", role);
                json.WriteString("sha256", hash);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteStartObject("counts");
        foreach (var (name, count) in _counts)
            json.WriteNumber(name, count);
        json.WriteEndObject();
        if (_earlier.Count > 0)
        {
            json.WriteStartArray("earlier");
            foreach (var run in _earlier)
                Earlier(json, run);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    });

    // An earlier run without those before it, which stand beside it.
    private static void Earlier(Utf8JsonWriter json, JsonElement run)
    {
        json.WriteStartObject();
        foreach (var member in run.EnumerateObject().Where(m => m.Name != "earlier"))
            member.WriteTo(json);
        json.WriteEndObject();
    }

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
