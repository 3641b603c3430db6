namespace Survival.Models.Resampling;

/// <summary>Which fold of a cross-validation holds each row out. Folds are counted from 0. Immutable.</summary>
public sealed class Folds
{
    private readonly int[] _foldOfRow;

    private Folds(int[] foldOfRow, int count) => (_foldOfRow, Count) = (foldOfRow, count);

    /// <summary>The number of folds.</summary>
    public int Count { get; }

    /// <summary>The fold that holds each row out, from 0.</summary>
    public ReadOnlySpan<int> FoldOfRow => _foldOfRow;

    /// <summary>The rows that a fold holds out, in ascending order.</summary>
    /// <param name="fold">The fold, from 0.</param>
    public int[] HeldOut(int fold) => Rows(fold, heldOut: true);

    /// <summary>The rows that a fold's model is fitted to, in ascending order.</summary>
    /// <param name="fold">The fold, from 0.</param>
    public int[] Training(int fold) => Rows(fold, heldOut: false);

    /// <summary>Takes folds as they are given, such as the <c>foldid</c> of another program, counted from 0, from 1 or by any other
    /// numbers.</summary>
    /// <param name="ids">A number for each row; equal numbers are one fold, and folds are ordered by them.</param>
    /// <exception cref="ArgumentException">There are no rows, or fewer than two folds.</exception>
    public static Folds FromIds(ReadOnlySpan<int> ids)
    {
        var distinct = ids.ToArray().Distinct().Order().ToArray();
        if (distinct.Length < 2)
            throw new ArgumentException(
                $"{distinct.Length} fold(s) in {ids.Length} row(s); a cross-validation takes two or more.", nameof(ids));
        var folds = new int[ids.Length];
        for (var i = 0; i < folds.Length; i++)
            folds[i] = Array.BinarySearch(distinct, ids[i]);
        return new Folds(folds, distinct.Length);
    }

    /// <summary>Draws folds whose shares of events are as equal as can be: the events, then the censored rows, are dealt out in random
    /// order, one to each fold in turn.</summary>
    /// <param name="data">The follow-up; where it has strata, each is dealt out on its own. Where it has clusters, they stay whole:
    /// in random order, those with most events first, each goes to the fold with the fewest events and rows so far.</param>
    /// <param name="count">The number of folds, from 2 to the number of events.</param>
    /// <param name="seed">The seed; see <see cref="Xoshiro256"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two folds, or more than there are events, or clusters with events: a fold
    /// without events tells nothing.</exception>
    public static Folds Stratified(SurvivalData data, int count, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (count < 2 || count > data.EventCount)
            throw new ArgumentOutOfRangeException(
                nameof(count), count, Invariant(
                    $"The number of folds must be from 2 to the number of events ({data.EventCount}), so that no fold "
                )
                    + "is without events.");
        var random = new Xoshiro256(seed);
        if (!data.Cluster.IsEmpty)
            return OfClusters(data, count, random);
        var folds = new int[data.Count];
        var next = 0;
        // Events first over all strata, so that the dealing never leaves a fold without one.
        foreach (var group in Resample.EventGroups(data))
        {
            random.Shuffle(group.AsSpan());
            foreach (var row in group)
                folds[row] = next++ % count;
        }
        return new Folds(folds, count);
    }

    private static Folds OfClusters(SurvivalData data, int count, Xoshiro256 random)
    {
        int Events(int[] rows) => rows.Count(i => data.Event[i]);
        int[][] clusters = [.. Enumerable.Range(0, data.Count).GroupBy(i => data.Cluster[i]).Select(g => g.ToArray())];
        random.Shuffle(clusters.AsSpan());
        var (folds, events, sizes) = (new int[data.Count], new int[count], new int[count]);
        foreach (var rows in clusters.OrderByDescending(Events))
        {
            var fold = Enumerable.Range(0, count).MinBy(k => (events[k], sizes[k]));
            events[fold] += Events(rows);
            sizes[fold] += rows.Length;
            foreach (var row in rows)
                folds[row] = fold;
        }
        if (events.Contains(0))
            throw new ArgumentOutOfRangeException(
                nameof(count), count, Invariant(
                    $"The number of folds must be at most the number of clusters with events ({clusters.Count(c => Events(c) > 0)}), "
                )
                    + "whose patients stay in one fold.");
        return new Folds(folds, count);
    }

    /// <summary>Draws folds of equal size without regard to events.</summary>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="count">The number of folds, from 2 to the number of rows.</param>
    /// <param name="seed">The seed; see <see cref="Xoshiro256"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two folds or more than there are rows.</exception>
    public static Folds Random(int rowCount, int count, ulong seed)
    {
        if (count < 2 || count > rowCount)
            throw new ArgumentOutOfRangeException(
                nameof(count), count, Invariant($"The number of folds must be from 2 to the number of rows ({rowCount})."));
        var order = Resample.Permutation(rowCount, new Xoshiro256(seed));
        var folds = new int[rowCount];
        for (var i = 0; i < rowCount; i++)
            folds[order[i]] = i % count;
        return new Folds(folds, count);
    }

    private int[] Rows(int fold, bool heldOut)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fold);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(fold, Count);
        return [.. Enumerable.Range(0, _foldOfRow.Length).Where(i => (_foldOfRow[i] == fold) == heldOut)];
    }

    /// <summary>How many folds of how many rows.</summary>
    public override string ToString() => Invariant($"{Count} folds of {_foldOfRow.Length} rows");

    /// <summary>Divides a cohort's patients into folds of about the same size, each with its share of the events.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="count">The number of folds, from 2 to the number of rows.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">As for the other overload.</exception>
    public static Folds Stratified(Cohort cohort, int count, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Stratified(cohort.FollowUp, count, seed);
    }
}
