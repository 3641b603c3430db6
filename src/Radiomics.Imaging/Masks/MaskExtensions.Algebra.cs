namespace Radiomics.Imaging.Masks;

/// <summary>
/// Makes regions of regions: union, intersection, difference, margins in mm, the largest part, a window of intensities. All regions of one
/// call lie on one grid. And measures what PyRadiomics tells of a region among its diagnostics.
/// </summary>
public static partial class MaskExtensions
{
    /// <summary>The voxels of either region.</summary>
    /// <param name="a">One region.</param>
    /// <param name="b">The other.</param>
    /// <exception cref="ArgumentException">The grids differ in size.</exception>
    public static Mask Union(this Mask a, Mask b) => Combine(a, b, All(a, b), (x, y) => x | y);

    /// <summary>The voxels of both regions.</summary>
    /// <param name="a">One region.</param>
    /// <param name="b">The other.</param>
    /// <returns>The region; empty where they share no voxel.</returns>
    /// <exception cref="ArgumentException">The grids differ in size.</exception>
    public static Mask Intersect(this Mask a, Mask b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Combine(a, b, a.BoundingBox.Intersect(b.BoundingBox), (x, y) => x & y);
    }

    /// <summary>The voxels of a region that are not in another.</summary>
    /// <param name="a">The region.</param>
    /// <param name="b">What is taken away.</param>
    /// <returns>The region; empty where nothing is left.</returns>
    /// <exception cref="ArgumentException">The grids differ in size.</exception>
    public static Mask Except(this Mask a, Mask b)
    {
        ArgumentNullException.ThrowIfNull(a);
        return Combine(a, b, a.BoundingBox, (x, y) => x & ~y);
    }

