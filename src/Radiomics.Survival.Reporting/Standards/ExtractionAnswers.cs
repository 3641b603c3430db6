using Radiomics.Features;
using Radiomics.Features.Extraction;
using Radiomics.Features.Ibsi;
using Radiomics.Imaging;
using Radiomics.Reporting.Wording;
using Radiomics.Studies;

namespace Radiomics.Reporting.Standards;

/// <summary>What the record of an extraction says about how features were computed, in sentences that the standards ask for.</summary>
internal sealed class ExtractionAnswers
{
    private readonly string _tool;
    private readonly ExtractionSettings _settings;

    private ExtractionAnswers(string tool, ExtractionSettings settings) => (_tool, _settings) = (tool, settings);

    /// <summary>
    /// The answers where a study's features come with the record of their extraction; <see langword="null"/> where they do not, or where
    /// the record names something that this program does not know, such as a filter of one's own.
    /// </summary>
    public static ExtractionAnswers? Of(StudySource? features)
    {
        if (features is not { ExtractedBy: { } tool, ExtractionParameters: { } text })
            return null;
        try
        {
            return text.Contains("\"setting\"", StringComparison.Ordinal) ? new(tool, ExtractionSettings.Parse(text)) : null;
        }
        catch (RadiomicsException)
        {
            return null;
        }
    }

    /// <summary>Resampling and its parameters.</summary>
    public string Resampling => (_settings.Ibsi, _settings.ResampledPixelSpacing, _settings.Interpolator) switch
    {
        ({ Spacing: { } spacing } ibsi, _, _) =>
            $"To {Grid(spacing)}; the image by {Ibsi("interpolation")} interpolation"
            + (ibsi.RoundIntensities ? ", rounded to whole intensities" : "")
            + $", the mask by {Ibsi("maskInterpolation")} interpolation, from a share of "
            + $"{NumberText.Plain(ibsi.PartialVolumeThreshold)} on.",
        (null, { } spacing, { } interpolator) => $"To {Grid(spacing)}; the image by sitk{interpolator}, the mask by the nearest neighbour.",
        _ => "None: the features are those of the images' own grids.",
    };

    /// <summary>Discretisation and its parameters.</summary>
    public string Discretisation => _settings.Ibsi is { } ibsi
        ? $"Texture: {Of(ibsi.Bins)}; intensity-volume histogram: {Of(ibsi.IvhBins)}."
        : ReportText.Capital(string.Join("; ", _settings.ImageTypes.Where(t => t.Settings is { } own && Of(own) != Of(_settings.Image))
            .Select(t => $"{t.Type}: {Of(t.Settings!)}").Prepend(Of(_settings.Image)))) + ".";

    /// <summary>The method of the extraction.</summary>
    public string Method => _settings.Ibsi is { } ibsi
        ? $"{_tool}, IBSI's definitions (doi:10.1148/radiol.2020191145); texture aggregated as "
            + Invariant($"{string.Join(", ", IbsiItem("aggregations").Items.Select(i => i.Text))}, at Chebyshev distance {ibsi.Distance}.")
        : $"{_tool}, PyRadiomics' definitions; texture "
            + (_settings.Image.Force2D ? "slice by slice" : "in space")
            + $", neighbours at distance {string.Join(", ", _settings.Image.Distances)}, "
            + (_settings.Image.WeightingNorm is { } norm
                ? $"matrices of all directions merged{(norm == WeightingNorm.NoWeighting ? "" : ", weighted by distance")}."
                : "features averaged over directions.");

    private static string Of(ImageSettings image) => image.BinCount is { } count
        ? Invariant($"{count} bins between the region's minimum and maximum")
        : $"bins of the fixed width {NumberText.Plain(image.BinWidth)}, their edges at multiples of it";

    private static string Of(IbsiBins bins) => bins == IbsiBins.None ? "intensities as they are" : $"{bins}";

    // An axis of 0 keeps each image's own spacing.
    private static string Grid(Vector3D spacing) => string.Join(" × ", new[] { spacing.X, spacing.Y, spacing.Z }.Select(
        s => s == 0 ? "(the image's own)" : NumberText.Plain(s))) + " mm";

    private string Ibsi(string name) => IbsiItem(name).Text!;

    private DiagnosticValue IbsiItem(string name) => _settings.ToParameters().Entries.First(e => e.Key == "ibsi").Value.Entries.First(
        e => e.Key == name).Value;
}
