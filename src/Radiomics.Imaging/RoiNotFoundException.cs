using Suggestions;

namespace Radiomics.Imaging;

/// <summary>A label, segment or structure that was asked for is not in the file; the message lists those that are.</summary>
public sealed class RoiNotFoundException : RadiomicsException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="source">The file or argument that was searched.</param>
    /// <param name="requested">What was asked for.</param>
    /// <param name="available">What there is.</param>
    public RoiNotFoundException(string source, string requested, IReadOnlyList<string> available)
        : base($"{source}: {Text(requested, available)}") => (Requested, Available) = (requested, available);

    /// <summary>What was asked for.</summary>
    public string Requested { get; }

    /// <summary>What there is.</summary>
    public IReadOnlyList<string> Available { get; }

    /// <inheritdoc/>
    public override string Problem => Text(Requested, Available);

    private static string Text(string requested, IReadOnlyList<string> available) => $"no region '{requested}'."
        + Meant(requested, available) + " " + (available.Count == 0
        ? "There are no regions in it."
        : $"It has: {string.Join(", ", available.Take(20))}{(available.Count > 20 ? Invariant(
            $" and {available.Count - 20} more"
        ) : "")}.");

    // A label is not misspelt; a name may be, or be the beginning of several.
    private static string Meant(string requested, IReadOnlyList<string> available)
    {
        var name = requested.Trim();
        var isLabel = name.All(char.IsAsciiDigit) || name.StartsWith("label ", StringComparison.Ordinal);
        if (isLabel || name.AsSpan().ContainsAny('*', '?', '/'))
            return "";
        var begun = available.Where(a => a.StartsWith(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return begun.Count > 0
            ? $" Did you mean '{begun[0]}'? As a pattern (RtStructureSet.FindAll, CaseOptions.Rois), '{name}*' means every one that begins "
                + "so."
            : Nearest.Suggest(name, available) is { Length: > 0 } near ? near
            : available.FirstOrDefault(a => a.Length > 2 && name.Contains(a, StringComparison.OrdinalIgnoreCase)) is { } part
                ? $" Did you mean '{part}'?"
            : "";
    }
}
