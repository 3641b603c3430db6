using System.Text.Json;

namespace Radiomics.Studies;

/// <summary>The record (<c>run.json</c>) that an extraction leaves beside its tables.</summary>
internal static class ExtractionRecord
{
    private const string FileName = "run.json";

    /// <summary>
    /// What extracted a table of features, where the record beside it names the table by its content: tool with version, and the settings;
    /// <see langword="null"/> where there is no such record, or the table is not the one that it wrote.
    /// </summary>
    public static (string Tool, string Settings)? Of(string path, string sha256)
    {
        var record = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))!, FileName);
        if (!File.Exists(record))
            return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(record));
            var run = json.RootElement;
            if (!run.TryGetProperty("extraction", out var extraction) || !run.TryGetProperty("outputs", out var outputs)
                || !outputs.EnumerateArray().Any(o => o.GetProperty("sha256").GetString() == sha256))
                return null;
            return ($"{run.GetProperty("tool").GetString()} {run.GetProperty("version").GetString()!.Split('+')[0]}",
                extraction.GetRawText());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IOException
            or UnauthorizedAccessException)
        {
            // Another program's file of that name, or one that cannot be read: then nothing is known.
            return null;
        }
    }
}
