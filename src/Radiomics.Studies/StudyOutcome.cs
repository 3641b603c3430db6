namespace Radiomics.Studies;

/// <summary>What is studied, in words. Everything that a study writes or draws takes its words from here. Immutable.</summary>
public sealed record StudyOutcome
{
    /// <summary>An outcome by its name; the other words follow from it.</summary>
    /// <param name="name">The event, as in "time to progression": <c>progression</c>, <c>local failure</c>, <c>death</c>.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public StudyOutcome(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Plural = Several(name);
        Adjective = name == "death" ? "overall" : name + "-free";
        Verb = name == "death" ? "died" : "had " + (name == "event" ? "the event" : name);
    }

    /// <summary>An event of which nothing is known.</summary>
    public static StudyOutcome Event { get; } = new("event");

    /// <summary>The event.</summary>
    public string Name { get; }

    /// <summary>Several of them: <c>progressions</c>, <c>graft losses</c>, <c>metastases</c>.</summary>
    public string Plural { get; init; }

    /// <summary>The word before "survival": <c>progression-free</c>; of death it is <c>overall</c>.</summary>
    public string Adjective { get; init; }

    /// <summary>What those with the event did, in the past: <c>had progression</c>, <c>died</c>.</summary>
    public string Verb { get; init; }

    /// <summary>The probability of being without the event: <c>progression-free survival</c>.</summary>
    public string Survival => Adjective + " survival";

    /// <summary>Those without the event: <c>progression-free</c>, <c>without relapse</c>; of death they are <c>alive</c>.</summary>
    internal string EventFree =>
        Adjective.EndsWith("-free", StringComparison.Ordinal) ? Adjective
        : Name == "death" ? "alive"
        : "without " + Name;

    /// <summary>An outcome by its name.</summary>
    /// <param name="name">The event.</param>
    public static implicit operator StudyOutcome(string name) => new(name);

    /// <summary>An outcome by its name.</summary>
    /// <param name="name">The event.</param>
    public static StudyOutcome FromString(string name) => new(name);

    /// <summary>The event.</summary>
    public override string ToString() => Name;

    // The plural of an English noun by its end; one that is irregular is said by its own setting.
    private static string Several(string name)
    {
        bool Ends(params ReadOnlySpan<string> ends)
        {
            foreach (var end in ends)
            {
                if (name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
            return false;
        }

        return Ends("sis") ? name[..^2] + "es"
            : Ends("s", "x", "z", "ch", "sh") ? name + "es"
            : Ends("y") && !Ends("ay", "ey", "iy", "oy", "uy") ? name[..^1] + "ies"
            : name + "s";
    }
}
