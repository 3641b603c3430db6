using System.Text.Json;
using Files;

namespace Survival.Models.Validation;

/// <summary>What is done of a run, a line of JSON a resample; the first line says of which run. A last line that a kill tore is left
/// out.</summary>
internal sealed class PipelineJournal : IDisposable
{
    private readonly StreamWriter _writer;
    private readonly Lock _gate = new();

    private PipelineJournal(StreamWriter writer, List<ResampleRecord> records) => (_writer, Records) = (writer, records);

    /// <summary>The records that it held.</summary>
    public IReadOnlyList<ResampleRecord> Records { get; }

    public static PipelineJournal Open(string path, string what, SurvivalData data, PipelineOptions options, int count)
    {
        var head = Head(what, data, options, count);
        var records = new List<ResampleRecord>();
        // Written anew where something is torn, so that what follows does not stand behind it; whole, or as it was.
        if (!File.Exists(path) || !Load(path, head, count, records))
        {
            AtomicFile.Write(path, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
                writer.WriteLine(head);
                foreach (var record in records)
                    writer.WriteLine(Line(record));
            });
        }
        var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        return new PipelineJournal(new StreamWriter(file) { AutoFlush = true, NewLine = "\n" }, records);
    }

    // Whether every line is whole, the last one with its end.
    private static bool Load(string path, string head, int count, List<ResampleRecord> records)
    {
        using var file = PlainFile.OpenRead(path);
        if (file.Length == 0)
            return false;
        file.Position = file.Length - 1;
        var ended = file.ReadByte() == '\n';
        file.Position = 0;
        using var reader = new StreamReader(file);
        var (number, torn) = (1, 0);
        if (reader.ReadLine() is var first && first != head)
            throw new InvalidSurvivalDataException(
                $"The journal '{path}' is of another run (other data, seed, horizon, number of resamples or kind). Name another file, "
                    + $"or delete "
                    + "it to start anew.");
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (torn > 0)
                throw new InvalidSurvivalDataException(
                    Invariant($"The journal '{path}' is damaged in line {torn}. Delete it to start anew."));
            if (Read(line, count) is { } record)
                records.Add(record);
            else
                torn = number;
        }
        return ended && torn == 0;
    }

    public void Add(ResampleRecord record)
    {
        lock (_gate)
            _writer.WriteLine(Line(record));
    }

    public void Dispose() => _writer.Dispose();

    private static string Head(string what, SurvivalData data, PipelineOptions options, int count)
    {
        // FNV-1a over the follow-up: other data is another run.
        var hash = 14695981039346656037UL;
        for (var i = 0; i < data.Count; i++)
        {
            Add(BitConverter.DoubleToUInt64Bits(data.Time[i]));
            Add(data.Event[i] ? 1UL : 0);
        }
        foreach (var value in data.Entry)
            Add(BitConverter.DoubleToUInt64Bits(value));
        foreach (var value in data.Weight)
            Add(BitConverter.DoubleToUInt64Bits(value));
        foreach (var value in data.Stratum)
            Add((ulong)value);
        foreach (var value in data.Cluster)
            Add((ulong)value);
        return Invariant($"{what} {count} of {data.Count} rows, seed {options.Seed}, horizon {options.Horizon}, data {hash:x16}");

        void Add(ulong value) => hash = (hash ^ value) * 1099511628211UL;
    }

    private static string Line(ResampleRecord record)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartArray();
            json.WriteNumberValue(record.Number);
            json.WriteStartArray();
            foreach (var value in record.Values)
                json.WriteStringValue(value.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteEndArray();
            json.WriteStartArray();
            foreach (var name in record.Selected)
                json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteEndArray();
        }
        return System.Text.Encoding.UTF8.GetString(line.GetBuffer().AsSpan(0, (int)line.Length));
    }

    private static ResampleRecord? Read(string line, int count)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            JsonElement[] parts = [.. document.RootElement.EnumerateArray()];
            var number = parts[0].GetInt32();
            return number >= 0 && number < count
                ? new ResampleRecord(
                    number,
                    [.. parts[1].EnumerateArray().Select(v =>
                        double.Parse(v.GetString()!, System.Globalization.CultureInfo.InvariantCulture))],
                    [.. parts[2].EnumerateArray().Select(v => v.GetString()!)])
                : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
