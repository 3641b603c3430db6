using System.Numerics;

namespace Radiomics.Imaging;

// Voxels that are not numbers, or infinite: programs write them where an image has no value.
public sealed partial class Volume
{
    /// <summary>The first voxel, x fastest, that is not finite. An image of whole numbers is not looked through.</summary>
    /// <returns>Its place; <see langword="null"/> where all are finite.</returns>
    public VoxelIndex? FirstNotFinite() => PixelType switch
    {
        PixelType.Float32 => Place(Find(AsMemory<float>().Span)),
        PixelType.Float64 => Place(Find(AsMemory<double>().Span)),
        _ => null,
    };

    /// <summary>The first voxel of a region, x fastest, that is not finite.</summary>
    /// <param name="mask">The region, on the image's grid.</param>
    /// <returns>Its place; <see langword="null"/> where all of the region are finite.</returns>
    /// <exception cref="ArgumentException">The region's grid has another size than the image's.</exception>
    public VoxelIndex? FirstNotFinite(Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (Size != mask.Geometry.Size)
            throw new ArgumentException($"The image has {Size} voxels and the mask {mask.Geometry.Size}.", nameof(mask));
        return PixelType.IsInteger() ? null : RegionVoxels.First(this, mask, value => !double.IsFinite(value))?.Place;
    }

    /// <summary>The image with 0 in place of every voxel that is not finite, as the NIfTI reader of SimpleITK gives it.</summary>
    /// <returns>The image itself where all voxels are finite; else a copy.</returns>
    public Volume WithZeroForNotFinite() =>
        FirstNotFinite() is null ? this : PixelType == PixelType.Float32 ? Zeroed<float>() : Zeroed<double>();

    private Volume Zeroed<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var voxels = AsMemory<T>().ToArray();
        foreach (ref var voxel in voxels.AsSpan())
        {
            if (!T.IsFinite(voxel))
                voxel = T.Zero;
        }
        return Create(Geometry, voxels);
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

    private VoxelIndex? Place(long at) => at < 0
        ? null
        : new VoxelIndex((int)(at % Size.X), (int)(at / Size.X % Size.Y), (int)(at / Size.X / Size.Y));
}
