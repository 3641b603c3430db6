using Radiomics.Features.Discretisation;
using Radiomics.Imaging;

namespace Radiomics.Features.Texture;

/// <summary>The step from a voxel to a neighbour.</summary>
internal readonly record struct VoxelOffset(int X, int Y, int Z)
{
    /// <summary>The step in the array of a discretised region.</summary>
    public int In(GrayLevelRoi roi) => Z * roi.PlaneStride + Y * roi.RowStride + X;

    /// <summary>The length of the step in mm.</summary>
    public double Length(Vector3D spacing, WeightingNorm norm)
    {
        var (x, y, z) = (Math.Abs(X) * spacing.X, Math.Abs(Y) * spacing.Y, Math.Abs(Z) * spacing.Z);
        return norm switch
        {
            WeightingNorm.Manhattan => z + y + x,
            WeightingNorm.Euclidean => Math.Sqrt(z * z + y * y + x * x),
            WeightingNorm.Infinity => Math.Max(Math.Max(x, y), z),
            _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, "The norm gives no length."),
        };
    }

    /// <summary>
    /// One of each pair of opposite steps whose infinity norm is among the distances: the one whose first step that is
    /// not 0, in the order z, y, x, goes forward. Steps that no two voxels of the box are apart are left out. The order is PyRadiomics'.
    /// </summary>
    public static VoxelOffset[] Directions(GridSize size, IReadOnlyList<int> distances, int? flatAxis)
    {
        var found = new List<VoxelOffset>();
        var reach = distances.Max();
        var (reachX, reachY, reachZ) = (
            flatAxis == 0 ? 0 : Math.Min(reach, size.X - 1),
            flatAxis == 1 ? 0 : Math.Min(reach, size.Y - 1),
            flatAxis == 2 ? 0 : Math.Min(reach, size.Z - 1));
        for (var z = reachZ; z >= 0; z--)
        {
            for (var y = reachY; y >= (z > 0 ? -reachY : 0); y--)
            {
                for (var x = reachX; x >= (z > 0 || y > 0 ? -reachX : 1); x--)
                {
                    if (distances.Contains(Math.Max(Math.Max(Math.Abs(x), Math.Abs(y)), z)))
                        found.Add(new VoxelOffset(x, y, z));
                }
            }
        }
        return [.. found];
    }
}
