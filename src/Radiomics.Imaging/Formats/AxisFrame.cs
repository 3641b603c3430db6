namespace Radiomics.Imaging.Formats;

/// <summary>Makes a geometry of what a header says, with the errors that name the file.</summary>
internal static class AxisFrame
{
    // As for an sform, whose unit vectors may be off a right angle by rounding in single precision.
    private const double RightAngle = 1e-4;

    /// <summary>A geometry whose negative spacings turn their axis round, as ITK's reader does it.</summary>
    /// <param name="path">The file, for the message.</param>
    /// <param name="size">The number of voxels along each axis.</param>
    /// <param name="spacing">The spacing along each axis in mm; may be negative.</param>
    /// <param name="origin">The LPS position of the first voxel's centre in mm.</param>
    /// <param name="x">The direction of x.</param>
    /// <param name="y">The direction of y.</param>
    /// <param name="z">The direction of z.</param>
    /// <exception cref="ImageFormatException">The numbers are not those of a grid.</exception>
    public static ImageGeometry Create(string path, GridSize size, Vector3D spacing, Vector3D origin, Vector3D x, Vector3D y, Vector3D z)
    {
        var direction = new Direction(Turn(x, spacing.X), Turn(y, spacing.Y), Turn(z, spacing.Z));
        var distance = new Vector3D(Math.Abs(spacing.X), Math.Abs(spacing.Y), Math.Abs(spacing.Z));
        return ImageGeometry.Problem(size, distance, origin, direction) is { } problem
            ? throw new ImageFormatException(path, $"its header is damaged. {problem.Text}")
            : new ImageGeometry(size, distance, origin, direction);
    }

    /// <summary>Refuses a grid that is sheared: the filters and shapes here, as PyRadiomics', measure along its axes as if they were at
    /// right angles.</summary>
    /// <exception cref="ImageFormatException">Two axes are not at right angles.</exception>
    public static void CheckRightAngles(string path, Direction axes)
    {
        if (
            Math.Abs(axes.X.Dot(axes.Y)) > RightAngle
            || Math.Abs(axes.X.Dot(axes.Z)) > RightAngle
            || Math.Abs(axes.Y.Dot(axes.Z)) > RightAngle
        )
            throw new ImageFormatException(
                path,
                "its axes are not at right angles (it is sheared, as by a gantry tilt). Resample it onto a grid at right angles."
            );
    }

    private static Vector3D Turn(Vector3D axis, double spacing) => spacing < 0 ? new(-axis.X, -axis.Y, -axis.Z) : axis;
}
