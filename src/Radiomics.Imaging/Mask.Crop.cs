namespace Radiomics.Imaging;

public sealed partial class Mask
{
    /// <summary>The part of the region that lies in a box, on the grid of that box.</summary>
    /// <param name="region">The box; not empty, it lies in the grid.</param>
    /// <returns>The part; empty where no voxel of the region lies in the box.</returns>
    /// <exception cref="ArgumentException">The box is empty or reaches past the grid.</exception>
    public Mask Crop(Region region)
    {
        if (region.IsEmpty || !Geometry.Region.Contains(region))
            throw new ArgumentException($"The box {region} is empty or reaches past the grid of {Geometry.Size}.", nameof(region));
        var geometry = Geometry.Crop(region);
        var part = BoundingBox.Intersect(region);
        if (part.IsEmpty)
            return new Mask(geometry, default, ReadOnlyMemory<byte>.Empty, 0);
        var inside = new byte[part.Count];
        var at = 0;
        for (var z = part.Start.Z; z < part.End.Z; z++)
        {
            for (var y = part.Start.Y; y < part.End.Y; y++, at += part.Size.X)
            {
                var row = ((z - BoundingBox.Start.Z) * BoundingBox.Size.Y + y - BoundingBox.Start.Y) * BoundingBox.Size.X + part.Start.X - BoundingBox.Start.X;
                Inside.Span.Slice(row, part.Size.X).CopyTo(inside.AsSpan(at));
            }
        }
        var box = new Region(new VoxelIndex(part.Start.X - region.Start.X, part.Start.Y - region.Start.Y, part.Start.Z - region.Start.Z), part.Size);
        return Create(geometry, box, inside);
    }
}
