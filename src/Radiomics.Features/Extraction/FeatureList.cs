using Suggestions;

namespace Radiomics.Features.Extraction;

/// <summary>The features of one region as they come, in order.</summary>
internal sealed class FeatureList
{
    private readonly List<KeyValuePair<string, double>> _features = [];

    public IReadOnlyList<KeyValuePair<string, double>> Features => _features;

    /// <summary>How many grey levels the texture classes had; 0 where there were none to count.</summary>
    public int GrayLevelCount { get; set; }

    /// <summary>Adds the selected features of a class.</summary>
    /// <param name="imageName">The image they were computed on, such as <c>wavelet-LLH</c>.</param>
    /// <param name="selection">The class, and which of its features.</param>
    /// <param name="definitions">The features the class knows.</param>
    /// <param name="source">What they are computed from.</param>
    public void Add<T>(string imageName, FeatureClassSelection selection, IReadOnlyList<FeatureDefinition<T>> definitions, T source)
    {
        var prefix = $"{imageName}_{FeatureClassNames.NameOf(selection.Class)}_";
        foreach (var definition in Choose(selection, definitions))
            _features.Add(new(prefix + definition.Name, definition.Compute!(source)));
    }

    /// <summary>Adds the selected features of a class that computes several at a time.</summary>
    /// <param name="imageName">The image they are computed on.</param>
    /// <param name="selection">The class, and which of its features.</param>
    /// <param name="definitions">The features the class knows.</param>
    /// <param name="compute">Computes the chosen ones.</param>
    public void Add<T>(
        string imageName,
        FeatureClassSelection selection,
        IReadOnlyList<FeatureDefinition<T>> definitions,
        Action<FeatureDefinition<T>[], double[]> compute
    )
    {
        FeatureDefinition<T>[] chosen = [.. Choose(selection, definitions)];
        var values = new double[chosen.Length];
        compute(chosen, values);
        var prefix = $"{imageName}_{FeatureClassNames.NameOf(selection.Class)}_";
        for (var i = 0; i < chosen.Length; i++)
            _features.Add(new(prefix + chosen[i].Name, values[i]));
    }

    /// <summary>Adds the features of another list.</summary>
    public void AddRange(FeatureList other) => _features.AddRange(other._features);

    /// <summary>The definitions that a selection means, in its order, one's own last; names without a value are left out.</summary>
    /// <exception cref="ArgumentException">The class has no feature of a name.</exception>
    public static IEnumerable<FeatureDefinition<T>> Choose<T>(
        FeatureClassSelection selection, IReadOnlyList<FeatureDefinition<T>> definitions) =>
        Known(selection, definitions).Concat(selection.Own.Cast<FeatureDefinition<T>>());

    private static IEnumerable<FeatureDefinition<T>> Known<T>(
        FeatureClassSelection selection, IReadOnlyList<FeatureDefinition<T>> definitions)
    {
        if (selection.Names.Count == 0)
            return definitions.Where(d => d.EnabledByDefault && !d.IsRemoved);
        return selection
            .Names.Select(name =>
                definitions.FirstOrDefault(d => d.Name == name)
                ?? throw new ArgumentException(
                    $"The class {FeatureClassNames.NameOf(selection.Class)} has no feature "
                        + $"'{name}'.{Nearest.Suggest(name, definitions.Select(d => d.Name))}",
                    nameof(selection)
                )
            )
            .Where(d => !d.IsRemoved);
    }
}
