using Radiomics.Features.Discretisation;
using Radiomics.Features.FirstOrder;
using Radiomics.Features.Shape;
using Radiomics.Features.Texture;
using Radiomics.Imaging;

namespace Radiomics.Features.Extraction;

/// <summary>A feature class of PyRadiomics': its name, its features, and how they are computed of a region of an image.</summary>
/// <param name="Class">The class.</param>
/// <param name="Name">PyRadiomics' name of it.</param>
/// <param name="Source">What its features are computed from: the <c>T</c> of their <see cref="FeatureDefinition{T}"/>.</param>
/// <param name="Features">The names of its features, those not enabled by default included.</param>
/// <param name="Add">Adds the selected features of a region of an image; <see langword="null"/> for shape, which is no image's.</param>
internal sealed record ClassFamily(
    FeatureClass Class,
    string Name,
    Type Source,
    IReadOnlyList<string> Features,
    Action<FeatureList, string, FeatureClassSelection, ClassInput>? Add)
{
    /// <summary>A class that computes several features at a time.</summary>
    public static ClassFamily Of<T>(
        FeatureClass featureClass,
        string name,
        IReadOnlyList<FeatureDefinition<T>> all,
        Action<ClassInput, IReadOnlyList<FeatureDefinition<T>>, double[]> compute
    ) =>
        new(
            featureClass,
            name,
            typeof(T),
            [.. all.Select(f => f.Name)],
            (features, image, selection, input) => features.Add(image, selection, all, (chosen, values) => compute(input, chosen, values))
        );

    /// <summary>A class of shape.</summary>
    public static ClassFamily OfShape<T>(FeatureClass featureClass, string name, IReadOnlyList<FeatureDefinition<T>> all) =>
        new(featureClass, name, typeof(T), [.. all.Select(f => f.Name)], null);
}

/// <summary>What the classes compute from: a region of an image, discretised.</summary>
/// <param name="Mask">The region.</param>
/// <param name="Block">The image over a box that holds it.</param>
/// <param name="Runs">Where its voxels lie.</param>
/// <param name="Levels">Its grey levels.</param>
/// <param name="Texture">How matrices are built.</param>
/// <param name="Own">The settings of the image type.</param>
/// <param name="Workspace">Buffers that no other thread uses meanwhile.</param>
internal sealed record ClassInput(
    Mask Mask,
    VoxelBlock Block,
    RegionRuns Runs,
    GrayLevelRoi Levels,
    TextureSettings Texture,
    ImageSettings Own,
    TextureWorkspace Workspace);

/// <summary>PyRadiomics' feature classes, in the order of <see cref="FeatureClass"/>. One more is one more line here, and its member
/// there.</summary>
internal static class ClassFamilies
{
    /// <summary>All classes.</summary>
    public static IReadOnlyList<ClassFamily> All { get; } =
    [
        ClassFamily.Of(FeatureClass.FirstOrder, "firstorder", FirstOrderFeatures.All, FirstOrder),
        ClassFamily.Of(
            FeatureClass.Glcm,
            "glcm",
            GlcmFeatures.All,
            (i, chosen, values) => GlcmFeatures.Extract(i.Levels, i.Texture, chosen, values, i.Workspace)
        ),
        ClassFamily.Of(
            FeatureClass.Gldm,
            "gldm",
            GldmFeatures.All,
            (i, chosen, values) => GldmFeatures.Extract(i.Levels, i.Texture, chosen, values, i.Workspace)
        ),
        ClassFamily.Of(
            FeatureClass.Glrlm,
            "glrlm",
            GlrlmFeatures.All,
            (i, chosen, values) => GlrlmFeatures.Extract(i.Levels, i.Texture, chosen, values, i.Workspace)
        ),
        ClassFamily.Of(
            FeatureClass.Glszm,
            "glszm",
            GlszmFeatures.All,
            (i, chosen, values) => GlszmFeatures.Extract(i.Levels, i.Texture, chosen, values, i.Workspace)
        ),
        ClassFamily.Of(
            FeatureClass.Ngtdm,
            "ngtdm",
            NgtdmFeatures.All,
            (i, chosen, values) => NgtdmFeatures.Extract(i.Levels, i.Texture, chosen, values, i.Workspace)
        ),
        ClassFamily.OfShape(FeatureClass.Shape, "shape", ShapeFeatures.All),
        ClassFamily.OfShape(FeatureClass.Shape2D, "shape2D", Shape2DFeatures.All),
    ];

    private static void FirstOrder(ClassInput input, IReadOnlyList<FeatureDefinition<IntensityStatistics>> chosen, double[] values)
    {
        var (spacing, count) = (input.Mask.Geometry.Spacing, input.Mask.VoxelCount);
        var (volume, shift) = (spacing.X * spacing.Y * spacing.Z, input.Own.VoxelArrayShift);
        var kept = input.Levels.Intensities;
        var histogram = input.Levels.Histogram;
        ReadOnlyMemory<double> Read() => (kept ?? RegionIntensities.Gather(input.Mask, input.Block)).AsMemory(0, count);
        var statistics = kept is null
            ? IntensityStatistics.OfWhole(new IntensityParts(input.Block, input.Runs), count, histogram, volume, shift, Read)
            : null;
        statistics ??= new IntensityStatistics(Read().Span, histogram, volume, shift) { Source = Read };
        for (var f = 0; f < values.Length; f++)
            values[f] = chosen[f].Compute!(statistics);
    }
}
