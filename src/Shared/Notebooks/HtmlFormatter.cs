namespace Notebooks;

/// <summary>Renders what it knows as HTML; a notebook calls it by the names of its members.</summary>
internal sealed class HtmlFormatter(Func<object, string?> html)
{
    public string MimeType => "text/html";

    /// <summary>Writes the value.</summary>
    /// <returns>Whether it was written; else the notebook takes a formatter of its own.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        if (html(instance) is not { } text)
            return false;
        writer.Write(text);
        return true;
    }
}
