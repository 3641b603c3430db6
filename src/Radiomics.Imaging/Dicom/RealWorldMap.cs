using System.Globalization;

namespace Radiomics.Imaging.Dicom;

/// <summary>What stored values mean in the world, as an item of a Real World Value Mapping Sequence says it (PS3.3 section
/// C.7.6.16.2.11).</summary>
internal sealed record RealWorldMap(double First, double Last, double Slope, double Intercept, double[]? Table, string Unit)
{
    internal static readonly DicomTag Sequence = new(0x0040, 0x9096);

    /// <summary>The formula, for the provenance.</summary>
    public string Formula =>
        Table is not null
            ? Invariant($"real-world values by a table of {Table.Length} [{Unit}]")
            : string.Create(CultureInfo.InvariantCulture, $"real-world value = stored x {Slope:R} + {Intercept:R} [{Unit}]");

    /// <summary>The map of a slice.</summary>
    /// <exception cref="ImageFormatException">It has none, several, or a damaged one.</exception>
    public static RealWorldMap Of(Slice slice)
    {
        IReadOnlyList<IDicomDataset> items =
            [.. slice.Groups.Select(g => g.Items(Sequence)).FirstOrDefault(i => i.Count > 0) ?? [], .. slice.MapsBeside];
        if (items.Count != 1)
            throw Wrong(
                slice,
                items.Count == 0
                    ? "it has no Real World Value Mapping Sequence (0040,9096), and no object beside it in its folder maps it"
                    : Invariant($"it has {items.Count} real-world value maps (")
                        + $"{string.Join(", ", items.Select(UnitOf))}), and nothing says which is meant"
            );
        var item = items[0];
        // The range is given in the type of the pixels, or in double precision for those of floats.
        var first = Stored(Number(item, 0x9216)) ?? Number(item, 0x9214);
        var last = Stored(Number(item, 0x9211)) ?? Number(item, 0x9213);
        if (first is null || last is null || !(first <= last))
            throw Wrong(slice, "its real-world value map does not say which stored values it maps (0040,9216 and 0040,9211)");
        if (item.Numbers(new DicomTag(0x0040, 0x9212)) is { Length: > 0 } table)
        {
            if (table.Length < last - first + 1)
                throw Wrong(
                    slice,
                    Invariant($"the table of its real-world value map has {table.Length} entries for {last - first + 1} stored values")
                );
            return new RealWorldMap(first.Value, last.Value, 1, 0, table, UnitOf(item));
        }
        if (Number(item, 0x9225) is not { } slope || Number(item, 0x9224) is not { } intercept)
            throw Wrong(slice, "its real-world value map has neither a slope and an intercept nor a table");
        return new RealWorldMap(first.Value, last.Value, slope, intercept, null, UnitOf(item));

        // An implicit file does not say that these are signed where the pixels are.
        double? Stored(double? value) =>
            slice.Format is { Signed: true, BitsAllocated: 16 } && value > short.MaxValue ? value - 65536 : value;
    }

    /// <summary>Turns stored values into real-world ones.</summary>
    public void Apply(Span<double> values)
    {
        foreach (ref var value in values)
        {
            value =
                !(value >= First && value <= Last) ? double.NaN
                : Table is null ? value * Slope + Intercept
                : Table[(int)(value - First)];
        }
    }

    private static double? Number(IDicomDataset item, ushort element) =>
        item.Numbers(new DicomTag(0x0040, element)) is [var value, ..] ? value : null;

    // A UCUM code, which cannot be anything personal by accident.
    internal static string UnitOf(IDicomDataset item) =>
        item.Items(new DicomTag(0x0040, 0x08EA)) is [var unit, ..]
        && unit.Text(new DicomTag(0x0008, 0x0100)) is { Length: <= 16 } code
            ? code
            : "unit not given";

    private static ImageFormatException Wrong(Slice slice, string problem) =>
        new(slice.Name, $"real-world values are asked for, but {problem}. Read the values as stored.");
}
