using System.Numerics.Tensors;
using System.Reflection;
using Radiomics.Features.FirstOrder;
using Radiomics.Imaging;
using static Radiomics.Features.Extraction.DiagnosticValue;

namespace Radiomics.Features.Extraction;

/// <summary>
/// What an IBSI extraction says of itself: the image and the masks at each stage under the tags of IBSI's reference files, and the items of
/// the manual's
/// reporting guideline (chapter 4).
/// </summary>
internal static class IbsiReport
{
    /// <summary>The image and masks at each stage.</summary>
    public static IEnumerable<KeyValuePair<string, DiagnosticValue>> Stages(
        Volume image,
        Lazy<(double Mean, double Minimum, double Maximum)> initial,
        IbsiPreparation prepared
    )
    {
        var summary = new Lazy<(double Mean, double Minimum, double Maximum)>(prepared.Summary);
        return
        [
            .. Image("init", image.Geometry, initial),
            .. Image("interp", prepared.Geometry, summary),
            .. Masks(
                "init",
                prepared.Original,
                prepared.Original,
                RegionIntensities.Gather(prepared.Original, image.Read(prepared.Original.BoundingBox))
            ),
            .. Masks(
                "interp",
                prepared.Morphological,
                prepared.Morphological,
                RegionIntensities.Gather(prepared.Morphological, prepared.Block)
            ),
            .. Masks("reseg", prepared.Intensity, prepared.Morphological, RegionIntensities.Gather(prepared.Intensity, prepared.Block)),
        ];
    }

    /// <summary>
    /// The reporting guideline's items that the extraction knows; those of the patient, the acquisition and the study are the user's to
    /// add.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, DiagnosticValue>> Guideline(
        Volume image,
        IbsiPreparation prepared,
        ExtractionSettings settings
    )
    {
        var ibsi = settings.Ibsi!;
        var version =
            typeof(IbsiReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? "unknown";
        var types = settings.ImageTypes.Where(t => t.Type != ImageType.Original);
        var filters = string.Join(", ", types.Select(t => t.Type == ImageType.Own ? t.FilterName : $"{t.Type}"));
        (string Item, string Value)[] items =
        [
            ("software", $"Radiomics.Features {version}"),
            ("standard", "IBSI reference manual, doi:10.1148/radiol.2020191145"),
            ("image_voxels", $"{image.Size}, {image.PixelType}"),
            ("image_spacing_mm", Text(image.Geometry.Spacing)),
            ("image_conversion", "none"),
            ("image_post_processing", settings.Normalize ? "normalised" : "none"),
            ("roi_voxels", Invariant($"{prepared.Original.VoxelCount}")),
            ("roi_interpolated_voxels", Invariant($"{prepared.Morphological.VoxelCount}")),
            (
                "interpolation",
                ibsi.Spacing is null ? "none" : $"{Name(ibsi.Interpolator)}{(ibsi.Spacing.Value.Z == 0 ? ", slice by slice" : "")}"
            ),
            ("interpolation_grid", ibsi.Spacing is null ? "the image's" : "aligned by centres, dimensions rounded up"),
            ("interpolation_spacing_mm", Text(prepared.Geometry.Spacing)),
            ("interpolation_extrapolation", ibsi.Spacing is null ? "none" : "none: no voxel centre lies past the image's edge"),
            ("interpolation_rounding", ibsi.RoundIntensities ? "to the nearest whole number" : "none"),
            (
                "roi_interpolation",
                ibsi.Spacing is null
                    ? "none"
                    : FormattableString.Invariant($"{Name(ibsi.MaskInterpolator)}, partial volume {ibsi.PartialVolumeThreshold}")
            ),
            ("resegmentation_range", ibsi.ResegmentationRange is { } r ? FormattableString.Invariant($"{r.Lower} to {r.Upper}") : "none"),
            ("resegmentation_outliers", ibsi.OutlierSigma is { } s ? FormattableString.Invariant($"{s} standard deviations") : "none"),
            ("discretisation", $"{ibsi.Bins}"),
            ("discretisation_ivh", $"{ibsi.IvhBins}"),
            ("filters", filters.Length > 0 ? filters : "none"),
            .. ibsi.OwnFamilies.Count > 0
                ? [("own_families", string.Join(", ", ibsi.OwnFamilies.Select(f => f.Name)))]
                : Array.Empty<(string, string)>(),
            ("texture_aggregation", string.Join(", ", ibsi.Aggregations.Select(Ibsi.Aggregates.NameOf))),
            ("texture_distance", Invariant($"Chebyshev, {ibsi.Distance}")),
            ("texture_distance_weighting", "none"),
            ("glcm_symmetry", "symmetric"),
            ("glszm_glzdm_linkage", "Chebyshev, 1 (8 neighbours in the plane, 26 in space)"),
            ("gldzm_distance", "Manhattan, to the edge of the morphological mask"),
            ("ngldm_coarseness", Invariant($"{ibsi.Coarseness}")),
        ];
        return items.Select(i => new KeyValuePair<string, DiagnosticValue>($"ibsi_report_{i.Item}", Of(i.Value)));
    }

    private static string Name(Imaging.Resampling.Interpolator interpolator) =>
        IbsiParameters.Interpolators.FirstOrDefault(i => i.Value == interpolator).Name ?? $"{interpolator}";

    private static string Text(Vector3D v) => FormattableString.Invariant($"{v.X} x {v.Y} x {v.Z}");

    private static IEnumerable<KeyValuePair<string, DiagnosticValue>> Image(
        string stage,
        ImageGeometry grid,
        Lazy<(double Mean, double Minimum, double Maximum)> summary
    )
    {
        for (var axis = 0; axis < 3; axis++)
            yield return new($"img_dim_{"xyz"[axis]}_{stage}_img", Of(grid.Size[axis]));
        for (var axis = 0; axis < 3; axis++)
            yield return new($"vox_dim_{"xyz"[axis]}_{stage}_img", Of(grid.Spacing[axis]));
        yield return new($"mean_int_{stage}_img", Lazy(() => Of(summary.Value.Mean)));
        yield return new($"min_int_{stage}_img", Lazy(() => Of(summary.Value.Minimum)));
        yield return new($"max_int_{stage}_img", Lazy(() => Of(summary.Value.Maximum)));
    }

    private static IEnumerable<KeyValuePair<string, DiagnosticValue>> Masks(
        string stage,
        Mask intensity,
        Mask morphological,
        double[] intensities
    )
    {
        for (var axis = 0; axis < 3; axis++)
            yield return new($"int_mask_dim_{"xyz"[axis]}_{stage}_roi", Of(intensity.Geometry.Size[axis]));
        for (var axis = 0; axis < 3; axis++)
            yield return new($"int_mask_bb_dim_{"xyz"[axis]}_{stage}_roi", Of(intensity.BoundingBox.Size[axis]));
        for (var axis = 0; axis < 3; axis++)
            yield return new($"morph_mask_bb_dim_{"xyz"[axis]}_{stage}_roi", Of(morphological.BoundingBox.Size[axis]));
        yield return new($"int_mask_vox_count_{stage}_roi", Of(intensity.VoxelCount));
        yield return new($"morph_mask_vox_count_{stage}_roi", Of(morphological.VoxelCount));
        yield return new($"int_mask_mean_int_{stage}_roi", Of(LaneSum.Over<LaneSum.Value>(intensities, default) / intensities.Length));
        yield return new($"int_mask_min_int_{stage}_roi", Of(TensorPrimitives.Min<double>(intensities)));
        yield return new($"int_mask_max_int_{stage}_roi", Of(TensorPrimitives.Max<double>(intensities)));
    }
}
