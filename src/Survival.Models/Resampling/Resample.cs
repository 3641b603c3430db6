namespace Survival.Models.Resampling;

/// <summary>Splits, bootstrap resamples, subsamples and permutations, reproducible from a seed on every machine. Rows are counted from
/// 0.</summary>
public static class Resample
{
    /// <summary>A random order of the numbers from 0.</summary>
    /// <param name="count">How many numbers; not negative.</param>
    /// <param name="random">The generator.</param>
    public static int[] Permutation(int count, Xoshiro256 random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(random);
        var order = Sequence(count);
        random.Shuffle(order.AsSpan());
        return order;
    }

    /// <summary>A bootstrap resample: as many rows as there are, drawn with replacement.</summary>
    /// <param name="rowCount">The number of rows; at least 1.</param>
    /// <param name="random">The generator.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no rows.</exception>
    public static int[] Bootstrap(int rowCount, Xoshiro256 random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowCount, 1);
        ArgumentNullException.ThrowIfNull(random);
        var rows = new int[rowCount];
        for (var i = 0; i < rowCount; i++)
            rows[i] = random.NextInt(rowCount);
        return rows;
    }

    /// <summary>Bootstrap resamples, each from a generator of its own, so that resample b is the same however many are drawn.</summary>
    /// <param name="rowCount">The number of rows; at least 1.</param>
    /// <param name="count">The number of resamples.</param>
    /// <param name="seed">The seed; resample b is drawn by <c>new Xoshiro256(seed, b)</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no rows, or the number of resamples is negative.</exception>
    public static int[][] BootstrapSets(int rowCount, int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowCount, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return [.. Enumerable.Range(0, count).Select(b => Bootstrap(rowCount, new Xoshiro256(seed, (ulong)b)))];
    }

    /// <summary>A bootstrap resample that keeps the number of events and of censored rows (of each stratum).</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="random">The generator.</param>
    public static int[] StratifiedBootstrap(SurvivalData data, Xoshiro256 random)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(random);
        var rows = new List<int>(data.Count);
        foreach (var group in EventGroups(data))
        {
            for (var i = 0; i < group.Length; i++)
                rows.Add(group[random.NextInt(group.Length)]);
        }
        return [.. rows];
    }

    /// <summary>A split into a training and a validation set that both have the same share of events (of each stratum).</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="trainingShare">The share of the training set, inside (0, 1). Each group's size is rounded so that the totals
    /// match.</param>
    /// <param name="seed">The seed; see <see cref="Xoshiro256"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not inside (0, 1).</exception>
    /// <exception cref="InvalidSurvivalDataException">A set would be left without rows or without events.</exception>
    public static Split Split(SurvivalData data, double trainingShare, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(trainingShare > 0 && trainingShare < 1))
            throw new ArgumentOutOfRangeException(
                nameof(trainingShare), trainingShare, "The share of the training set must lie inside (0, 1).");
        var training = Subsample(data, trainingShare, new Xoshiro256(seed));
        var inTraining = new bool[data.Count];
        var trainingEvents = 0;
        foreach (var row in training)
        {
            inTraining[row] = true;
            trainingEvents += data.Event[row] ? 1 : 0;
        }
        if (trainingEvents == 0 || trainingEvents == data.EventCount)
        {
            throw new InvalidSurvivalDataException(
                Invariant(
                    $"{data.EventCount} event(s) in {data.Count} rows cannot be shared out {trainingShare} to {1 - trainingShare} with an "
                )
                + "event in both sets. Take another share or more data.");
        }
        return new Split(training, [.. Sequence(data.Count).Where(i => !inTraining[i])]);
    }

    /// <summary>Rows drawn without replacement that keep the share of events (of each stratum), in ascending order.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="share">The share of rows to draw, inside (0, 1].</param>
    /// <param name="random">The generator.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not inside (0, 1].</exception>
    public static int[] Subsample(SurvivalData data, double share, Xoshiro256 random)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(random);
        if (!(share > 0 && share <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share must lie inside (0, 1].");
        var rows = new List<int>(data.Count);
        var seen = 0;
        foreach (var group in EventGroups(data))
        {
            random.Shuffle(group.AsSpan());
            // Rounding the running total, not each group, keeps the whole at its share.
            var take = (int)Math.Round((seen + group.Length) * share, MidpointRounding.AwayFromZero) - rows.Count;
            seen += group.Length;
            rows.AddRange(group.Take(Math.Clamp(take, 0, group.Length)));
        }
        rows.Sort();
        return [.. rows];
    }

    /// <summary>The rows by event (events first), then by stratum; no group is empty.</summary>
    internal static int[][] EventGroups(SurvivalData data)
    {
        var groups = new List<int[]>();
        var strata = data.Stratum.ToArray();
        foreach (var wanted in (ReadOnlySpan<bool>)[true, false])
        {
            var rows = new List<int>(data.Count);
            for (var i = 0; i < data.Count; i++)
            {
                if (data.Event[i] == wanted)
                    rows.Add(i);
            }
            if (strata.Length == 0)
                groups.Add([.. rows]);
            else
                groups.AddRange(rows.GroupBy(i => strata[i]).OrderBy(g => g.Key).Select(g => g.ToArray()));
        }
        return [.. groups.Where(g => g.Length > 0)];
    }

    private static int[] Sequence(int count)
    {
        var values = new int[count];
        for (var i = 0; i < count; i++)
            values[i] = i;
        return values;
    }

    /// <summary>Divides a cohort's patients into a training and a validation set, each with its share of the events.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="trainingShare">The share of the training set, as for the other overload.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">As for the other overload.</exception>
    public static Split Split(Cohort cohort, double trainingShare, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Split(cohort.FollowUp, trainingShare, seed);
    }
}