    /// <summary>The region grown, or shrunk, by a margin: a voxel is inside where its centre is no further from the region's nearest voxel
    /// centre than the margin, and for a negative margin where it is further than that from the nearest centre outside.</summary>
    /// <param name="mask">The region.</param>
    /// <param name="margin">The margin in mm; negative to shrink. What lies beyond the grid is outside.</param>
    /// <returns>The region; empty where shrinking leaves nothing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The margin is not finite.</exception>
    public static Mask Expand(this Mask mask, double margin)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (!double.IsFinite(margin))
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "A margin is a finite number of mm.");
        if (mask.VoxelCount == 0 || margin == 0)
            return mask;
        var spacing = mask.Geometry.Spacing;
        var reach = Math.Abs(margin);
        var (x, y, z) = (
            (int)Math.Ceiling(reach / spacing.X) + 1,
            (int)Math.Ceiling(reach / spacing.Y) + 1,
            (int)Math.Ceiling(reach / spacing.Z) + 1
        );
        // A border of voxels that are surely outside, also past the grid's edge.
        var box = margin > 0 ? mask.BoundingBox.Expand(x, y, z).Intersect(mask.Geometry.Region) : mask.BoundingBox.Expand(1, 1, 1);
        if (box.Count > Array.MaxLength)
            throw new ArgumentOutOfRangeException(
                nameof(margin),
                margin,
                Invariant($"The region with its margin covers {box.Size} voxels; at most {Array.MaxLength} are possible.")
            );
        var distance = new double[box.Count];
        ForEach(box, (i, vx, vy, vz) => distance[i] = mask[vx, vy, vz] == margin > 0 ? 0 : double.PositiveInfinity);
        DistanceTransform.Squared(distance, box.Size, spacing);
        // A margin that is a whole number of voxels must not fail by rounding.
        var limit = reach * reach * (1 + 1e-9);
        var part = box.Intersect(mask.Geometry.Region);
        var inside = new byte[part.Count];
        ForEach(part, (i, vx, vy, vz) =>
        {
            var d = distance[((vz - box.Start.Z) * box.Size.Y + vy - box.Start.Y) * box.Size.X + vx - box.Start.X];
            inside[i] = (margin > 0 ? d <= limit : d > limit) ? (byte)1 : (byte)0;
        });
        return Mask.Create(mask.Geometry, part, inside);
    }

    /// <summary>The shell between two margins around a region: <c>Ring(0, 10)</c> is what lies outside it and within 10 mm, <c>Ring(-5,
    /// 5)</c> the band along its edge.</summary>
    /// <param name="mask">The region.</param>
    /// <param name="inner">The inner margin in mm; may be negative.</param>
    /// <param name="outer">The outer margin in mm; greater than the inner one.</param>
    /// <exception cref="ArgumentException">The outer margin is not greater than the inner one, or one is not finite.</exception>
    public static Mask Ring(this Mask mask, double inner, double outer) =>
        outer > inner
            ? mask.Expand(outer).Except(mask.Expand(inner))
            : throw new ArgumentException(
                FormattableString.Invariant($"A ring goes from a smaller to a greater margin; {inner} and {outer} mm were given."),
                nameof(outer)
            );

    /// <summary>The largest of the parts that share no face, edge or corner; of equally large ones the one whose first voxel comes
    /// first.</summary>
    /// <param name="mask">The region.</param>
    public static Mask LargestComponent(this Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var box = mask.BoundingBox;
        var source = mask.Inside.Span;
        var (label, best, bestSize, next) = (new int[source.Length], 0, 0, 0);
        var queue = new Stack<int>();
        for (var first = 0; first < source.Length; first++)
        {
            if (source[first] == 0 || label[first] != 0)
                continue;
            var (own, count) = (++next, 0);
            label[first] = own;
            queue.Push(first);
            while (queue.TryPop(out var at))
            {
                count++;
                var (x, y, z) = (at % box.Size.X, at / box.Size.X % box.Size.Y, at / box.Size.X / box.Size.Y);
                for (var k = Math.Max(z - 1, 0); k <= Math.Min(z + 1, box.Size.Z - 1); k++)
                {
                    for (var j = Math.Max(y - 1, 0); j <= Math.Min(y + 1, box.Size.Y - 1); j++)
                    {
                        for (var i = Math.Max(x - 1, 0); i <= Math.Min(x + 1, box.Size.X - 1); i++)
                        {
                            var to = (k * box.Size.Y + j) * box.Size.X + i;
                            if (source[to] == 0 || label[to] != 0)
                                continue;
                            label[to] = own;
                            queue.Push(to);
                        }
                    }
                }
            }
            if (count > bestSize)
                (best, bestSize) = (own, count);
        }
        return Mask.Create(mask.Geometry, box, Array.ConvertAll(label, l => l == best && best > 0 ? (byte)1 : (byte)0));
    }

    /// <summary>The voxels of a region whose intensity lies in a window, ends included.</summary>
    /// <param name="mask">The region.</param>
    /// <param name="image">The image, on the region's grid.</param>
    /// <param name="low">The least intensity.</param>
    /// <param name="high">The greatest intensity.</param>
    /// <exception cref="ArgumentException">The grids differ in size, or the window is empty.</exception>
    public static Mask Window(this Mask mask, Volume image, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(image);
        if (image.Size != mask.Geometry.Size)
            throw new ArgumentException($"The image has {image.Size} voxels and the mask {mask.Geometry.Size}.", nameof(image));
        if (!(low <= high))
            throw new ArgumentException(
                FormattableString.Invariant($"A window goes from a smaller to a greater intensity; {low} and {high} were given."),
                nameof(high)
            );
        var values = image.Read(mask.BoundingBox).Values;
        var kept = mask.Inside.ToArray();
        for (var i = 0; i < kept.Length; i++)
        {
            if (!(values.Span[i] >= low && values.Span[i] <= high))
                kept[i] = 0;
        }
        return Mask.Create(mask.Geometry, mask.BoundingBox, kept);
    }

    private static Region All(Mask a, Mask b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return a.BoundingBox.Union(b.BoundingBox);
    }

    private static Mask Combine(Mask a, Mask b, Region box, Func<int, int, int> rule)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Geometry.Size != b.Geometry.Size)
            throw new ArgumentException($"The masks lie on grids of {a.Geometry.Size} and {b.Geometry.Size}.", nameof(b));
        if (box.IsEmpty)
            return Mask.Create(a.Geometry, default, []);
        var inside = new byte[box.Count];
        ForEach(box, (i, x, y, z) => inside[i] = (byte)(rule(a[x, y, z] ? 1 : 0, b[x, y, z] ? 1 : 0) & 1));
        return Mask.Create(a.Geometry, box, inside);
    }

    private static void ForEach(Region box, Action<int, int, int, int> step)
    {
        var at = 0;
        for (var z = box.Start.Z; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++)
            {
                for (var x = box.Start.X; x < box.End.X; x++)
                    step(at++, x, y, z);
            }
        }
    }
}
