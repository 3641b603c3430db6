using Radiomics.Features.Ibsi;
using Radiomics.Imaging;

namespace Radiomics.Features.Extraction;

/// <summary>Computes IBSI's features of one region.</summary>
internal static class IbsiExtraction
{
    /// <summary>
    /// The prepared region on the image and on each response of the filters that the settings ask for, with what their features' names
    /// begin with.
    /// </summary>
    public static IEnumerable<(string Prefix, IbsiRegion Region)> Images(
        Volume image, Mask mask, ExtractionSettings settings, List<string> warnings, CancellationToken cancellationToken) =>
        Images(new IbsiPreparation(image, mask, settings.Ibsi!, cancellationToken), settings, warnings, cancellationToken);

    private static IEnumerable<(string Prefix, IbsiRegion Region)> Images(
        IbsiPreparation prepared, ExtractionSettings settings, List<string> warnings, CancellationToken cancellationToken)
    {
        foreach (var type in settings.ImageTypes)
        {
            if (type.Type == ImageType.Original)
            {
                yield return ("", prepared.Region(prepared.Block, false));
                continue;
            }
            var own = type.Settings ?? settings.Image;
            var work = new RegionWork(0, prepared.Volume(), prepared.Intensity, []);
            warnings.AddRange(ImageFilters.LeftOut(type, own, work.Image.Geometry));
            foreach (var (response, _) in ImageFilters.Apply(type, own, [work], prepared.Box, cancellationToken))
                yield return ($"{response.Name}_", prepared.Region(response.Block, true));
        }
    }

    /// <summary>The features, on the image and on each response of the filters that the settings ask for.</summary>
    public static FeatureSet Extract(
        Volume image,
        Mask mask,
        Lazy<(double Mean, double Minimum, double Maximum)> summary,
        ExtractionSettings settings,
        Action<string, int> report,
        CancellationToken cancellationToken
    )
    {
        var ibsi = settings.Ibsi!;
        var prepared = new IbsiPreparation(image, mask, ibsi, cancellationToken);
        var features = new List<KeyValuePair<string, double>>();
        var undefined = new List<KeyValuePair<string, string>>();
        var warnings = new List<string>();
        foreach (var (prefix, region) in Images(prepared, settings, warnings, cancellationToken))
            Add(prefix, region);
        warnings.AddRange(SettingsChecks.Undefined(features, undefined));
        return new FeatureSet(
            features,
            settings.AdditionalInfo
                ? [.. IbsiReport.Guideline(image, prepared, settings), .. IbsiReport.Stages(image, summary, prepared)]
                : [],
            warnings,
            undefined);

        void Add(string prefix, IbsiRegion region)
        {
            foreach (var family in ibsi.Chosen)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var value in family.Compute(region, cancellationToken))
                {
                    var name = value.NameBy(ibsi.Naming);
                    name =
                        prefix.Length > 0 && name.StartsWith("original_", StringComparison.Ordinal)
                            ? prefix + name["original_".Length..]
                            : prefix + name;
                    features.Add(new(name, value.Value));
                    if (value.Reason is { } reason)
                        undefined.Add(new(name, reason));
                }
            }
            report(prefix.TrimEnd('_'), features.Count);
        }
    }
}
