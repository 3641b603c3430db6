namespace Reference.Ibsi;

/// <summary>
/// IBSI 1's consensus values: the digital phantom, and the CT phantom under configurations A to E, from NIfTI and from DICOM.
/// </summary>
public sealed class IbsiSection : IConformanceSection
{
    /// <inheritdoc/>
    public int Order => 42;

    /// <inheritdoc/>
    public string Title => "IBSI 1";

    /// <inheritdoc/>
    public string Introduction =>
        "Every row of IBSI's reference files (features, and the image and masks at each stage): within the tolerance beside each value "
            + "or, where that is 0, half a unit of the last digit "
        + "printed (of the third, where trailing zeros were left out). Rows for which IBSI has no consensus value (the oriented box, the "
            + "least ellipsoid, the area under the intensity-volume "
        + "histogram) are computed and must be finite. The digital phantom has no DICOM files.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => IbsiCase.All.AsParallel().AsOrdered().SelectMany(c => Rows(c.Id));

    /// <summary>The rows of one case: one for each family.</summary>
    public static IReadOnlyList<ConformanceRow> Rows(string id)
    {
        var (_, reference, settings, dicom) = IbsiCase.All.Single(c => c.Id == id);
        var (image, mask) = IbsiCase.Read(reference, dicom);
        var values = IbsiCase.Values(image, mask, settings);
        return [.. IbsiCase.Consensus(reference).GroupBy(row => FamilyOf(row.Tag)).Select(family =>
        {
            var (outside, worst, note) = (0, 0.0, "");
            foreach (var (tag, text, expected, tolerance) in family)
            {
                var allowed = tolerance > 0 ? tolerance : HalfUnit(tag, text, expected);
                var error = !values.TryGetValue(tag, out var value) ? double.PositiveInfinity
                    : text.Length == 0 ? (double.IsFinite(value) ? 0 : double.PositiveInfinity)
                    : double.IsNaN(value) ? double.PositiveInfinity : Math.Abs(value - expected) / allowed;
                var bad = error > 1 + 1e-9;
                outside += bad ? 1 : 0;
                if (bad)
                    note += FormattableString.Invariant($"{tag}: {value:g6} for {text} ± {tolerance:g}; ");
                worst = Math.Max(worst, error);
            }
            return new ConformanceRow($"{id} / {family.Key}", family.Count(), outside, worst, 1, "tolerances", note);
        })];
    }

    private static string FamilyOf(string tag)
    {
        var family = tag.Split('_')[0];
        return tag.EndsWith("_img", StringComparison.Ordinal) || tag.EndsWith("_roi", StringComparison.Ordinal) ? "stages" : family;
    }

    // Half a unit of the last of the printed digits, of which there are at least three; features have no more.
    private static double HalfUnit(string tag, string text, double value)
    {
        var digits = text.Split('E')[0].Trim('-').Replace(".", "", StringComparison.Ordinal).TrimStart('0').Length;
        digits = FamilyOf(tag) == "stages" ? Math.Max(3, digits) : 3;
        return value == 0 ? 0.5e-3 : 0.5 * Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - digits + 1);
    }
}
