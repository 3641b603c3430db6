using System.Numerics;

namespace Radiomics.Imaging;

/// <summary>Voxels that are not numbers, or infinite: programs write them where an image has no value.</summary>
public static class FiniteVoxels
{
    /// <summary>The first voxel, x fastest, that is not finite.</summary>
    /// <param name="image">The image; one of whole numbers is not looked through.</param>
    /// <returns>Its place; <see langword="null"/> where all are finite.</returns>
    public static VoxelIndex? First(Volume image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.PixelType switch
        {
            PixelType.Float32 => Place(image, Find(image.AsMemory<float>().Span)),
            PixelType.Float64 => Place(image, Find(image.AsMemory<double>().Span)),
            _ => null,
        };
    }

    /// <summary>The first voxel of a region, x fastest, that is not finite.</summary>
    /// <param name="image">The image.</param>
    /// <param name="mask">The region, on the image's grid.</param>
    /// <returns>Its place; <see langword="null"/> where all of the region are finite.</returns>
    /// <exception cref="ArgumentException">The region's grid has another size than the image's.</exception>
    public static VoxelIndex? First(Volume image, Mask mask)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        if (image.Size != mask.Geometry.Size)
            throw new ArgumentException($"The image has {image.Size} voxels and the mask {mask.Geometry.Size}.", nameof(mask));
        if (image.PixelType.IsInteger())
            return null;
        return RegionVoxels.First(image, mask, value => !double.IsFinite(value))?.Place;
    }

    /// <summary>The image with 0 in place of every voxel that is not finite, as the NIfTI reader of SimpleITK gives it.</summary>
    /// <param name="image">The image.</param>
    /// <returns>The image itself where all voxels are finite; else a copy.</returns>
    public static Volume OrZero(Volume image)
    {
        if (First(image) is null)
            return image;
        return image.PixelType == PixelType.Float32 ? Zeroed<float>(image) : Zeroed<double>(image);
    }

    private static Volume Zeroed<T>(Volume image)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var voxels = image.AsMemory<T>().ToArray();
        foreach (ref var voxel in voxels.AsSpan())
        {
            if (!T.IsFinite(voxel))
                voxel = T.Zero;
        }
        return Volume.Create(image.Geometry, voxels);
    }

    // The sum of x - x is 0 as long as all are finite: a quick pass that only looks closer where it must.
    private static long Find<T>(ReadOnlySpan<T> voxels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var at = 0;
        if (Vector.IsHardwareAccelerated && voxels.Length >= 4 * Vector<T>.Count)
        {
            var sum = Vector<T>.Zero;
            for (; at <= voxels.Length - Vector<T>.Count; at += Vector<T>.Count)
            {
                var some = new Vector<T>(voxels[at..]);
                sum += some - some;
            }
            if (sum != Vector<T>.Zero)
                at = 0;
        }
        for (; at < voxels.Length; at++)
        {
            if (!T.IsFinite(voxels[at]))
                return at;
        }
        return -1;
    }

    private static VoxelIndex? Place(Volume image, long at) => at < 0
        ? null
        : new VoxelIndex((int)(at % image.Size.X), (int)(at / image.Size.X % image.Size.Y), (int)(at / image.Size.X / image.Size.Y));
}
