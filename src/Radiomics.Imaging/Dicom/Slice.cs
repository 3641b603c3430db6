namespace Radiomics.Imaging.Dicom;

/// <summary>One image plane of a series: a file, or a frame of a multi-frame object.</summary>
internal sealed record Slice
{
    public required IDicomObject Object { get; init; }

    /// <summary>Its frame in the object, counted from 0.</summary>
    public required int Frame { get; init; }

    /// <summary>The LPS position of its first pixel, in mm.</summary>
    public required Vector3D Position { get; init; }

    /// <summary>The direction in which the column index grows.</summary>
    public required Vector3D Row { get; init; }

    /// <summary>The direction in which the row index grows.</summary>
    public required Vector3D Column { get; init; }

    /// <summary>The distance of columns (x) and of rows (y), in mm.</summary>
    public required (double X, double Y) Spacing { get; init; }

    /// <summary>The thickness in mm; 0 where it is not given.</summary>
    public double Thickness { get; init; }

    public required PixelFormat Format { get; init; }

    public double Slope { get; init; } = 1;

    public double Intercept { get; init; }

    /// <summary>What messages call it: its file, and its frame where the file has several.</summary>
    public string Name => FrameCount > 1 ? $"{Object.Source} (frame {Frame + 1})" : Object.Source;

    public int FrameCount { get; init; } = 1;

    public Vector3D Normal => Row.Cross(Column) + default(Vector3D);
}
