namespace Radiomics.Studies;

/// <summary>What a step gives: a value, or the reason why there is none.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
internal readonly struct Outcome<T>
    where T : class
{
    private Outcome(T? value, string reason) => (Value, Reason) = (value, reason);

    /// <summary>The value; <see langword="null"/> where there is none.</summary>
    public T? Value { get; }

    /// <summary>Why there is no value; empty where there is one.</summary>
    public string Reason { get; }

    /// <summary>A value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Outcome<T>(T value) => new(value, "");

    /// <summary>No value.</summary>
    /// <param name="reason">Why.</param>
    public static Outcome<T> None(string reason) => new(null, reason);

    /// <summary>The value, or the reason in brackets.</summary>
    public override string ToString() => Value?.ToString() ?? $"({Reason})";
}
