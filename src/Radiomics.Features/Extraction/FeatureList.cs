namespace Radiomics.Features.Extraction;

/// <summary>The features of one region as they come, in order.</summary>
internal sealed class FeatureList
{
    private readonly List<KeyValuePair<string, double>> _features = [];

    public IReadOnlyList<KeyValuePair<string, double>> Features => _features;

    /// <summary>Adds the selected features of a class.</summary>
    /// <param name="imageName">The image they were computed on, such as <c>wavelet-LLH</c>.</param>
    /// <param name="selection">The class, and which of its features.</param>
    /// <param name="definitions">The features the class knows.</param>
    /// <param name="source">What they are computed from.</param>
    public void Add<T>(string imageName, FeatureSelection selection, IReadOnlyList<FeatureDefinition<T>> definitions, T source)
    {
        var prefix = $"{imageName}_{FeatureClassNames.NameOf(selection.Class)}_";
        foreach (var definition in Choose(selection, definitions))
            _features.Add(new(prefix + definition.Name, definition.Compute!(source)));
    }

    /// <summary>Adds a feature that was computed elsewhere.</summary>
    public void Add(string name, double value) => _features.Add(new(name, value));

    /// <summary>The definitions that a selection means, in its order; names without a value are left out.</summary>
    /// <exception cref="ArgumentException">The class has no feature of a name.</exception>
    public static IEnumerable<FeatureDefinition<T>> Choose<T>(FeatureSelection selection, IReadOnlyList<FeatureDefinition<T>> definitions)
    {
        if (selection.Names.Count == 0)
            return definitions.Where(d => d.EnabledByDefault && !d.IsRemoved);
        return selection.Names.Select(name => definitions.FirstOrDefault(d => d.Name == name)
            ?? throw new ArgumentException(
                $"The class {FeatureClassNames.NameOf(selection.Class)} has no feature '{name}'.{Parameters.Nearest.Suggest(name, definitions.Select(d => d.Name))}",
                nameof(selection)))
            .Where(d => !d.IsRemoved);
    }
}
