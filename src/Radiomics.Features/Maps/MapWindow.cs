using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Maps;

/// <summary>
/// The neighbourhood of a voxel that a map's value is computed of: a box that reaches a radius to either side, and nothing along the axis
/// without neighbours.
/// </summary>
internal sealed class MapWindow
{
    public MapWindow(GrayLevelRoi roi, int radius, int? flatAxis)
    {
        (Roi, Radius, FlatAxis) = (roi, radius, flatAxis);
        (X, Y, Z) = (flatAxis == 0 ? 0 : radius, flatAxis == 1 ? 0 : radius, flatAxis == 2 ? 0 : radius);
    }

    /// <summary>The discretised voxels; 0 where none counts.</summary>
    public GrayLevelRoi Roi { get; }

    public int Radius { get; }

    public int? FlatAxis { get; }

    /// <summary>How far the window reaches along x.</summary>
    public int X { get; }

    public int Y { get; }

    public int Z { get; }

    /// <summary>The most voxels that a window holds.</summary>
    public int Count => (2 * X + 1) * (2 * Y + 1) * (2 * Z + 1);

    /// <summary>The rank of the level at a place of the padded array; 0 for none.</summary>
    public int Rank(int at) => Roi.IsWide ? Roi.Levels32[at] : Roi.Levels16[at];
}

/// <summary>
/// Computes the features of a class for windows that slide along x. A step adds a plane of voxels across x and removes one.
/// </summary>
internal abstract class MapKernel(MapWindow window)
{
    public MapWindow Window { get; } = window;

    /// <summary>A plane enters the window.</summary>
    /// <param name="at">Its middle voxel.</param>
    /// <param name="before">How many planes the window holds before it.</param>
    public virtual void Enter(int at, int before)
    {
    }

    /// <summary>The first plane leaves the window.</summary>
    /// <param name="at">Its middle voxel.</param>
    /// <param name="after">How many planes the window holds after it.</param>
    public virtual void Leave(int at, int after)
    {
    }

    /// <summary>Computes the values of the window about a voxel.</summary>
    /// <param name="at">The voxel.</param>
    /// <param name="values">The values, in the order of the features chosen.</param>
    public abstract void Evaluate(int at, Span<double> values);
}
