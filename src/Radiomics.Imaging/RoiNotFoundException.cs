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

    private static string Text(string requested, IReadOnlyList<string> available) => $"no region '{requested}'. " + (available.Count == 0
        ? "There are no regions in it."
        : $"It has: {string.Join(", ", available.Take(20))}{(available.Count > 20 ? Invariant(
            $" and {available.Count - 20} more"
        ) : "")}.");
}
