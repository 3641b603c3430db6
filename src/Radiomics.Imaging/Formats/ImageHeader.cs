namespace Radiomics.Imaging.Formats;

/// <summary>What the header of a file says: all that is needed to read the voxels.</summary>
internal sealed record ImageHeader
{
    /// <summary>The file that the user named.</summary>
    public required string Path { get; init; }

    /// <summary>Its format.</summary>
    public required ImageFormat Format { get; init; }

    /// <summary>The scalar type in the file.</summary>
    public required PixelType StoredType { get; init; }

    /// <summary>Where the grid lies.</summary>
    public required ImageGeometry Geometry { get; init; }

    /// <summary>How many values a voxel has: layers of a segmentation, volumes of a series.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>What the format calls the channels, for messages.</summary>
    public string ChannelKind { get; init; } = "channel";

    /// <summary>Whether the channels of a voxel lie side by side; else each channel is a volume of its own.</summary>
    public bool ChannelsInterleaved { get; init; }

    /// <summary>Whether numbers of more than a byte start with their highest one.</summary>
    public bool BigEndian { get; init; }

    /// <summary>How the numbers are written.</summary>
    public DataEncoding Encoding { get; init; }

    /// <summary>The files with the numbers; each has the same share of them.</summary>
    public required IReadOnlyList<DataPart> Parts { get; init; }

    /// <summary>NIfTI's slope; 1 where values are as stored.</summary>
    public double Slope { get; init; } = 1;

    /// <summary>NIfTI's intercept.</summary>
    public double Intercept { get; init; }

    /// <summary>Whether the values are places in a palette of colours: labels, no intensities.</summary>
    public bool IsPalette { get; init; }

    /// <summary>The segments that 3D Slicer described; empty where there are none.</summary>
    public IReadOnlyList<Segment> Segments { get; init; } = [];

    /// <summary>Where a 3D Slicer segmentation's first voxel lies in the grid of the image it was drawn on, where the file says
    /// so.</summary>
    public VoxelIndex? ReferenceOffset { get; init; }

    /// <summary>Whether stored values are rescaled when read; ITK's test.</summary>
    public bool IsRescaled => Math.Abs(Slope - 1) > 2.220446049250313e-16 || Math.Abs(Intercept) > 2.220446049250313e-16;

    /// <summary>The scalar type of the volume: as stored, or as ITK does it, float where integers are rescaled.</summary>
    public PixelType PixelType => IsRescaled && StoredType.IsInteger() ? PixelType.Float32 : StoredType;
}
