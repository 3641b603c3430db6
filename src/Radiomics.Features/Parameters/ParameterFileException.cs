using Radiomics.Imaging;

namespace Radiomics.Features.Parameters;

/// <summary>A parameter file says something that cannot be meant: an unknown name, a value of a wrong type or out of range, or text that is
/// no YAML.</summary>
public sealed class ParameterFileException : RadiomicsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="source">The file, or what stands for it; it starts the message.</param>
    /// <param name="line">The line, from 1; 0 where it is not known.</param>
    /// <param name="key">The key, with its section, such as <c>setting.binWidth</c>; empty where none is concerned.</param>
    /// <param name="problem">What is wrong, what is allowed, and what to do.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public ParameterFileException(string source, int line, string key, string problem, Exception? innerException = null)
        : base($"{source}{(line > 0 ? Invariant($", line {line}") : "")}: {(key.Length > 0 ? key + ": " : "")}{problem}", innerException) =>
        (File, Line, Key) = (source, line, key);

    /// <summary>The file, or what stands for it.</summary>
    public string File { get; }

    /// <summary>The line, from 1; 0 where it is not known.</summary>
    public int Line { get; }

    /// <summary>The key, with its section; empty where none is concerned.</summary>
    public string Key { get; }
}
