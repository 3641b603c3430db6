using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

/// <summary>What a model predicts, in words: the event, those who are free of it, and the unit of time. Everything that prints a prediction
/// takes its words from here.</summary>
public sealed record Endpoint
{
    /// <summary>The event, as in "time to death": <c>death</c>, <c>progression</c>, <c>local failure</c>.</summary>
    public string Event { get; init; } = "event";

    /// <summary>Who has not had it: <c>alive</c>, <c>progression-free</c>.</summary>
    public string EventFree { get; init; } = "event-free";

    /// <summary>The probability of being free of it: <c>overall survival</c>, <c>progression-free survival</c>.</summary>
    public string Survival { get; init; } = "event-free survival";

    /// <summary>The unit of time in the plural, such as <c>months</c>; empty where it is not known.</summary>
    public string TimeUnit { get; init; } = "";

    /// <summary>Death of any cause: "overall survival".</summary>
    /// <param name="timeUnit">The unit of time, in the plural.</param>
    public static Endpoint Death(string timeUnit) =>
        new()
        {
            Event = "death",
            EventFree = "alive",
            Survival = "overall survival",
            TimeUnit = timeUnit,
        };

    /// <summary>Any other event: "progression" gives "progression-free" and "progression-free survival".</summary>
    /// <param name="name">The event.</param>
    /// <param name="timeUnit">The unit of time, in the plural; may be empty.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static Endpoint Of(string name, string timeUnit = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new() { Event = name, EventFree = $"{name}-free", Survival = $"{name}-free survival", TimeUnit = timeUnit };
    }

    /// <summary>A time with its unit, such as "12 months" or "1 year".</summary>
    /// <param name="time">The time.</param>
    /// <param name="format">How the number is written; as short as it is exact by default.</param>
    public string Time(double time, string format = "G12") =>
        (time.ToString(format, System.Globalization.CultureInfo.InvariantCulture) + " "
            + (time == 1 && TimeUnit is [.., not 's', 's'] ? TimeUnit[..^1] : TimeUnit)).TrimEnd();

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
