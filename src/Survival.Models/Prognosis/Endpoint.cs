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

    /// <summary>The events after which this one cannot happen, in words: <c>death without relapse</c>; empty where none competes. Where
    /// they are named a model predicts the event's cumulative incidence among them (<see cref="Risk"/>) and no survival.</summary>
    public string Competing { get; init; } = "";

    /// <summary>Whether what is predicted is the cumulative incidence of the event among competing ones.</summary>
    public bool IsIncidence => Competing.Length > 0;

    /// <summary>The chance of the event by a time: <c>risk of relapse</c>.</summary>
    public string Risk => "risk of " + Event;

    /// <summary>What a model of this outcome tells of a time: <see cref="Risk"/> where events compete, else
    /// <see cref="Survival"/>.</summary>
    public string Predicted => IsIncidence ? Risk : Survival;

    /// <summary>What the risk is, in a sentence; empty where no event competes.</summary>
    public string IncidenceNote => !IsIncidence ? ""
        : $"The {Risk} by a time is its cumulative incidence: the chance that it happens by then, {Competing} counted as what may happen "
            + "before and prevent it. One less this risk is not the chance of being alive and free of it.";

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
        NumberText.WithUnit(
            format == "G12" ? NumberText.Short(time, 12) : time.ToString(format, System.Globalization.CultureInfo.InvariantCulture),
            NumberText.Unit(time, TimeUnit));

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
