
namespace Radiomics.Studies;

/// <summary>
/// A protocol that cannot be meant. The message names the file and the line, the setting, the value found, what is allowed and what to do.
/// </summary>
public sealed class StudyProtocolException : SurvivalModelException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="source">The file, or what stands for it; may be empty.</param>
    /// <param name="line">The line, from 1; 0 where it is not known.</param>
    /// <param name="setting">The setting, such as <c>horizons</c>; empty where none is concerned.</param>
    /// <param name="problem">What is wrong, what is allowed, and what to do.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public StudyProtocolException(string source, int line, string setting, string problem, Exception? innerException = null)
        : base(
            $"{source}{(line > 0 ? Invariant(
                $", line {line}"
            ) : "")}{(source.Length > 0 ? ": " : "")}{(setting.Length > 0 ? setting + ": " : "")}"
                + $"{problem}",
            innerException
        ) => (File, Line, Setting, Problem) = (source, line, setting, problem);

    /// <summary>The file, or what stands for it; empty where the setting was not read from one.</summary>
    public string File { get; }

    /// <summary>The line, from 1; 0 where it is not known.</summary>
    public int Line { get; }

    /// <summary>The setting; empty where none is concerned.</summary>
    public string Setting { get; }

    /// <summary>What is wrong with it.</summary>
    public string Problem { get; }
}
