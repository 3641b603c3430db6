using System.Globalization;
using Radiomics.Features.Extraction;
using Radiomics.Imaging;

namespace Reference.Features;

/// <summary>Our features beside PyRadiomics', to the closeness that the reference's README gives.</summary>
public static class PyRadiomicsComparison
{
    /// <summary>Extracts a case and compares feature by feature, one row for each class.</summary>
    public static IReadOnlyList<ConformanceRow> Compare(PyRadiomicsCase reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var id = $"{reference.Settings} / {reference.Name}";
        FeatureSet ours;
        try
        {
            ours = Extract(reference);
        }
        catch (RadiomicsException refusal)
        {
            return reference.Error is not null
                ? [new ConformanceRow($"{id} / refused", 1, 0, 0, 0, "")]
                : [new ConformanceRow(id, reference.Features.Count, reference.Features.Count, double.NaN, 0, "", refusal.Message)];
        }
        if (reference.Error is not null)
            return [new ConformanceRow($"{id} / refused", 1, 1, double.NaN, 0, "", $"PyRadiomics refused it: {reference.Error}")];

        var resampled = ExtractionSettings.Parse(reference.Parameters).ResampledPixelSpacing is not null;
        return
        [
            .. reference.Features.GroupBy(f => ClassOf(f.Key)).Select(group => Row($"{id} / {group.Key}", [.. group], ours, resampled)),
            Names($"{id} / names and order", reference, ours),
            DiagnosticsComparison.Row($"{id} / diagnostics", reference, ours),
        ];
    }

    /// <summary>Runs our extraction as the case says.</summary>
    public static FeatureSet Extract(PyRadiomicsCase reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var settings = ExtractionSettings.Parse(reference.Parameters);
        var (extractor, image) = (new FeatureExtractor(settings), PyRadiomicsImages.Image(reference));
        return reference.Roi is null
            ? extractor.Extract(image, PyRadiomicsImages.Labels(reference))
            : extractor.Extract(image, PyRadiomicsImages.Structure(reference));
    }

    private static ConformanceRow Row(string id, IReadOnlyList<KeyValuePair<string, double>> group, FeatureSet ours, bool resampled)
    {
        var (outside, worst, worstName, allowed) = (0, 0.0, "", 0.0);
        foreach (var (name, expected) in group)
        {
            var limit = resampled || !name.StartsWith("original_", StringComparison.Ordinal) ? 1e-5 : 1e-6;
            allowed = Math.Max(allowed, limit);
            var error = ours.TryGetValue(name, out var actual) ? Error(actual, expected, limit) : double.PositiveInfinity;
            if (error > limit)
                outside++;
            if (error > worst)
                (worst, worstName) = (error, string.Create(CultureInfo.InvariantCulture, $"{name}: {actual:R}, reference {expected:R}"));
        }
        var cause = KnownDifferences.Of(id).Cause;
        return new ConformanceRow(
            id,
            group.Count,
            outside,
            worst,
            allowed,
            "relative",
            outside == 0 ? ""
                : cause.Length > 0 ? cause
                : worstName
        );
    }

    private static ConformanceRow Names(string id, PyRadiomicsCase reference, FeatureSet ours)
    {
        var expected = reference.Features.Select(f => f.Key).ToList();
        var wrong = expected.SequenceEqual(ours.Names)
            ? 0
            : Math.Max(1, expected.Except(ours.Names).Count() + ours.Names.Except(expected).Count());
        var note =
            wrong == 0
                ? ""
                : $"missing: {string.Join(", ", expected.Except(ours.Names).Take(3))}; more: "
                    + $"{string.Join(", ", ours.Names.Except(expected).Take(3))}";
        return new ConformanceRow(id, expected.Count, wrong, wrong, 0, "names", note);
    }

    // Relative; where the reference is a rounding error away from zero, absolute 1e-9, told in the same units.
    private static double Error(double actual, double expected, double limit)
    {
        if (double.IsNaN(expected) || double.IsNaN(actual))
            return double.IsNaN(expected) && double.IsNaN(actual) ? 0 : double.PositiveInfinity;
        if (actual == expected)
            return 0;
        return Math.Abs(expected) <= 1e-12
            ? Math.Abs(actual - expected) / 1e-9 * limit
            : Math.Abs(actual - expected) / Math.Abs(expected);
    }

    private static string ClassOf(string name) => name.Split('_')[1];
}
