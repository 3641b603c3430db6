using System.Text;
using Plain;

namespace Radiomics.Cli;

/// <summary>Writes messages without what a terminal would act upon: a name in a file may hold escape sequences.</summary>
internal sealed class PlainWriter(TextWriter inner) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(Plain(value));

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (value is null)
            return;
        inner.Write(PlainWords.WithoutControls(value) is var plain && ReferenceEquals(plain, value)
            ? value
            : string.Concat(value.Select(Plain)));
    }

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine(string? value)
    {
        Write(value);
        inner.WriteLine();
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    // Our own progress line goes back to its beginning; lines and tabs are ours too.
    private static char Plain(char c) => c is '\n' or '\r' or '\t' || PlainWords.WithoutControls(c.ToString())[0] == c ? c : '\uFFFD';
}
