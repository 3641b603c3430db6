using Radiomics.Features.Parameters;

namespace Radiomics.Features.Extraction;

/// <summary>What settings ask for and cannot give on any image, so that nobody looks in vain for the features.</summary>
internal static class SettingsChecks
{
    /// <summary>What will be missing, for the user to know.</summary>
    /// <exception cref="ParameterFileException">Nothing at all would be computed.</exception>
    public static IReadOnlyList<string> Notes(ExtractionSettings settings)
    {
        var classes = settings.FeatureClasses.Select(c => c.Class).ToHashSet();
        var ofImages = settings.Ibsi is not null || classes.Any(c => c is not (FeatureClass.Shape or FeatureClass.Shape2D));
        var notes = new List<string>();
        if (ofImages)
        {
            if (settings.ImageTypes.Count == 0)
                notes.Add("No image type is chosen, so no feature of an image is computed; choose one, such as Original.");
            if (settings.ImageTypes.Any(t => !GivesImages(t, settings)))
                notes.Add("LoG has no sigma, so it gives no image; set sigma (in mm, such as 1 and 3) or leave LoG out.");
        }
        else if (settings.Ibsi is null && classes.Count == 0)
        {
            notes.Add("No feature class is chosen; choose one, such as firstorder.");
        }

        // A parameter file that names no class means all, 2D shape too, which then waits for force2D without a word.
        var waits = settings.Ibsi is null && classes.Contains(FeatureClass.Shape2D) && !settings.Image.Force2D;
        if (waits && classes.Count < FeatureClassNames.All.Count)
            notes.Add("2D shape needs force2D and is left out; set force2D, or leave the class out.");

        var shape = settings.Ibsi is null && (classes.Contains(FeatureClass.Shape) || classes.Contains(FeatureClass.Shape2D) && !waits);
        return shape || ofImages && settings.ImageTypes.Any(t => GivesImages(t, settings))
            ? notes
            : throw new ParameterFileException("the settings", 0, "", $"they compute nothing. {string.Join(" ", notes)}");
    }

    /// <summary>The number of pieces from which on a region is more likely noise than a structure that somebody drew.</summary>
    private const int ManyPieces = 100;

    /// <summary>A word about a region in very many pieces; none where there are few.</summary>
    public static IEnumerable<string> Pieces(double? pieces, int voxels) =>
        pieces >= ManyPieces
            ? [
                Invariant($"The region's {voxels} voxels fall into {pieces} separate pieces. Check that the mask is a segmentation and ")
                    + "the label is the right one.",
            ]
            : [];

    /// <summary>A word about textures of a single grey level, which say nothing of the region.</summary>
    /// <param name="images">The grey levels of the region on each image, and the settings of that image.</param>
    /// <param name="settings">The extraction's settings.</param>
    public static IEnumerable<string> Levels(IReadOnlyList<(int Levels, ImageSettings Own)> images, ExtractionSettings settings)
    {
        var single = images.Where(i => i.Levels == 1).ToList();
        if (2 * single.Count <= images.Count || !settings.FeatureClasses.Any(c => c.Class is not (
            FeatureClass.Shape or FeatureClass.Shape2D or FeatureClass.FirstOrder)))
            yield break;
        double[] widths = [.. single.Where(i => i.Own.BinCount is null).Select(i => i.Own.BinWidth).Distinct().Order()];
        yield return (images.Count == 1 ? "All voxels of the region fall into one grey level"
            : Invariant($"On {single.Count} of {images.Count} images all voxels of the region fall into one grey level"))
            + ", so that its texture features are constants. "
            + (widths.Length == 0 ? "Is the image, or the region, a single value?"
                : $"Take a smaller binWidth than {string.Join(" and ", widths.Select(w => Invariant($"{w}")))}, or a binCount.");
    }

    /// <summary>A word about features that are not a number; none where there are none.</summary>
    /// <param name="features">The features of a region.</param>
    /// <param name="reasons">Why, by name, of those of which it is known; the others get a word together.</param>
    public static IEnumerable<string> Undefined(
        IReadOnlyList<KeyValuePair<string, double>> features, IReadOnlyList<KeyValuePair<string, string>>? reasons = null)
    {
        foreach (var group in (reasons ?? []).GroupBy(r => r.Value))
        {
            yield return Invariant($"{group.Count()} features are undefined ({string.Join(", ", group.Take(3).Select(r => r.Key))}")
                + $"{(group.Count() > 3 ? ", ..." : "")}): {group.Key}.";
        }
        var known = (reasons ?? []).Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        string[] names = [.. features.Where(f => double.IsNaN(f.Value) && !known.Contains(f.Key)).Select(f => f.Key)];
        if (names.Length == 0)
            yield break;
        var classes = names.Select(n => n.Split('_') is [_, var name, ..] ? name : n).Distinct();
        yield return Invariant($"{names.Length} of {features.Count} features are not a number ({string.Join(", ", classes)}), {names[0]} ")
            + Reason;
    }

    /// <summary>A word about maps with voxels that have no value; none where there are none.</summary>
    /// <param name="gaps">The maps that have some, and how many.</param>
    /// <param name="voxels">The voxels of the region.</param>
    public static IEnumerable<string> Undefined(IReadOnlyList<(string Map, int Voxels)> gaps, int voxels)
    {
        if (gaps.Count == 0)
            yield break;
        var worst = gaps.MaxBy(g => g.Voxels);
        yield return Invariant($"{gaps.Count} map{(gaps.Count == 1 ? " has" : "s have")} voxels that are not a number, most of them ")
            + Invariant($"{worst.Map} ({worst.Voxels} of {voxels}), {gaps[0].Map} ") + Reason;
    }

    private const string Reason = "first: they are not defined here, as where no two voxels of the region lie at one of the distances.";

    private static bool GivesImages(ImageTypeSettings type, ExtractionSettings settings) =>
        type.Type != ImageType.LoG || (type.Settings ?? settings.Image).Sigma.Count > 0;
}
