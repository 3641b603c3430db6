using Plain;

namespace Survival.Models.CompetingRisks;

/// <summary>Follow-up that ends by one of several causes, or is censored: validated once, immutable, in the caller's row order.</summary>
public sealed partial class CompetingRisksData
{
    private readonly int[] _cause;

    private CompetingRisksData(SurvivalData any, int[] cause)
    {
        (AnyEvent, _cause) = (any, cause);
        Causes = [.. cause.Where(c => c != 0).Distinct().Order()];
    }

    /// <summary>The follow-up to the first event of any cause, with entry times, weights, strata and clusters.</summary>
    public SurvivalData AnyEvent { get; }

    /// <summary>The number of rows.</summary>
    public int Count => _cause.Length;

    /// <summary>The cause that ended the follow-up of each row; 0 where it was censored.</summary>
    public ReadOnlySpan<int> Cause => _cause;

    /// <summary>The causes that occur, ascending.</summary>
    public IReadOnlyList<int> Causes { get; }

    /// <summary>The causes' names: that of cause 1 first; empty where they are numbers only.</summary>
    public IReadOnlyList<string> CauseNames { get; private init; } = [];

    /// <summary>The number of a cause that has a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">No cause is called so.</exception>
    public int CauseOf(string name)
    {
        for (var k = 0; k < CauseNames.Count; k++)
        {
            if (CauseNames[k] == name)
                return k + 1;
        }
        throw new ArgumentException(
            $"No cause is called '{name}'. "
                + (CauseNames.Count == 0 ? "They have numbers only." : $"They are {PlainWords.List(CauseNames)}."),
            nameof(name));
    }

    /// <summary>A cause as messages call it.</summary>
    internal string NameOf(int cause) => cause <= CauseNames.Count ? $"'{CauseNames[cause - 1]}'" : Invariant($"cause {cause}");

    /// <summary>A cause as titles call it.</summary>
    internal string TitleOf(int cause) => cause <= CauseNames.Count ? CauseNames[cause - 1] : Invariant($"cause {cause}");

    /// <summary>Creates follow-up from arrays, which are copied.</summary>
    /// <param name="time">The end of follow-up; finite, not negative.</param>
    /// <param name="cause">The cause that ended it, from 1; 0 for censored.</param>
    /// <param name="entry">The start of follow-up (left truncation); or <see langword="null"/>.</param>
    /// <param name="weight">Case weights; finite, not negative; or <see langword="null"/>.</param>
    /// <param name="stratum">Stratum codes; or <see langword="null"/>.</param>
    /// <param name="cluster">Codes of patients whose times depend on each other, such as those of a centre; or
    /// <see langword="null"/>.</param>
    /// <param name="timeFix">Whether times that differ by rounding only are one time, as in <see cref="SurvivalData"/>.</param>
    /// <exception cref="ArgumentException">Arrays of different lengths, or no rows.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value that is not allowed, or no event of any cause; the message names the
    /// row.</exception>
    public static CompetingRisksData Create(
        ReadOnlySpan<double> time,
        ReadOnlySpan<int> cause,
        IReadOnlyList<double>? entry = null,
        IReadOnlyList<double>? weight = null,
        IReadOnlyList<int>? stratum = null,
        IReadOnlyList<int>? cluster = null,
        bool timeFix = true
    )
    {
        if (cause.Length != time.Length)
            throw new ArgumentException($"There are {time.Length} times but {cause.Length} causes.", nameof(cause));
        var events = new bool[cause.Length];
        for (var i = 0; i < cause.Length; i++)
        {
            if (cause[i] < 0)
                throw new InvalidSurvivalDataException(
                    Invariant($"The cause in {RowPlace.Of(i)} is {cause[i]}; causes count from 1, and 0 is censored."),
                    i,
                    "cause"
                );
            events[i] = cause[i] > 0;
        }
        var any = SurvivalData.Create(time, events, entry, weight, stratum, cluster, timeFix);
        return any.EventCount > 0
            ? new CompetingRisksData(any, cause.ToArray())
            : throw new InvalidSurvivalDataException(
                "No row has an event of any cause. Check the coding of the causes: 0 is censored.",
                column: "cause"
            );
    }

    /// <summary>The follow-up to one cause, with all others taken for censored: for what is cause-specific.</summary>
    /// <param name="cause">The cause.</param>
    /// <exception cref="InvalidSurvivalDataException">No row has this cause.</exception>
    public SurvivalData CauseSpecific(int cause)
    {
        Require(cause);
        // Tied times are joined already.
        return SurvivalData.Create(
            AnyEvent.Time,
            Array.ConvertAll(_cause, c => c == cause),
            AnyEvent.Entry.IsEmpty ? null : AnyEvent.Entry.ToArray(),
            AnyEvent.Weight.IsEmpty ? null : AnyEvent.Weight.ToArray(),
            AnyEvent.Stratum.IsEmpty ? null : AnyEvent.Stratum.ToArray(),
            AnyEvent.Cluster.IsEmpty ? null : AnyEvent.Cluster.ToArray()
        );
    }

    /// <summary>Some of the rows, in the order given; a row may be taken several times.</summary>
    /// <param name="rows">The rows, from 0; at least one.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the data.</exception>
    public CompetingRisksData Select(ReadOnlySpan<int> rows)
    {
        var any = AnyEvent.Select(rows);
        var cause = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            cause[i] = _cause[rows[i]];
        return new CompetingRisksData(any, cause) { CauseNames = CauseNames };
    }

    internal void Require(int cause)
    {
        if (!Causes.Contains(cause))
            throw new InvalidSurvivalDataException(
                Invariant($"No row has cause {cause}. The causes are: {PlainWords.List(Causes.Select(Called))}."),
                column: "cause"
            );
    }

    internal int[] CheckGroups(ReadOnlySpan<int> group, string name)
    {
        if (group.Length != Count)
            throw new ArgumentException(Invariant($"There are {Count} rows but {group.Length} groups."), name);
        var codes = group.ToArray().Distinct().Order().ToArray();
        return codes;
    }

    internal bool IsPlain => AnyEvent.Weight.IsEmpty && AnyEvent.Stratum.IsEmpty && AnyEvent.Entry.IsEmpty && AnyEvent.Cluster.IsEmpty;

    /// <summary>How many rows there are, and how many end by each cause.</summary>
    public override string ToString() =>
        Invariant($"{Count} rows: {Cause.Count(0)} censored, ")
        + string.Join(", ", Causes.Select(c => Invariant($"{Cause.Count(c)} by {(CauseNames.Count == 0 ? "cause " : "")}{Called(c)}")));

    private string Called(int cause) =>
        cause <= CauseNames.Count ? Invariant($"{CauseNames[cause - 1]} ({cause})") : Invariant($"{cause}");
}
