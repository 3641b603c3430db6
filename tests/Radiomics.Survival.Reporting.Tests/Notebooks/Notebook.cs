using System.Collections;

namespace Radiomics.Reporting.Tests.Notebooks;

/// <summary>Renders a value as .NET Interactive does: by the names of an attribute and of the members of what it leads to.</summary>
internal static class Notebook
{
    /// <summary>The HTML, or <see langword="null"/> where the type has no formatter.</summary>
    public static string? Html(object value)
    {
        var attribute = value
            .GetType()
            .GetCustomAttributes(inherit: true)
            .FirstOrDefault(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        if (attribute?.GetType().GetProperty("FormatterSourceType")?.GetValue(attribute) is not Type type)
            return null;
        var formatters = (IEnumerable)type.GetMethod("CreateTypeFormatters")!.Invoke(Activator.CreateInstance(type), [])!;
        foreach (var formatter in formatters)
        {
            using var writer = new StringWriter();
            if (
                (string)formatter.GetType().GetProperty("MimeType")!.GetValue(formatter)! == "text/html"
                && formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])!.Invoke(formatter, [value, writer]) is true
            )
                return writer.ToString();
        }
        return null;
    }
}
