namespace Radiomics.Features.Shape;

/// <summary>
/// The 3D shape features: PyRadiomics' definitions, with IBSI's codes (reference manual, doi:10.1148/radiol.2020191145,
/// morphological features) where the two agree.
/// </summary>
public static class ShapeFeatures
{
    /// <summary>The seventeen features, in alphabetical order as PyRadiomics gives them; three are deprecated.</summary>
    public static IReadOnlyList<FeatureDefinition<ShapeMeasures>> All { get; } =
    [
        new(
            "Compactness1",
            "SKGS",
            s => s.MeshVolume / (s.SurfaceArea * Math.Sqrt(s.SurfaceArea) * Math.Sqrt(Math.PI)),
            EnabledByDefault: false
        ),
        new(
            "Compactness2",
            "BQWJ",
            s => 36 * Math.PI * s.MeshVolume * s.MeshVolume / (s.SurfaceArea * s.SurfaceArea * s.SurfaceArea),
            EnabledByDefault: false
        ),
        new("Elongation", "Q3CK", s => Math.Sqrt(s.MinorVariance / s.MajorVariance)),
        new("Flatness", "N17B", s => Math.Sqrt(s.LeastVariance / s.MajorVariance)),
        new("LeastAxisLength", "7J51", s => 4 * Math.Sqrt(s.LeastVariance)),
        new("MajorAxisLength", "TDIC", s => 4 * Math.Sqrt(s.MajorVariance)),
        new("Maximum2DDiameterColumn", null, s => s.ColumnDiameter),
        new("Maximum2DDiameterRow", null, s => s.RowDiameter),
        new("Maximum2DDiameterSlice", null, s => s.SliceDiameter),
        new("Maximum3DDiameter", "L0JK", s => s.Diameter),
        new("MeshVolume", "RNU0", s => s.MeshVolume),
        new("MinorAxisLength", "P9VJ", s => 4 * Math.Sqrt(s.MinorVariance)),
        new(
            "SphericalDisproportion",
            "KRCK",
            s => s.SurfaceArea / Math.Cbrt(36 * Math.PI * s.MeshVolume * s.MeshVolume),
            EnabledByDefault: false
        ),
        new("Sphericity", "QCFX", s => Math.Cbrt(36 * Math.PI * s.MeshVolume * s.MeshVolume) / s.SurfaceArea),
        new("SurfaceArea", "C0JK", s => s.SurfaceArea),
        new("SurfaceVolumeRatio", "2PR5", s => s.SurfaceArea / s.MeshVolume),
        new("VoxelVolume", "YEKZ", s => s.VoxelCount * s.VoxelVolume),
    ];
}
