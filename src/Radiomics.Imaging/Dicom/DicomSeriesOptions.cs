namespace Radiomics.Imaging.Dicom;

/// <summary>How a series is read. The defaults give the voxels that SimpleITK gives.</summary>
public sealed record DicomSeriesOptions
{
    /// <summary>The defaults.</summary>
    public static DicomSeriesOptions Default { get; } = new();

    /// <summary>Which series to take where there are several; <see langword="null"/> where there must be one only.</summary>
    public string? SeriesInstanceUid { get; init; }

    /// <summary>Which volume to take, counted from 0, where the series holds several (time points, echoes, b-values, stacks);
    /// <see langword="null"/> where there must be one only.</summary>
    public int? Volume { get; init; }

    /// <summary>
    /// How far a slice may lie from its place on an even grid, as a share of the distance of slices (at least 0.05 mm, which rounding to
    /// 0.1 mm takes). Default 0.1;
    /// from 0.02 on there is a warning.
    /// </summary>
    public double SpacingTolerance { get; init; } = 0.1;

    /// <summary>
    /// Whether a series whose slices lie further off, are missing, or are sheared by a gantry tilt is interpolated linearly onto an even
    /// grid of the usual distance of slices, and sheared back, with a warning: slices that lie on the grid stay as they are, and the voxels
    /// become 32-bit floating point (64-bit where the series' own are). Default <see langword="false"/>: it is refused, and the message
    /// says where the slices lie.
    /// </summary>
    public bool ResampleUneven { get; init; }

    /// <summary>What the voxels of a PET image become. Default <see cref="PetValues.AsStored"/>: the values that the file says its own
    /// numbers mean.</summary>
    public PetValues PetValues { get; init; } = PetValues.AsStored;

    /// <summary>What is made of the numbers that the files store. Default <see cref="StoredValues.Rescaled"/>: rescale slope and
    /// intercept.</summary>
    public StoredValues StoredValues { get; init; }

    /// <summary>
    /// Whose reading counts where programs differ. That of SimpleITK 2.5.7, through which PyRadiomics reads: MONOCHROME1 is inverted, and a
    /// single slice is as far from the next as Spacing Between Slices says, else 1 mm. The default is <see cref="Compatibility.None"/>.
    /// </summary>
    public Compatibility Compatibility { get; init; }

    /// <summary>How many files are read at a time. Default 1; the result does not depend on it.</summary>
    public int MaxDegreeOfParallelism { get; init; } = 1;
}
