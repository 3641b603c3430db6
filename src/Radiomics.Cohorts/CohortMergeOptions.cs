using Microsoft.Extensions.Logging;

namespace Radiomics;

/// <summary>How the tables of a cohort are made from its shards.</summary>
public sealed record CohortMergeOptions
{
    /// <summary>One file each; what a spreadsheet would compute is kept from it.</summary>
    public static CohortMergeOptions Default { get; } = new();

    /// <summary>
    /// Whether features in Parquet become a folder, <c>features</c>, with a file for each shard, in place of <c>features.parquet</c>: for
    /// cohorts that programs read in parts. The default is <see langword="false"/>.
    /// </summary>
    public bool PartitionParquet { get; init; }

    /// <summary>
    /// Whether a text in a CSV that a spreadsheet would compute gets an apostrophe before it; see
    /// <see cref="CohortOptions.SpreadsheetSafe"/>. The default is <see langword="true"/>.
    /// </summary>
    public bool SpreadsheetSafe { get; init; } = true;

    /// <summary>Told when it is done; <see langword="null"/> for nobody.</summary>
    public ILogger? Logger { get; init; }
}
