using Radiomics.Features.Shape;
using Radiomics.Imaging;

namespace Radiomics.Features.Extraction;

/// <summary>One region on its way through an extraction.</summary>
internal sealed class RegionWork(int index, Volume image, Mask mask, List<KeyValuePair<string, DiagnosticValue>> diagnostics)
{
    /// <summary>Its place among the regions asked for.</summary>
    public int Index { get; } = index;

    /// <summary>The image after pre-processing; several regions share it where nothing depends on the region.</summary>
    public Volume Image { get; } = image;

    /// <summary>The region that intensities and texture are computed on.</summary>
    public Mask Mask { get; } = mask;

    /// <summary>The features so far.</summary>
    public FeatureList Features { get; } = new();

    /// <summary>The provenance.</summary>
    public List<KeyValuePair<string, DiagnosticValue>> Diagnostics { get; } = diagnostics;

    /// <summary>Whether the image that was given has one slice.</summary>
    public bool IsSingleSlice { get; init; }

    /// <summary>What the user should know.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Adds the shape features, which are computed on the unfiltered image's grid only.</summary>
    /// <param name="settings">The extraction's settings.</param>
    /// <param name="mask">The region whose shape is wanted.</param>
    /// <param name="box">The part of it to look at: PyRadiomics crops to the box of the resegmented region even where shape is that of the
    /// original one.</param>
    public void AddShape(ExtractionSettings settings, Mask mask, Region box)
    {
        if (settings.FeatureClasses.Any(s => s.Class == FeatureClass.Shape) && IsSingleSlice)
            Warnings.Add(Invariant($"The image is a single slice: its 3D shape is that of a slab {mask.Geometry.Spacing.Z:G6} mm thick. ")
                + "PyRadiomics leaves it out of a file of two dimensions; take shape2D (and force2D) in its place.");
        foreach (var selection in settings.FeatureClasses.Where(s => s.Class == FeatureClass.Shape))
            Features.Add("original", selection, ShapeFeatures.All, new ShapeMeasures(mask, box));
        foreach (var selection in settings.FeatureClasses.Where(s => s.Class == FeatureClass.Shape2D))
        {
            if (!settings.Image.Force2D)
                continue; // as PyRadiomics: the class stands among the defaults, and waits for force2D

            // PyRadiomics looks up the size across by an index that counts from x, where force2Ddimension counts from z.
            if (box.Size[settings.Image.Force2DDimension] <= 1)
                Warnings.Add("2D shape was left out: the region is a single voxel wide along an axis of the slice.");
            else
                Features.Add("original", selection, Shape2DFeatures.All, new Shape2DMeasures(mask, settings.Image.Force2DDimension, box));
        }
    }
}
