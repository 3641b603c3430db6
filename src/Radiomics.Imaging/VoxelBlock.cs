using System.Buffers;
using System.Runtime.CompilerServices;

namespace Radiomics.Imaging;

/// <summary>The values of a box of voxels, x fastest: what a filter gives for the region it was asked for.</summary>
public sealed class VoxelBlock
{
    private const int LargestPooled = 1 << 22;

    private readonly Lazy<ReadOnlyMemory<double>> _values;
    private readonly ReadOnlyMemory<float>? _singles;
    private readonly Volume? _image;
    private Array? _pooled;
    private bool _isReleased;

    /// <summary>Creates a block over values, which it keeps without copying.</summary>
    /// <param name="region">The box, in the index space of the image it belongs to.</param>
    /// <param name="values">At least as many values as the box has voxels; the first of them are the block's.</param>
    /// <exception cref="ArgumentException">There are too few values.</exception>
    public VoxelBlock(Region region, double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Check(region, values);
        Region = region;
        _values = new Lazy<ReadOnlyMemory<double>>(values.AsMemory(0, (int)region.Count));
    }

    private VoxelBlock(Region region, ReadOnlyMemory<float> singles)
    {
        (Region, _singles) = (region, singles);
        _values = new Lazy<ReadOnlyMemory<double>>(() =>
        {
            var wide = LargeArray.Uninitialised<double>(singles.Length);
            Widening.ToDouble(singles.Span, wide);
            return wide;
        });
    }

    /// <summary>The voxels of a box of an image, read where they are asked for: no copy is made before <see cref="Values"/> is asked
    /// for.</summary>
    /// <param name="image">The image.</param>
    /// <param name="region">The box; it lies in the image's grid.</param>
    internal VoxelBlock(Volume image, Region region)
    {
        (Region, _image) = (region, image);
        _values = new Lazy<ReadOnlyMemory<double>>(() => image.Read(region).Values);
    }

    /// <summary>A block over 32-bit values, which it keeps without copying: half the memory, until <see cref="Values"/> is asked
    /// for.</summary>
    /// <param name="region">The box, in the index space of the image it belongs to.</param>
    /// <param name="values">At least as many values as the box has voxels; the first of them are the block's.</param>
    /// <exception cref="ArgumentException">There are too few values.</exception>
    public static VoxelBlock OfSingles(Region region, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Check(region, values);
        return new VoxelBlock(region, values.AsMemory(0, (int)region.Count));
    }

    /// <summary>Whether <see cref="Room"/> of so many voxels comes from the shared pool of its type: large blocks are quicker to get on
    /// large pages, and are used again as long as the collector leaves them.</summary>
    internal static bool IsPooled<T>(long count)
        where T : unmanaged => count * Unsafe.SizeOf<T>() < LargestPooled;

    /// <summary>Room for the values of a box, holding anything; maybe longer.</summary>
    internal static T[] Room<T>(Region region)
        where T : unmanaged =>
        IsPooled<T>(region.Count)
            ? ArrayPool<T>.Shared.Rent((int)region.Count)
            : LargeRooms<T>.Take(checked((int)region.Count));

    /// <summary>A block over a <see cref="Room"/>, which <see cref="Release"/> gives back where it is the pool's.</summary>
    internal static VoxelBlock InRoom<T>(Region region, T[] values)
        where T : unmanaged
    {
        var block = values is float[] singles ? OfSingles(region, singles) : new VoxelBlock(region, (double[])(object)values);
        block._pooled = values;
        return block;
    }

    /// <summary>Says that nobody reads the values any more. Where they lie in memory that a filter may use again, as those of wavelets
    /// do, they are gone; else nothing happens. Whoever does not call it loses nothing but time.</summary>
    public void Release()
    {
        var pooled = Interlocked.Exchange(ref _pooled, null);
        _isReleased |= pooled is not null;
        if (pooled is float[] singles)
            GiveBack(singles);
        else if (pooled is double[] doubles)
            GiveBack(doubles);
    }

