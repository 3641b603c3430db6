namespace Radiomics;

/// <summary>How far a shard of a cohort is.</summary>
/// <param name="Shard">Which one.</param>
/// <param name="HasEnded">Whether all of its cases were worked on.</param>
/// <param name="Finished">How many cases are finished.</param>
/// <param name="Failed">How many failed, where it has ended.</param>
public sealed record CohortShardState(CohortShard Shard, bool HasEnded, int Finished, int Failed);
