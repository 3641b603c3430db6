using Microsoft.Extensions.Logging;
using Radiomics.Features.Extraction;

namespace Radiomics;

/// <summary>How a cohort is extracted. The numbers depend on <see cref="Extraction"/> only.</summary>
public sealed record CohortOptions
{
    /// <summary>PyRadiomics' defaults, as many cases at a time as there are processors, half of the memory.</summary>
    public static CohortOptions Default { get; } = new();

    /// <summary>What is computed. The default is <see cref="ExtractionSettings.PyRadiomicsDefault"/>.</summary>
    public ExtractionSettings Extraction { get; init; } = ExtractionSettings.PyRadiomicsDefault;

    /// <summary>How many threads work; at least 1. Each case has one to itself while there are enough cases. The default is the number of
    /// processors.</summary>
    public int MaxDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// How many bytes the images and masks that are worked on at a time may be estimated to take, from the sizes of their files; at least
    /// 1. A case that is larger
    /// by itself is worked on alone. <see langword="null"/> for half of the memory that the process may use.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>
    /// How long a case may take, above 0; one that takes longer is given up as failed, and tried again only where it may take longer, or
    /// something that makes it has changed. For jobs with a time limit, in which such a case would be begun anew for ever. What a case
    /// waits for memory does not count. <see langword="null"/> for as long as it takes.
    /// </summary>
    public TimeSpan? CaseTimeLimit { get; init; }

    /// <summary>
    /// Whether a finished case's files are compared by what is in them, beside their names, lengths and times. Slower: every file is read
    /// whole before anything
    /// else. For places where times are not to be trusted, such as after a copy or a clock that jumped. The default is
    /// <see langword="false"/>.
    /// </summary>
    public bool CompareContent { get; init; }

    /// <summary>
    /// The part of the cohort that this run works on, with a journal of its own; <see cref="CohortExtraction.Merge"/> makes the tables when
    /// all parts have ended. <see langword="null"/> for the whole cohort.
    /// </summary>
    public CohortShard? Shard { get; init; }

    /// <summary>
    /// Whether a text in a CSV that a spreadsheet would compute (an id, a name or a path that begins with =, +, - or @ and is no number)
    /// gets an apostrophe before it. Off for tables that programs alone read. The default is <see langword="true"/>.
    /// </summary>
    public bool SpreadsheetSafe { get; init; } = true;

    /// <summary>In place of reading and extracting, where only what comes after it is measured.</summary>
    internal Func<CohortEntry, IReadOnlyList<KeyValuePair<string, string>>>? Rows { get; init; }

    /// <summary>
    /// Where images and masks lie that the manifest names by an address that is not <c>https://</c>; <see langword="null"/> for none.
    /// </summary>
    public IObjectStore? Store { get; init; }

    /// <summary>
    /// Told what happens, one entry a case: rows of the manifest, numbers and types of errors, no id, path or message;
    /// <see langword="null"/> for nobody. See <see cref="RadiomicsTelemetry"/> for spans and metrics.
    /// </summary>
    public ILogger? Logger { get; init; }

    internal long MemoryLimitOrDefault => MemoryLimit ?? Math.Max(256L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Extraction);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDegreeOfParallelism, 1);
        if (Shard is { IsValid: false } bad)
            throw new ArgumentOutOfRangeException(nameof(Shard), bad, "A shard is an index from 0 and a greater count, at most 10000.");
        if (CaseTimeLimit is { } most && (most <= TimeSpan.Zero || most > TimeSpan.FromDays(40)))
            throw new ArgumentOutOfRangeException(nameof(CaseTimeLimit), most, "The time of a case must be above 0, and 40 days at most.");
        if (MemoryLimit < 1)
            throw new ArgumentOutOfRangeException(nameof(MemoryLimit), MemoryLimit, "The memory limit must be 1 byte or more.");
    }
}
