using System.Text;
using System.Text.Json;

namespace Radiomics.Cli.Commands;

/// <summary>Prints one JSON value and a line end.</summary>
internal static class JsonOutput
{
    public static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            write(json);
        output.WriteLine(Encoding.UTF8.GetString(stream.ToArray()));
    }
}
