namespace Radiomics.Cli.Commands;

/// <summary>The names of flags that several commands have, with those that other programs' users type: in one place, so that no command
/// lacks one.</summary>
internal static class SharedFlags
{
    /// <summary>Where results go.</summary>
    public const string Output = "--output";

    /// <summary>Threads within a case.</summary>
    public const string Threads = "--threads";

    /// <summary>Cases at a time.</summary>
    public const string Parallel = "--parallel";

    /// <summary>What else <see cref="Output"/> is called.</summary>
    public static readonly string[] OutputAliases = ["--out", "-o"];

    /// <summary>What else <see cref="Threads"/> is called.</summary>
    public static readonly string[] ThreadsAliases = ["--jobs", Parallel, "-j"];

    /// <summary>What else <see cref="Parallel"/> is called.</summary>
    public static readonly string[] ParallelAliases = ["--jobs", Threads, "-j"];
}
