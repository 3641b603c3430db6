namespace Radiomics.Features.Shape;

/// <summary>The 2D shape features, as PyRadiomics defines them; IBSI defines none of a slice.</summary>
public static class Shape2DFeatures
{
    /// <summary>The ten features, in alphabetical order as PyRadiomics gives them; one is deprecated.</summary>
    public static IReadOnlyList<FeatureDefinition<Shape2DMeasures>> All { get; } =
    [
        new("Elongation", null, s => Math.Sqrt(s.MinorVariance / s.MajorVariance)),
        new("MajorAxisLength", null, s => 4 * Math.Sqrt(s.MajorVariance)),
        new("MaximumDiameter", null, s => s.Diameter),
        new("MeshSurface", null, s => s.MeshSurface),
        new("MinorAxisLength", null, s => 4 * Math.Sqrt(s.MinorVariance)),
        new("Perimeter", null, s => s.Perimeter),
        new("PerimeterSurfaceRatio", null, s => s.Perimeter / s.MeshSurface),
        new("PixelSurface", null, s => s.PixelCount * s.PixelArea),
        new("SphericalDisproportion", null, s => s.Perimeter / (2 * Math.Sqrt(Math.PI * s.MeshSurface)), EnabledByDefault: false),
        new("Sphericity", null, s => 2 * Math.Sqrt(Math.PI * s.MeshSurface) / s.Perimeter),
    ];
}
