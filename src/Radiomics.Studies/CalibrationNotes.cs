namespace Radiomics.Studies;

/// <summary>What of a calibration is not defined. The same of several sets and times is told once, with all of them.</summary>
internal sealed class CalibrationNotes(StudyWork work)
{
    private readonly List<(string What, string Reason, string Set, double Time)> _found = [];

    /// <summary>A value, or nothing where the data do not define it.</summary>
    /// <param name="what">The model and the part.</param>
    /// <param name="set">The set.</param>
    /// <param name="time">The horizon; NaN for what is of all times.</param>
    /// <param name="make">Makes it.</param>
    public T? Try<T>(string what, string set, double time, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (SurvivalModelException e)
        {
            Add(what, StudyWork.FirstLine(e), set, time);
            return default;
        }
    }

    /// <summary>The same of a value type.</summary>
    public T? TryValue<T>(string what, string set, double time, Func<T> make)
        where T : struct => Try<T?>(what, set, time, () => make());

    public void Add(string what, string reason, string set, double time) => _found.Add((what, reason, set, time));

    /// <summary>Writes a note for each part and reason.</summary>
    public void Tell()
    {
        foreach (var same in _found.GroupBy(f => (f.What, f.Reason)))
        {
            // Sets of the same times stand together: "train and validation at 6, 12 months".
            var where = same.GroupBy(f => f.Set).GroupBy(set => Times([.. set.Select(f => f.Time).Where(t => !double.IsNaN(t)).Order()]))
                .Select(sets => string.Join(" and ", sets.Select(s => s.Key)) + sets.Key);
            work.Note(StudyStep.Calibration, $"{same.Key.What}, {string.Join("; ", where)}: {same.Key.Reason}");
        }
    }

    private string Times(double[] times) =>
        times.Length == 0 ? "" : " at " + NumberText.WithUnit(string.Join(", ", times.Select(NumberText.Plain)), times.Length == 1
            ? NumberText.Unit(times[0], work.Protocol.TimeUnit) : work.Protocol.TimeUnit);
}
