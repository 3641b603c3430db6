namespace Radiomics.Imaging.Masks;

/// <summary>What a region must be to be used, and what may be mended: PyRadiomics' settings of the same names and defaults.</summary>
public sealed record MaskSettings
{
    /// <summary>PyRadiomics' defaults.</summary>
    public static MaskSettings Default { get; } = new();

    /// <summary>
    /// <c>geometryTolerance</c>: how far image and mask may lie apart. Origins and spacings are compared number by number within this
    /// times the image's x spacing; the nine numbers of the directions within this. <see langword="null"/> is ITK's default, 1e-6.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double? GeometryTolerance
    {
        get;
        init =>
            field = value is null or >= 0 and < double.PositiveInfinity
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(GeometryTolerance),
                    value,
                    "The geometry tolerance must be 0 or more, and finite."
                );
    }

    /// <summary><c>correctMask</c>: resample a mask that lies on another grid onto the image's, by nearest neighbour. The default is
    /// <see langword="false"/>.</summary>
    public bool CorrectMask { get; init; }

    /// <summary><c>minimumROIDimensions</c>: along how many axes, 1 to 3, the region must be more than one voxel long. The default is
    /// 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not 1, 2 or 3.</exception>
    public int MinimumRoiDimensions
    {
        get;
        init =>
            field = value is >= 1 and <= 3
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(MinimumRoiDimensions),
                    value,
                    "The minimum number of dimensions must be 1, 2 or 3."
                );
    } = 2;

    /// <summary><c>minimumROISize</c>: the region must have more voxels than this; <see langword="null"/> for no such check.</summary>
    public int? MinimumRoiSize { get; init; }
}
