namespace Radiomics.Studies;

/// <summary>What all steps of one run share: the input, the protocol, the notes, progress.</summary>
internal sealed class StudyWork(
    StudyInput input,
    StudyProtocol protocol,
    int threads,
    IProgress<StudyProgress>? progress,
    CancellationToken cancellationToken
)
{
    private readonly List<StudyNote> _notes = [.. input.Notes];

    public StudyInput Input => input;

    /// <summary>The protocol; its horizons and calibration horizon are settled after the first step.</summary>
    public StudyProtocol Protocol { get; set; } = protocol;

    /// <summary>The features that are learned from: the input's, or those of them that go on, harmonised.</summary>
    public DesignMatrix Features { get; set; } = input.Features;

    public int Threads => threads;

    /// <summary>Whether the patients are a resample, in which some stand twice and folds are drawn anew.</summary>
    public bool IsSample { get; private init; }

    /// <summary>The same study on a sample of its patients, on one thread and without a word.</summary>
    /// <param name="seed">The seed of what is drawn in it; <see langword="null"/> for the data themselves.</param>
    /// <param name="cancellation">Ends the work.</param>
    public StudyWork ForSample(ulong? seed, CancellationToken cancellation) =>
        new(input, Protocol with { Seed = seed ?? Protocol.Seed }, 1, null, cancellation) { IsSample = seed is not null };

    public CancellationToken Cancellation => cancellationToken;

    public IReadOnlyList<StudyNote> Notes => _notes;

    /// <summary>The number of patients.</summary>
    public int Count => input.Ids.Count;

    public void Note(string step, string message)
    {
        var note = new StudyNote(step, message);
        if (!_notes.Contains(note))
            _notes.Add(note);
    }

    /// <summary>Makes a step. Where it gives a reason instead of a value the reason is noted, and the study goes on without.</summary>
    public T? Make<T>(string step, Func<Outcome<T>> make)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new StudyProgress(step, 0));
        var made = make();
        if (made.Value is null && made.Reason.Length > 0)
            Note(step, made.Reason);
        progress?.Report(new StudyProgress(step, 1));
        return made.Value;
    }

    /// <summary>Whether somebody of a set is followed to a time; a note says so where nobody is.</summary>
    /// <param name="step">The step.</param>
    /// <param name="set">The set.</param>
    /// <param name="time">The time.</param>
    /// <param name="what">What there is not then, before a colon and a space; may be empty.</param>
    public bool Reaches(string step, StudySet set, double time, string what = "")
    {
        var last = set.FollowUp.Time.ToArray().Max();
        if (time <= last)
            return true;
        Note(step, $"{set.Name}: {what}the follow-up ends at {Protocol.Time(last)}, before {Protocol.Time(time)}.");
        return false;
    }

    /// <summary>A value of Survival.Models, or a note that says why the data do not define it.</summary>
    public T? Try<T>(string step, string what, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (SurvivalModelException e)
        {
            Note(step, $"{what}: {FirstLine(e)}");
            return default;
        }
    }

    /// <summary>The same of a value type.</summary>
    public T? TryValue<T>(string step, string what, Func<T> make)
        where T : struct => Try<T?>(step, what, () => make());

    /// <summary>A test, or nothing where the data do not define it: its NaN says so.</summary>
    public TestResult? Quietly(Func<TestResult> make)
    {
        try
        {
            return make();
        }
        catch (SurvivalModelException)
        {
            return null;
        }
    }

    public IProgress<double>? Fraction(string step) => progress is null ? null : new StepProgress(progress, step);

    public static string FirstLine(Exception e) => e.Message.Split('\n')[0];

    private sealed class StepProgress(IProgress<StudyProgress> target, string step) : IProgress<double>
    {
        public void Report(double value) => target.Report(new StudyProgress(step, value));
    }
}
