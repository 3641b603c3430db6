using System.Text.Json;

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
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        if (lines.Length > 0 && lines[0] != head)
            throw new InvalidSurvivalDataException(
                $"The journal '{path}' is of another run (other data, seed, horizon, number of resamples or kind). Name another file, "
                    + $"or delete "
                    + "it to start anew.");
        var records = new List<ResampleRecord>();
        for (var i = 1; i < lines.Length; i++)
        {
            if (Read(lines[i], count) is { } record)
                records.Add(record);
            else if (i < lines.Length - 1)
                throw new InvalidSurvivalDataException(
                    Invariant($"The journal '{path}' is damaged in line {i + 1}. Delete it to start anew."));
        }
        // Written anew, so that what follows a torn line does not stand behind it.
        var writer = new StreamWriter(File.Create(path)) { AutoFlush = true, NewLine = "\n" };
        writer.WriteLine(head);
        foreach (var record in records)
            writer.WriteLine(Line(record));
        return new PipelineJournal(writer, records);
    }

    public void Add(ResampleRecord record)
    {
        lock (_gate)
            _writer.WriteLine(Line(record));
    }

    public void Dispose() => _writer.Dispose();

    private static string Head(string what, SurvivalData data, PipelineOptions options, int count)
    {
        // FNV-1a over times and events: other data is another run.
        var hash = 14695981039346656037UL;
        for (var i = 0; i < data.Count; i++)
        {
            hash = (hash ^ BitConverter.DoubleToUInt64Bits(data.Time[i])) * 1099511628211UL;
            hash = (hash ^ (data.Event[i] ? 1UL : 0)) * 1099511628211UL;
        }
        return Invariant($"{what} {count} of {data.Count} rows, seed {options.Seed}, horizon {options.Horizon}, data {hash:x16}");
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
