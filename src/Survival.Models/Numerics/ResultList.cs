using System.Collections.ObjectModel;

namespace Survival.Models.Numerics;

/// <summary>Results that print themselves together: a list's own text is its type's name.</summary>
/// <param name="results">The results.</param>
/// <param name="text">What all of them print; <see langword="null"/> for a line or paragraph each.</param>
internal sealed class ResultList<T>(IList<T> results, Func<IReadOnlyList<T>, string>? text = null) : ReadOnlyCollection<T>(results)
{
    public override string ToString() => text is null ? string.Join('\n', this) : text(this);
}

/// <summary>Results by their names that print themselves together.</summary>
/// <param name="results">The results by name.</param>
internal sealed class ResultsByName<T>(IDictionary<string, T> results) : ReadOnlyDictionary<string, T>(results)
{
    public override string ToString() => string.Join("\n\n", this.Select(r => $"{r.Key}\n{r.Value}"));
}
