using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Radiomics.Cli;

/// <summary>
/// A log of a JSON object a line, added to what the file has: <c>time</c> (UTC), <c>level</c>, <c>event</c>, <c>message</c>, then the
/// event's own values. Each line is written at once, so that of a killed run all but the last is there.
/// </summary>
internal sealed class JsonLog : ILogger, IDisposable
{
    private readonly FileStream _file;
    private readonly Lock _gate = new();

    /// <exception cref="IOException">The file cannot be written.</exception>
    public JsonLog(string path) => _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("time", DateTime.UtcNow);
            json.WriteString("level", logLevel.ToString());
            json.WriteString("event", eventId.Name);
            json.WriteString("message", formatter(state, exception));
            if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
            {
                foreach (var (name, value) in values.Where(v => v.Key != "{OriginalFormat}"))
                    Write(json, JsonNamingPolicy.SnakeCaseLower.ConvertName(name), value);
            }
            json.WriteEndObject();
        }
        line.WriteByte((byte)'\n');
        lock (_gate)
            _file.Write(line.GetBuffer(), 0, (int)line.Length);
    }

    public void Dispose() => _file.Dispose();

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, Invariant($"{value}"));
                break;
        }
    }
}
