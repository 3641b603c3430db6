namespace Radiomics.Features.Parameters;

/// <summary>The settings of one filter in a parameter file; what a filter does not take is left for the image type.</summary>
internal sealed class FilterEntries(ParameterNode node, IReadOnlyList<KeyValuePair<string, ParameterNode>> entries)
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The settings that the filter did not take.</summary>
    public IEnumerable<KeyValuePair<string, ParameterNode>> Rest => entries.Where(e => !_taken.Contains(e.Key));

    /// <summary>A setting that is there and not null.</summary>
    public ParameterNode? Find(string key)
    {
        _taken.Add(key);
        return entries.FirstOrDefault(e => e.Key == key).Value is { IsNull: false } value ? value : null;
    }

    /// <summary>A setting that must be there.</summary>
    public ParameterNode Need(string key) => Find(key) ?? throw node.Refuse($"'{key}' is missing; this filter needs it.");

    public int Integer(string key, int otherwise, int minimum, int maximum = int.MaxValue) => Find(key)?.Integer(minimum, maximum)
        ?? otherwise;

    public double Positive(string key, double otherwise) => Find(key)?.Number(0, exclusive: true) ?? otherwise;

    public bool Truth(string key) => Find(key)?.Truth() ?? false;

    public T OneOf<T>(string key, T otherwise, params ReadOnlySpan<(string Name, T Value)> choices) => Find(key) is { } found
        ? found.OneOf(choices) : otherwise;
}
