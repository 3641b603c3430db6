using System.Text;
using Microsoft.Extensions.Logging;

namespace Radiomics.Cli.Commands;

/// <summary>
/// What goes to standard error, by how much is asked for: everything (4), what was done and warnings (3, the default), failures and
/// refusals
/// alone (2 and 1), as PyRadiomics counts. Lines that begin with <c>warning:</c> or <c>note</c> are such; <c>failed:</c> and refusals are
/// always shown.
/// </summary>
internal sealed class Messages(TextWriter inner, bool isTerminal) : TextWriter
{
    /// <summary>From 1 (least) to 5.</summary>
    public int Level { get; set; } = 3;

    /// <summary>The log of the run; <see langword="null"/> where none was asked for.</summary>
    public ILogger? Log { get; set; }

    /// <summary>Whether a line of progress is wanted and would be seen.</summary>
    public bool ShowsProgress => isTerminal && Level >= 3;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(value);

    /// <inheritdoc/>
    public override void Write(string? value) => inner.Write(value);

    /// <inheritdoc/>
    public override void WriteLine(string? value)
    {
        if (Level >= 3 || value?.StartsWith("failed:", StringComparison.Ordinal) == true)
            inner.WriteLine(value);
    }

    /// <summary>What is said at any level: why something was refused.</summary>
    public Task RefuseAsync(string message) => inner.WriteLineAsync(message);

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();
}