    private void GiveBack<T>(T[] values)
        where T : unmanaged
    {
        if (IsPooled<T>(Region.Count))
            ArrayPool<T>.Shared.Return(values);
        else
            LargeRooms<T>.Return(values);
    }

    /// <summary>The box, in the index space of the image it belongs to.</summary>
    public Region Region { get; }

    /// <summary>The values, x fastest, then y, then z. Those of a block over 32-bit values, or of an image as it is, are copied when they
    /// are first asked for.</summary>
    /// <exception cref="ObjectDisposedException">They were released.</exception>
    public ReadOnlyMemory<double> Values
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isReleased, this);
            return _values.Value;
        }
    }

    /// <summary>Some consecutive ones of <see cref="Values"/>, such as a row, without a copy of all.</summary>
    /// <param name="start">The place of the first, from 0.</param>
    /// <param name="length">How many.</param>
    /// <param name="room">Where they are written if the block holds 32-bit values or the voxels of an image as it is; at least as long.
    /// Else it is left as it is.</param>
    /// <returns>The block's own values, or those in the room.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The block has no such values, or there is not room for them.</exception>
    /// <exception cref="ObjectDisposedException">They were released.</exception>
    public ReadOnlySpan<double> Slice(int start, int length, Span<double> room)
    {
        ObjectDisposedException.ThrowIf(_isReleased, this);
        if (_image is not null)
        {
            CopyRows(start, room[..length]);
            return room[..length];
        }
        if (_singles is not { } singles)
            return Values.Span.Slice(start, length);
        Widening.ToDouble(singles.Span.Slice(start, length), room[..length]);
        return room[..length];
    }

    private void CopyRows(int start, Span<double> to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + (long)to.Length, Region.Count, nameof(to));
        while (!to.IsEmpty)
        {
            var (row, x) = Math.DivRem(start, Region.Size.X);
            var (z, y) = Math.DivRem(row, Region.Size.Y);
            var length = Math.Min(to.Length, Region.Size.X - x);
            _image!.CopyRow(Region.Start.X + x, Region.Start.Y + y, Region.Start.Z + z, to[..length]);
            start += length;
            to = to[length..];
        }
    }

    private static void Check(Region region, Array values)
    {
        if (values.Length < region.Count)
        {
            throw new ArgumentException(
                Invariant($"The region has {region.Count} voxels; {values.Length} values were given."),
                nameof(values)
            );
        }
    }

    /// <summary>The value of a voxel, by its index in the image (not in the box).</summary>
    /// <param name="x">Its index along x.</param>
    /// <param name="y">Its index along y.</param>
    /// <param name="z">Its index along z.</param>
    /// <exception cref="ArgumentOutOfRangeException">The voxel is not in the box.</exception>
    public double this[int x, int y, int z] => Region.Contains(x, y, z)
        ? Slice(
            ((z - Region.Start.Z) * Region.Size.Y + y - Region.Start.Y) * Region.Size.X + x - Region.Start.X,
            1,
            stackalloc double[1])[0]
        : throw new ArgumentOutOfRangeException(nameof(x), Invariant($"Voxel ({x}, {y}, {z}) is not in the region {Region}."));

    /// <summary>The box.</summary>
    public override string ToString() => $"the values of {Region}";

    /// <summary>Large rooms that were given back: the next filtered image of about the size lies in one of them, and asks the system for no
    /// memory. The collector takes them where memory is wanted for something else.</summary>
    private static class LargeRooms<T>
        where T : unmanaged
    {
        private static readonly List<WeakReference<T[]>> s_idle = [];

        public static T[] Take(int length)
        {
            lock (s_idle)
            {
                for (var i = s_idle.Count - 1; i >= 0; i--)
                {
                    var there = s_idle[i].TryGetTarget(out var room);
                    if (there && (room!.Length < length || room.Length - length > length / 4))
                        continue;
                    s_idle.RemoveAt(i);
                    if (there)
                        return room!;
                }
            }
            return LargeArray.Uninitialised<T>(length);
        }

        public static void Return(T[] room)
        {
            lock (s_idle)
                s_idle.Add(new WeakReference<T[]>(room));
        }
    }
}
