using System.Numerics;

namespace Radiomics.Imaging.Resampling;

/// <summary>Cuts an image and a mask to the surroundings of the region.</summary>
public static class Cropper
{
    /// <summary>Cuts both to the region's bounding box and a margin, as PyRadiomics' <c>cropToTumorMask</c> (and <c>preCrop</c>)
    /// does.</summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">The region, on a grid of the image's size.</param>
    /// <param name="padDistance"><c>padDistance</c>: the margin, in voxels; not negative. It ends at the image's border.</param>
    /// <returns>Copies of the part, in the image's pixel type.</returns>
    /// <exception cref="ArgumentException">The sizes differ, or the margin is negative.</exception>
    /// <exception cref="EmptyRoiException">The region is empty.</exception>
    public static (Volume Image, Mask Mask) ToRegion(Volume image, Mask mask, int padDistance = 0)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        Filters.FilterArguments.AtLeast(0, padDistance);
        if (mask.Geometry.Size != image.Size)
            throw new ArgumentException(
                $"The mask lies on a grid of {mask.Geometry.Size}, the image on one of {image.Size}.",
                nameof(mask)
            );
        if (mask.VoxelCount == 0)
            throw new EmptyRoiException("The region is empty: there is nothing to crop to.");
        var box = mask.BoundingBox.Expand(padDistance, padDistance, padDistance).Intersect(image.Geometry.Region);
        return (Crop(image, box), Crop(mask, box));
    }

    /// <summary>Cuts out a box of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="box">The box; not empty, in the image's grid.</param>
    /// <exception cref="ArgumentException">The box is empty or reaches past the grid.</exception>
    public static Volume Crop(Volume image, Region box)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (box.IsEmpty || !image.Geometry.Region.Contains(box))
            throw new ArgumentException($"The box {box} is empty or reaches past the grid of {image.Size}.", nameof(box));
        return image.PixelType switch
        {
            PixelType.Int8 => Crop<sbyte>(image, box),
            PixelType.UInt8 => Crop<byte>(image, box),
            PixelType.Int16 => Crop<short>(image, box),
            PixelType.UInt16 => Crop<ushort>(image, box),
            PixelType.Int32 => Crop<int>(image, box),
            PixelType.UInt32 => Crop<uint>(image, box),
            PixelType.Int64 => Crop<long>(image, box),
            PixelType.UInt64 => Crop<ulong>(image, box),
            PixelType.Float32 => Crop<float>(image, box),
            _ => Crop<double>(image, box),
        };
    }

    /// <summary>Cuts out a box of a mask.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="box">The box; not empty, in the mask's grid. What of the region lies outside it is lost.</param>
    /// <exception cref="ArgumentException">The box is empty or reaches past the grid.</exception>
    public static Mask Crop(Mask mask, Region box)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (box.IsEmpty || !mask.Geometry.Region.Contains(box))
            throw new ArgumentException($"The box {box} is empty or reaches past the grid of {mask.Geometry.Size}.", nameof(box));
        var part = mask.BoundingBox.Intersect(box);
        var inside = new byte[part.Count];
        var own = mask.BoundingBox;
        var source = mask.Inside.Span;
        for (int z = part.Start.Z, at = 0; z < part.End.Z; z++)
        {
            for (var y = part.Start.Y; y < part.End.Y; y++, at += part.Size.X)
            {
                var from = ((z - own.Start.Z) * own.Size.Y + y - own.Start.Y) * own.Size.X + part.Start.X - own.Start.X;
                source.Slice(from, part.Size.X).CopyTo(inside.AsSpan(at));
            }
        }
        var start = new VoxelIndex(part.Start.X - box.Start.X, part.Start.Y - box.Start.Y, part.Start.Z - box.Start.Z);
        var target = part.IsEmpty ? default : new Region(start, part.Size);
        return Mask.Create(mask.Geometry.Crop(box), target, inside);
    }

    private static Volume Crop<T>(Volume image, Region box)
        where T : unmanaged, INumber<T>
    {
        var size = image.Size;
        var source = image.AsMemory<T>().Span;
        var voxels = LargeArray.Uninitialised<T>(checked((int)box.Count));
        for (int z = box.Start.Z, at = 0; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++, at += box.Size.X)
                source.Slice((int)(((long)z * size.Y + y) * size.X + box.Start.X), box.Size.X).CopyTo(voxels.AsSpan(at));
        }
        return Volume.Create(image.Geometry.Crop(box), voxels);
    }
}
