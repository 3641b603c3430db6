using Radiomics.Features.Shape;

namespace Radiomics.Features.Ibsi;

/// <summary>
/// Morphology (reference manual, section 3.1; HCUG): of the morphological mask, and of intensities over the intensity mask.
/// </summary>
internal static class MorphologyFamily
{
    public static FeatureFamily Create() =>
        FeatureFamily.Of(
            "morphology",
            "morph_",
            "it takes at least two voxels whose intensities differ, in a box of less than 2^27 voxels",
            Definitions,
            region => [("", [new MorphologyMeasures(region)])]
        );

    /// <summary>The twenty-nine features.</summary>
    public static IReadOnlyList<FeatureDefinition<MorphologyMeasures>> Definitions { get; } =
    [
        new("volume", "RNU0", m => m.Volume, Alias: "shape_MeshVolume"),
        new("vol_approx", "YEKZ", m => m.VoxelCount * m.VoxelVolume, Alias: "shape_VoxelVolume"),
        new("area_mesh", "C0JK", m => m.Area, Alias: "shape_SurfaceArea"),
        new("av", "2PR5", m => m.Area / m.Volume, Alias: "shape_SurfaceVolumeRatio"),
        new("comp_1", "SKGS", m => m.Volume / (Math.Sqrt(Math.PI) * m.Area * Math.Sqrt(m.Area))),
        new("comp_2", "BQWJ", m => Isoperimetric(m)),
        new("sph_dispr", "KRCK", m => 1 / Math.Cbrt(Isoperimetric(m))),
        new("sphericity", "QCFX", m => Math.Cbrt(Isoperimetric(m)), Alias: "shape_Sphericity"),
        new("asphericity", "25C7", m => 1 / Math.Cbrt(Isoperimetric(m)) - 1),
        new("com", "KLMA", m => m.CentreOfMassShift),
        new("diam", "L0JK", m => m.Diameter, Alias: "shape_Maximum3DDiameter"),
        new("pca_maj_axis", "TDIC", m => 2 * m.Axes.Major),
        new("pca_min_axis", "P9VJ", m => 2 * m.Axes.Minor),
        new("pca_least_axis", "7J51", m => 2 * m.Axes.Least),
        new("pca_elongation", "Q3CK", m => m.Axes.Minor / m.Axes.Major, Alias: "shape_Elongation"),
        new("pca_flatness", "N17B", m => m.Axes.Least / m.Axes.Major, Alias: "shape_Flatness"),
        new("vol_dens_aabb", "PBX1", m => m.Volume / (m.Box.X * m.Box.Y * m.Box.Z)),
        new("area_dens_aabb", "R59B", m => m.Area / BoxArea(m.Box)),
        new("vol_dens_ombb", "ZH1A", m => m.Volume / (m.OrientedBox.X * m.OrientedBox.Y * m.OrientedBox.Z)),
        new("area_dens_ombb", "IQYR", m => m.Area / BoxArea(m.OrientedBox)),
        new("vol_dens_aee", "6BDE", m => m.Volume / EllipsoidVolume(m.Axes)),
        new("area_dens_aee", "RDD2", m => m.Area / EnclosingEllipsoid.Area(m.Axes.Least, m.Axes.Minor, m.Axes.Major)),
        new("vol_dens_mvee", "SWZ1", m => m.Volume / EllipsoidVolume(m.EnclosingAxes)),
        new(
            "area_dens_mvee",
            "BRI8",
            m => m.Area / EnclosingEllipsoid.Area(m.EnclosingAxes.Least, m.EnclosingAxes.Minor, m.EnclosingAxes.Major)
        ),
        new("vol_dens_conv_hull", "R3ER", m => m.Volume / m.HullVolume),
        new("area_dens_conv_hull", "7T7F", m => m.Area / m.HullArea),
        new("integ_int", "99N0", m => m.MeanIntensity * m.Volume),
        new("moran_i", "N365", m => m.MoranI),
        new("geary_c", "NPT7", m => m.GearyC),
    ];

    private static double Isoperimetric(MorphologyMeasures m) => 36 * Math.PI * m.Volume * m.Volume / (m.Area * m.Area * m.Area);

    private static double BoxArea(Imaging.Vector3D sides) => 2 * (sides.X * sides.Y + sides.X * sides.Z + sides.Y * sides.Z);

    private static double EllipsoidVolume((double Least, double Minor, double Major) axes) =>
        4 * Math.PI / 3 * axes.Least * axes.Minor * axes.Major;
}
