using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Notebooks;
using Suggestions;

namespace Radiomics.Features.Extraction;

/// <summary>
/// The features of one region, in order, under PyRadiomics' names (<c>wavelet-LLH_firstorder_Skewness</c>), and where they
/// come from: PyRadiomics' <c>diagnostics_*</c>. A list of features and a dictionary of their values by name, so that a model predicts
/// of it. System.Text.Json writes it as an object of the values by name, a value that is no finite number as <c>null</c>. Immutable.
/// </summary>
[TypeFormatterSource(typeof(Formatters))]
[DebuggerDisplay("{Count} features")]
[JsonConverter(typeof(FeatureSetJsonConverter))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "The field calls it a set of features.")]
public sealed class FeatureSet : IReadOnlyList<KeyValuePair<string, double>>, IReadOnlyDictionary<string, double>
{
    private readonly string[] _names;
    private readonly double[] _values;
    private readonly Dictionary<string, int> _index;

    /// <summary>Creates a set.</summary>
    /// <param name="features">The features, in order; no name twice. A value may be NaN where the feature is undefined.</param>
    /// <param name="diagnostics">The provenance, in order.</param>
    /// <param name="warnings">What the user should know about the extraction.</param>
    /// <param name="undefined">Why values are NaN, by the features' names.</param>
    /// <exception cref="ArgumentException">A name stands twice.</exception>
    public FeatureSet(
        IEnumerable<KeyValuePair<string, double>> features,
        IEnumerable<KeyValuePair<string, DiagnosticValue>>? diagnostics = null,
        IEnumerable<string>? warnings = null,
        IEnumerable<KeyValuePair<string, string>>? undefined = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        var list = features.ToArray();
        _names = new string[list.Length];
        _values = new double[list.Length];
        _index = new Dictionary<string, int>(list.Length, StringComparer.Ordinal);
        for (var i = 0; i < list.Length; i++)
        {
            (_names[i], _values[i]) = (list[i].Key, list[i].Value);
            if (!_index.TryAdd(_names[i], i))
                throw new ArgumentException($"The feature {_names[i]} stands twice in the set.", nameof(features));
        }
        Diagnostics = diagnostics?.ToArray() ?? [];
        Warnings = warnings?.ToArray() ?? [];
        Undefined = undefined?.ToDictionary(StringComparer.Ordinal) ?? [];
    }

    /// <summary>The same set with more for the user to know, said first.</summary>
    internal FeatureSet WithNotes(IReadOnlyCollection<string> notes) =>
        notes.Count == 0 ? this : new FeatureSet(this, Diagnostics, [.. notes, .. Warnings], Undefined);

    /// <summary>The number of features.</summary>
    public int Count => _names.Length;

    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The values, in the order of <see cref="Names"/>.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>PyRadiomics' <c>diagnostics_*</c> in its order; empty where the settings switch them off. Under IBSI's settings the tags of
    /// its tables that describe image and region, such as <c>img_dim_x_init_img</c> and <c>int_mask_bb_dim_x_init_roi</c>, stand here and
    /// not among the features.</summary>
    public IReadOnlyList<KeyValuePair<string, DiagnosticValue>> Diagnostics { get; }

    /// <summary>What was left out and why (a LoG sigma that the image is too small for, say); usually empty.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Why a value is NaN, by the feature's name, where that is known: of IBSI's features always.</summary>
    public IReadOnlyDictionary<string, string> Undefined { get; }

    /// <summary>A feature by its place.</summary>
    /// <param name="index">The place, from 0.</param>
    public KeyValuePair<string, double> this[int index] => new(_names[index], _values[index]);

    /// <summary>A feature by its name.</summary>
    /// <param name="name">The name; letter case counts.</param>
    /// <exception cref="KeyNotFoundException">There is no such feature; the message names the nearest one.</exception>
    public double this[string name] => TryGetValue(name, out var value)
        ? value
        : throw new KeyNotFoundException(Invariant($"There is no feature '{name}' in this set of {Count}.{Nearest.Suggest(name, _names)}"));

    IEnumerable<string> IReadOnlyDictionary<string, double>.Keys => _names;

    IEnumerable<double> IReadOnlyDictionary<string, double>.Values => _values;

    /// <summary>The code that IBSI gives a feature, such as <c>RNU0</c>.</summary>
    /// <param name="feature">The full name, such as <c>wavelet-LLH_glcm_JointEntropy</c>.</param>
    /// <returns>The code; <see langword="null"/> where IBSI has none or the feature is unknown.</returns>
    public static string? CodeOf(string feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return FeatureCodes.CodeOf(feature);
    }

    /// <summary>The unit of a feature in UCUM's notation.</summary>
    /// <param name="feature">The full name.</param>
    /// <returns>The unit; <c>1</c> where it has none or the feature is unknown. That of intensities is the image's own, which
    /// <c>{intensity}</c> stands for.</returns>
    public static string UnitOf(string feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return FeatureCodes.UnitOf(feature);
    }

    /// <summary>Whether there is a feature of a name.</summary>
    /// <param name="key">The name; letter case counts.</param>
    public bool ContainsKey(string key) => _index.ContainsKey(key);

    /// <summary>Looks a feature up.</summary>
    /// <param name="name">The name; letter case counts.</param>
    /// <param name="value">Its value, or 0 where there is none.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetValue(string name, [MaybeNullWhen(false)] out double value)
    {
        var found = _index.TryGetValue(name, out var at);
        value = found ? _values[at] : 0;
        return found;
    }

    /// <summary>Looks a diagnostic up.</summary>
    /// <param name="name">The name, with or without the leading <c>diagnostics_</c>.</param>
    /// <returns>The value, or <see langword="null"/> where there is none.</returns>
    public DiagnosticValue? Diagnostic(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var (key, value) in Diagnostics)
        {
            if (key == name || (key.Length == name.Length + 12 && key.EndsWith(name, StringComparison.Ordinal)))
                return value;
        }
        return null;
    }

    /// <summary>The features in order.</summary>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator()
    {
        for (var i = 0; i < _names.Length; i++)
            yield return new(_names[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A line for each feature, its name and value, and for each warning.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Count} features\n");
        var width = Count == 0 ? 0 : _names.Max(n => n.Length);
        for (var i = 0; i < _names.Length; i++)
        {
            text.Append(_names[i].PadRight(width)).Append("  ").Append(_values[i].ToString("R", CultureInfo.InvariantCulture));
            if (Undefined.TryGetValue(_names[i], out var reason))
                text.Append("  (").Append(reason).Append(')');
            text.Append('\n');
        }
        foreach (var warning in Warnings)
            text.Append("Warning: ").Append(warning).Append('\n');
        return text.ToString().TrimEnd();
    }
}
