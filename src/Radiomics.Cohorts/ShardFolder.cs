using System.Globalization;
using System.Text.Json;
using Files;

namespace Radiomics;

/// <summary>
/// Where a shard keeps its journal and, when it has ended, what it came to: <c>shards/0003-of-0064</c> in the output folder. Shards share
/// no file and no lock.
/// </summary>
internal sealed class ShardFolder(string output, CohortShard shard)
{
    /// <summary>The folder of all shards in the output folder.</summary>
    public const string All = "shards";

    private const string ResultName = "result.json";

    public CohortShard Shard => shard;

    public string Path { get; } = System.IO.Path.Combine(output, All, Invariant($"{shard.Index:0000}-of-{shard.Count:0000}"));

    public string Journal => System.IO.Path.Combine(Path, CohortExtraction.JournalName);

    private string Result => System.IO.Path.Combine(Path, ResultName);

    public bool IsFinished => File.Exists(Result);

    /// <summary>How many cases the journal has, without a lock: for a look from outside.</summary>
    public int Finished()
    {
        if (!File.Exists(Journal))
            return 0;
        using var file = new FileStream(Journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new LineReader(file);
        var ids = 0;
        while (reader.Next() is { } line)
            ids += line.Bytes.AsSpan().IndexOf("{\"case\":"u8) is > 0 and < 20 ? 1 : 0;
        return ids;
    }

    /// <summary>The shards of which there is a folder, by count and index.</summary>
    public static IReadOnlyList<ShardFolder> Of(string output)
    {
        var all = System.IO.Path.Combine(output, All);
        if (!Directory.Exists(all))
            return [];
        var found = new List<ShardFolder>();
        foreach (var name in Directory.GetDirectories(all).Select(System.IO.Path.GetFileName).OfType<string>())
        {
            if (
                name.Split("-of-") is [var index, var count]
                && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
                && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                && new CohortShard(i, n) is { IsValid: true } shard
            )
                found.Add(new ShardFolder(output, shard));
        }
        return [.. found.OrderBy(f => f.Shard.Count).ThenBy(f => f.Shard.Index)];
    }

    public void Begin() => File.Delete(Result);

    public string Write(ShardResult result)
    {
        AtomicFile.Write(Result, stream =>
        {
            using var json = new Utf8JsonWriter(stream);
            json.WriteStartObject();
            json.WriteString("manifest", result.Manifest);
            json.WriteString("settings", result.Settings);
            json.WriteString("shares", result.Shares);
            json.WriteNumber("total", result.Total);
            json.WriteBoolean("second_reader", result.HasSecondReader);
            json.WriteStartArray("cases");
            foreach (var (row, id) in result.Cases)
            {
                json.WriteStartArray();
                json.WriteNumberValue(row);
                json.WriteStringValue(id);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteStartArray("failures");
            foreach (var failure in result.Failures)
            {
                json.WriteStartArray();
                json.WriteNumberValue(failure.Row);
                json.WriteStringValue(failure.Id);
                json.WriteStringValue(failure.Stage.ToString());
                json.WriteStringValue(failure.Message);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
        return Result;
    }

    /// <exception cref="IOException">The file is none that a shard wrote.</exception>
    public ShardResult Read()
    {
        try
        {
            using var json = JsonDocument.Parse(PlainFile.ReadText(Result));
            var root = json.RootElement;
            return new ShardResult(
                root.GetProperty("manifest").GetString()!,
                root.GetProperty("settings").GetString()!,
                root.TryGetProperty("shares", out var shares) ? shares.GetString()! : "",
                root.GetProperty("total").GetInt32(),
                root.GetProperty("second_reader").GetBoolean(),
                [.. root.GetProperty("cases").EnumerateArray().Select(c => (c[0].GetInt32(), c[1].GetString()!))],
                [
                    .. root.GetProperty("failures")
                        .EnumerateArray()
                        .Select(f => new CohortFailure(
                            f[1].GetString()!,
                            f[0].GetInt32(),
                            Enum.TryParse<CohortStage>(f[2].GetString(), out var stage) && Enum.IsDefined(stage)
                                ? stage
                                : throw new JsonException("no stage"),
                            f[3].GetString()!
                        )),
                ]
            );
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new IOException($"{Result} is not what a shard wrote. Run the shard {shard} again.", e);
        }
    }
}

/// <summary>What a shard came to.</summary>
/// <param name="Manifest">A hash of all cases of the manifest, not of the shard's only.</param>
/// <param name="Settings">What was computed.</param>
/// <param name="Shares">How the cases were shared out.</param>
/// <param name="Total">How many cases the manifest has.</param>
/// <param name="HasSecondReader">Whether any case of the manifest has a second reader.</param>
/// <param name="Cases">The rows and ids of the cases that did not fail.</param>
/// <param name="Failures">Those that did.</param>
internal sealed record ShardResult(
    string Manifest,
    string Settings,
    string Shares,
    int Total,
    bool HasSecondReader,
    IReadOnlyList<(int Row, string Id)> Cases,
    IReadOnlyList<CohortFailure> Failures);
