using System.Globalization;
using Radiomics.Features.Extraction;
using Radiomics.Imaging;

namespace Reference.Ibsi;

/// <summary>
/// IBSI 2's phase 2 as a user asks for it: a parameter file with <c>ibsi:</c> and a filter, from the phantom's files to the tags of the
/// reference file.
/// </summary>
public sealed class Ibsi2Section : IConformanceSection
{
    private static readonly Lazy<(Volume Image, Mask Mask)> Phantom = new(() => IbsiCase.Read("chest_config_A", false));
    private static readonly string[][] Values = SharedData.Exists
        ?
        [
            .. File.ReadLines(SharedData.PathOf("reference", "ibsi_2", "reference_feature_values", "reference_values.csv"))
                .Skip(1)
                .Select(l => l.Split(';')),
        ]
        : [];

    /// <inheritdoc/>
    public int Order => 41;

    /// <inheritdoc/>
    public string Title => "IBSI 2, phase 2, by parameter files";

    /// <inheritdoc/>
    public string Introduction =>
        "The same values of `reference/ibsi_2` by the whole of the IBSI dialect: `ibsi:` and a filter in a parameter file, its own "
            + "interpolation, rounding and re-segmentation. The file has 324 "
        + "rows; IBSI reached consensus on 323 of them (the cells of 8.B's quartile coefficient of dispersion are empty, so nothing can "
            + "be compared; the value must be finite).";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <summary>The filters and configurations, such as <c>4.B</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Values.Select(v => v[0]).Distinct()];

    /// <summary>The rows of the file, and those with a value to compare.</summary>
    public static (int Rows, int Consensus) Count => (Values.Length, Values.Count(v => v[3].Length > 0));

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => Names.AsParallel().AsOrdered().Select(Compare);

    /// <summary>Extracts under one filter and configuration and compares.</summary>
    public static ConformanceRow Compare(string name)
    {
        var (image, mask) = Phantom.Value;
        var set = new FeatureExtractor(ExtractionSettings.Parse(ParametersOf(name))).Extract(image, mask);
        var (worst, outside, compared, note) = (0.0, 0, 0, "");
        foreach (var row in Values.Where(v => v[0] == name))
        {
            var actual = set.Single(f => f.Key.EndsWith(row[2], StringComparison.Ordinal)).Value;
            if (row[3].Length == 0)
            {
                note = FormattableString.Invariant($"{row[2]} {actual:g4}: no consensus");
                outside += double.IsFinite(actual) ? 0 : 1;
                continue;
            }
            double expected = double.Parse(row[3], CultureInfo.InvariantCulture),
                tolerance = double.Parse(row[4], CultureInfo.InvariantCulture);
            var error = Math.Abs(actual - expected) / tolerance;
            compared++;
            if (!(error <= 1 + 1e-9))
            {
                outside++;
                note += FormattableString.Invariant($"{row[2]} is {actual:g6}, not {row[3]} +- {row[4]}. ");
            }
            worst = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(worst, error);
        }
        return new ConformanceRow($"parameter file / {name}", compared, outside, worst, 1, "of tolerance", note);
    }

    // A: slice by slice, as it is. B: in space, cubic spline to 1 mm, whole Hounsfield units.
    private static string ParametersOf(string name)
    {
        var flat = name.EndsWith('A');
        return $$"""
            ibsi:
              range: [-1000, 400]
              families: [statistics]
              {{(flat ? "spacing: null" : "spacing: [1, 1, 1]")}}
              interpolation: cubic
              roundIntensities: {{(flat ? "false" : "true")}}
            imageType:
              {{Filter(name[0], flat)}}
            """;
    }

    private static string Filter(char number, bool flat)
    {
        var dimensions = flat ? 2 : 3;
        return number switch
        {
            '1' => "Original: {}",
            '2' => $"Mean: {{width: 5, dimensions: {dimensions}}}",
            '3' => $"LaplacianOfGaussian: {{sigma: 1.5, cutoff: 4, dimensions: {dimensions}}}",
            '4' => $"Laws: {{kernels: {(flat ? "L5E5" : "L5E5E5")}, rotationInvariant: true, pooling: max, energyDistance: 7}}",
            '5' => $"Gabor: {{sigma: 5, lambda: 2, gamma: 1.5, thetaStep: 22.5, orthogonalPlanes: {(flat ? "false" : "true")}}}",
            '6' => $"SeparableWavelet: {{wavelet: db3, subBand: {(flat ? "LH" : "LLH")}, rotationInvariant: true}}",
            '7' => $"SeparableWavelet: {{wavelet: db3, subBand: {(flat ? "HH" : "HHH")}, level: 2, rotationInvariant: true}}",
            '8' => $"NonSeparableWavelet: {{wavelet: simoncelli, level: 1, dimensions: {dimensions}}}",
            _ => $"NonSeparableWavelet: {{wavelet: simoncelli, level: 2, dimensions: {dimensions}}}",
        };
    }
}
