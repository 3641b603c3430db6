using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Radiomics;

/// <summary>
/// The finished cases of a cohort, one line each, appended and on the disk before the next counts as finished. A line begins with a
/// checksum
/// of its rest, so that a line that a kill or a full disk tore is known, and cut off. The names of the columns stand in lines of their own,
/// once.
/// </summary>
internal sealed class CohortJournal : IDisposable
{
    private const int ChecksumLength = 16, KeyReach = 1024;
    private const int SharingViolation = unchecked((int)0x80070020), LinuxWouldBlock = 11, MacWouldBlock = 35;
    private const string Header = """{"journal":"Radiomics.Survival cohort","version":1}""";

    private readonly FileStream _file;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IReadOnlyList<string>> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Offset, int Length)> _cases = new(StringComparer.Ordinal);

    private readonly Dictionary<string, GivenUpCase> _givenUp = new(StringComparer.Ordinal);

    private CohortJournal(FileStream file) => _file = file;

    /// <summary>What was odd in the file.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Opens a journal or begins one. Nobody else may have it open.</summary>
    public static CohortJournal Open(string path)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException e) when (e.HResult is SharingViolation or LinuxWouldBlock or MacWouldBlock)
        {
            throw new IOException($"{path} is in use by another run. Let it end, or give another output folder.", e);
        }
        var journal = new CohortJournal(file);
        try
        {
            journal.Load(path);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Whether a case is finished.</summary>
    public bool Has(string id)
    {
        lock (_gate)
            return _cases.ContainsKey(id);
    }

    /// <summary>The journal's own text of a case's id; the one that is given where it has none.</summary>
    public string Own(string id)
    {
        lock (_gate)
            return _cases.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var own, out _) ? own : id;
    }

    /// <summary>What a finished case was made from; <see langword="null"/> where it is not finished.</summary>
    public CaseKey? KeyOf(string id)
    {
        lock (_gate)
        {
            if (!_cases.TryGetValue(id, out var found))
                return null;
            // Read from the file when it is asked for: of a million cases, keys in memory would be most of it. It stands before the cells.
            var bytes = new byte[Math.Min(found.Length, KeyReach)];
            _file.Position = found.Offset;
            _file.ReadExactly(bytes);
            return Key(bytes) ?? Read(id).Key;
        }
    }

    /// <summary>The columns of a finished case's rows.</summary>
    public FinishedCase Read(string id)
    {
        lock (_gate)
        {
            var (offset, length) = _cases[id];
            var bytes = new byte[length];
            _file.Position = offset;
            _file.ReadExactly(bytes);
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            return new FinishedCase(
                id,
                KeyIn(root),
                Cells(root, "columns", "cells")!,
                Cells(root, "columns2", "cells2"),
                [.. root.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()!)]
            );
        }
    }

    /// <summary>Adds a finished case. When this returns, it is on the disk.</summary>
    public void Add(FinishedCase done)
    {
        lock (_gate)
        {
            var (first, second) = (Columns(done.Cells), done.SecondCells is null ? null : Columns(done.SecondCells));
            var json = Json(writer =>
            {
                writer.WriteString("case", done.Id);
                Texts(writer, "key", done.Key.Parts);
                writer.WriteString("columns", first);
                Texts(writer, "cells", done.Cells.Select(c => c.Value));
                if (second is not null)
                {
                    writer.WriteString("columns2", second);
                    Texts(writer, "cells2", done.SecondCells!.Select(c => c.Value));
                }
                Texts(writer, "warnings", done.Warnings);
            });
            var offset = Append(json);
            _file.Flush(flushToDisk: true);
            _cases[done.Id] = (offset, json.Length);
            _givenUp.Remove(done.Id);
        }
    }

    /// <summary>The case that did not end in the time that it had; <see langword="null"/> where it is none.</summary>
    public GivenUpCase? GivenUp(string id)
    {
        lock (_gate)
            return _givenUp.GetValueOrDefault(id);
    }

    /// <summary>Adds a case that did not end in the time that it had, so that the next run need not find that out.</summary>
    public void GiveUp(string id, GivenUpCase given)
    {
        lock (_gate)
        {
            Append(Json(writer =>
            {
                writer.WriteString("given_up", id);
                Texts(writer, "key", given.Key.Parts);
                writer.WriteString("stage", given.Stage.ToString());
                writer.WriteNumber("seconds", given.Limit.TotalSeconds);
            }));
            _file.Flush(flushToDisk: true);
            _givenUp[id] = given;
        }
    }

    public void Dispose() => _file.Dispose();

    private void Load(string path)
    {
        long good = 0;
        var (number, isHeader) = (0, true);
        using (var reader = new LineReader(_file))
        {
            while (reader.Next() is { } line)
            {
                number++;
                if (Content(line.Bytes) is not { } content)
                {
                    // Only a line without an end, or the last, can be one that was being written; of a header, only what begins as ours
                    // does.
                    if (isHeader && (line.Ended || !Line(Encoding.UTF8.GetBytes(Header)).AsSpan().StartsWith(line.Bytes)))
                        throw new IOException($"{path} is no journal of a cohort. Give another output folder, or move the file away.");
                    Notes.Add(
                        line.Ended
                            ? Invariant($"Line {number} of the journal is damaged; its case is computed again.")
                            : "The journal's last line was torn; its case is computed again."
                    );
                    if (line.Ended)
                        good = reader.Position;
                    continue;
                }
                if (!line.Ended)
                {
                    Notes.Add("The journal's last line was torn; its case is computed again.");
                    continue;
                }
                using var json = JsonDocument.Parse(content);
                if (isHeader && !json.RootElement.TryGetProperty("journal", out _))
                    throw new IOException($"{path} is no journal of a cohort. Give another output folder, or move the file away.");
                isHeader = false;
                Take(json.RootElement, line.Offset + ChecksumLength + 1, content.Length);
                good = reader.Position;
            }
        }
        _file.SetLength(good);
        _file.Position = good;
        if (good == 0)
        {
            Append(Encoding.UTF8.GetBytes(Header));
            _file.Flush(flushToDisk: true);
        }
    }

    private void Take(JsonElement root, long offset, int length)
    {
        if (root.TryGetProperty("names", out var names))
        {
            _columns[root.GetProperty("hash").GetString()!] = [.. names.EnumerateArray().Select(n => n.GetString()!)];
        }
        else if (root.TryGetProperty("case", out var id))
        {
            // Without its columns' names, whose line was damaged, a case is lost.
            if (
                !_columns.ContainsKey(root.GetProperty("columns").GetString()!)
                || (root.TryGetProperty("columns2", out var second) && !_columns.ContainsKey(second.GetString()!))
            )
                return;
            _ = KeyIn(root);
            var text = id.GetString()!;
            _cases[text] = (offset, length);
            _givenUp.Remove(text);
        }
        else if (root.TryGetProperty("given_up", out var given))
        {
            _givenUp[given.GetString()!] = new GivenUpCase(
                KeyIn(root),
                Enum.Parse<CohortStage>(root.GetProperty("stage").GetString()!),
                TimeSpan.FromSeconds(root.GetProperty("seconds").GetDouble())
            );
        }
    }

    private static CaseKey KeyIn(JsonElement root)
    {
        var key = root.GetProperty("key");
        return new CaseKey(key[0].GetString()!, key[1].GetString()!, key[2].GetString()!, key[3].GetString()!, key[4].GetString()!);
    }

    // The key from the beginning of a case's text; null where more of it is needed.
    private static CaseKey? Key(ReadOnlySpan<byte> beginning)
    {
        var reader = new Utf8JsonReader(beginning, isFinalBlock: false, default);
        var parts = new List<string>();
        var inside = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("key"u8))
                inside = true;
            else if (inside && reader.TokenType == JsonTokenType.String)
                parts.Add(reader.GetString()!);
            else if (inside && reader.TokenType == JsonTokenType.EndArray)
                return parts.Count == 5 ? new CaseKey(parts[0], parts[1], parts[2], parts[3], parts[4]) : null;
        }
        return null;
    }

    private string Columns(IReadOnlyList<KeyValuePair<string, string>> cells)
    {
        string[] names = [.. cells.Select(c => c.Key)];
        var hash = CaseFiles.Hash(string.Join('\n', names));
        if (_columns.TryAdd(hash, names))
        {
            Append(Json(writer =>
            {
                writer.WriteString("hash", hash);
                Texts(writer, "names", names);
            }));
        }
        return hash;
    }

    private List<KeyValuePair<string, string>>? Cells(JsonElement root, string columns, string cells) =>
        root.TryGetProperty(columns, out var hash)
            ?
            [
                .. _columns[hash.GetString()!]
                    .Zip(
                        root.GetProperty(cells).EnumerateArray(),
                        (name, cell) => new KeyValuePair<string, string>(name, cell.GetString()!)
                    ),
            ]
            : null;

    // Where the text begins.
    private long Append(byte[] json)
    {
        _file.Position = _file.Length;
        var offset = _file.Position + ChecksumLength + 1;
        // One write, so that a kill tears at most the last line.
        _file.Write(Line(json));
        return offset;
    }

    private static byte[] Line(byte[] json) => [.. Encoding.ASCII.GetBytes(Checksum(json)), (byte)' ', .. json, (byte)'\n'];

    private static byte[]? Content(byte[] line) =>
        line.Length > ChecksumLength + 1
        && line[ChecksumLength] == ' '
        && Encoding.ASCII.GetString(line, 0, ChecksumLength) == Checksum(line.AsSpan(ChecksumLength + 1))
            ? line[(ChecksumLength + 1)..]
            : null;

    private static string Checksum(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(SHA256.HashData(text))[..ChecksumLength];

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void Texts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}

/// <summary>A case that did not end in the time that it had.</summary>
/// <param name="Key">What it was made from.</param>
/// <param name="Stage">Where it was.</param>
/// <param name="Limit">The time that it had.</param>
internal sealed record GivenUpCase(CaseKey Key, CohortStage Stage, TimeSpan Limit);
