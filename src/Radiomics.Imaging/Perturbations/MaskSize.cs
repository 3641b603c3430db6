namespace Radiomics.Imaging.Perturbations;

/// <summary>
/// Growth and shrinking of a region by a distance or a share of its volume, as A. Zwanenburg et al. perturb regions (2019,
/// doi:10.1038/s41598-018-36938-4).
/// </summary>
internal static class MaskSize
{
    private static readonly VoxelIndex[] Faces = [new(-1, 0, 0), new(1, 0, 0), new(0, -1, 0), new(0, 1, 0), new(0, 0, -1), new(0, 0, 1)];

    /// <summary>The region with every voxel whose centre lies within a distance of one of its own.</summary>
    /// <param name="mask">The region.</param>
    /// <param name="distance">The distance, in mm; not negative. Less than a voxel's spacing changes nothing along that axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is negative or not finite.</exception>
    public static Mask Grow(Mask mask, double distance)
    {
        var sphere = Sphere(mask, distance);
        return Dilate(mask, sphere);
    }

    /// <summary>
    /// The region peeled by layers of voxels that have a face on the outside, as many as the distance holds voxels (rounded), and no more
    /// than leave four
    /// fifths of it: the rule of the paper's software, which keeps thin regions alive.
    /// </summary>
    /// <param name="mask">The region.</param>
    /// <param name="distance">The distance, in mm; not negative.</param>
    /// <param name="least">The least share of the volume that stays.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is negative or not finite, or the share is not from 0 to 1.</exception>
    public static Mask Shrink(Mask mask, double distance, double least = 0.8)
    {
        ArgumentNullException.ThrowIfNull(mask);
        Check(distance);
        if (least is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(least), least, "A share is from 0 to 1.");
        var spacing = mask.Geometry.Spacing;
        var layers = (int)Math.Round(distance / Math.Max(spacing.X, Math.Max(spacing.Y, spacing.Z)));
        var result = mask;
        for (var i = 0; i < layers; i++)
        {
            var next = Erode(result);
            if (next.VoxelCount < least * mask.VoxelCount || next.VoxelCount == 0)
                break;
            result = next;
        }
        return result;
    }

    /// <summary>
    /// The region grown or shrunk by a share of its number of voxels: by whole layers, then by voxels of the next layer drawn at random.
    /// </summary>
    /// <param name="mask">The region; at least one voxel.</param>
    /// <param name="change">The share, more than -1; 0.1 for a tenth more.</param>
    /// <param name="seed">What voxels are drawn by: equal seeds give equal regions.</param>
    /// <returns>The region; where the grid holds no more of it, as much as there is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The change is not more than -1 and finite.</exception>
    public static Mask ChangeVolume(Mask mask, double change, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (!(change > -1) || double.IsInfinity(change))
            throw new ArgumentOutOfRangeException(nameof(change), change, "The change of a volume is more than -1, and finite.");
        var wanted = (int)Math.Floor(mask.VoxelCount * (1 + change) + 1e-9);
        if (wanted == mask.VoxelCount || mask.VoxelCount == 0)
            return mask;
        var (current, grows) = (mask, change > 0);
        while (true)
        {
            var next = grows ? Dilate(current, Faces) : Erode(current);
            if (next.VoxelCount == current.VoxelCount)
                return current;
            if (grows ? next.VoxelCount >= wanted : next.VoxelCount <= wanted)
                return Between(current, next, Math.Abs(wanted - current.VoxelCount), seed);
            current = next;
        }
    }

    /// <summary>The region dilated, then eroded, by faces: small gaps closed.</summary>
    internal static Mask Close(Mask mask) => Erode(Dilate(mask, Faces)) is var closed && closed.VoxelCount >= mask.VoxelCount ? closed
        : mask;

    private static void Check(double distance)
    {
        if (!(distance >= 0) || double.IsInfinity(distance))
            throw new ArgumentOutOfRangeException(nameof(distance), distance, "A distance is not negative, and finite.");
    }

    private static VoxelIndex[] Sphere(Mask mask, double distance)
    {
        ArgumentNullException.ThrowIfNull(mask);
        Check(distance);
        var spacing = mask.Geometry.Spacing;
        int Reach(int axis) => (int)Math.Floor(distance / spacing[axis] + 1e-9);
        var offsets = new List<VoxelIndex>();
        for (var z = -Reach(2); z <= Reach(2); z++)
        {
            for (var y = -Reach(1); y <= Reach(1); y++)
            {
                for (var x = -Reach(0); x <= Reach(0); x++)
                {
                    if (new Vector3D(x * spacing.X, y * spacing.Y, z * spacing.Z).Length <= distance * (1 + 1e-12))
                        offsets.Add(new VoxelIndex(x, y, z));
                }
            }
        }
        return [.. offsets];
    }

    private static Mask Dilate(Mask mask, VoxelIndex[] offsets)
    {
        int rx = offsets.Max(o => Math.Abs(o.X)), ry = offsets.Max(o => Math.Abs(o.Y)), rz = offsets.Max(o => Math.Abs(o.Z));
        var box = mask.BoundingBox.Expand(rx, ry, rz).Intersect(mask.Geometry.Region);
        var inside = new byte[box.Count];
        ForEach(mask, (x, y, z) =>
        {
            inside[At(box, x, y, z)] = 1;
            if (Faces.All(f => mask[x + f.X, y + f.Y, z + f.Z]))
                return; // what lies within reach of it lies within reach of its neighbours, or in the region
            foreach (var o in offsets)
            {
                if (box.Contains(x + o.X, y + o.Y, z + o.Z))
                    inside[At(box, x + o.X, y + o.Y, z + o.Z)] = 1;
            }
        });
        return Mask.Create(mask.Geometry, box, inside);
    }

    // Voxels at the edge of the grid have a face on the outside.
    private static Mask Erode(Mask mask)
    {
        var box = mask.BoundingBox;
        var inside = new byte[box.Count];
        ForEach(mask, (x, y, z) =>
        {
            foreach (var f in Faces)
            {
                if (!mask[x + f.X, y + f.Y, z + f.Z])
                    return;
            }
            inside[At(box, x, y, z)] = 1;
        });
        return Mask.Create(mask.Geometry, box, inside);
    }

    // The region with some of the voxels in which the next one differs turned over.
    private static Mask Between(Mask current, Mask next, int count, ulong seed)
    {
        var box = current.BoundingBox.Union(next.BoundingBox);
        var inside = new byte[box.Count];
        var differing = new List<int>();
        for (int z = box.Start.Z, i = 0; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++)
            {
                for (var x = box.Start.X; x < box.End.X; x++, i++)
                {
                    inside[i] = current[x, y, z] ? (byte)1 : (byte)0;
                    if (current[x, y, z] != next[x, y, z])
                        differing.Add(i);
                }
            }
        }
        foreach (var place in new SeededNumbers(seed).Sample(differing.Count, count))
            inside[differing[place]] ^= 1;
        return Mask.Create(current.Geometry, box, inside);
    }

    private static int At(Region box, int x, int y, int z) =>
        ((z - box.Start.Z) * box.Size.Y + y - box.Start.Y) * box.Size.X + x - box.Start.X;

    private static void ForEach(Mask mask, Action<int, int, int> action)
    {
        var box = mask.BoundingBox;
        var inside = mask.Inside.Span;
        for (int z = box.Start.Z, i = 0; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++)
            {
                for (var x = box.Start.X; x < box.End.X; x++, i++)
                {
                    if (inside[i] != 0)
                        action(x, y, z);
                }
            }
        }
    }
}
