using System.Runtime.Intrinsics;
using Radiomics.Imaging;

namespace Radiomics.Features.Discretisation;

/// <summary>
/// A region of interest after discretisation, made once and read by every texture family and by the histogram. The
/// levels lie in one contiguous array with a margin of zeros, so that no neighbour needs a check of bounds. Immutable:
/// any number of threads may read it.
/// </summary>
public sealed partial class GrayLevelRoi
{
    private int[] _grayLevels = [];
    private int[] _histogram = [];
    private readonly GrayLevelRoi? _whole;
    private readonly LevelBuffers? _buffers;
    private readonly Lock _narrowing = new();
    private byte[]? _levels8;

    // One slice of a region: the same arrays, the same ranks of levels, only its own rows and counts.
    private GrayLevelRoi(GrayLevelRoi whole, int z)
    {
        _whole = whole;
        (Size, Spacing, Margin) = (new GridSize(whole.Size.X, whole.Size.Y, 1), whole.Spacing, whole.Margin);
        (RowStride, PlaneStride, Origin) = (whole.RowStride, whole.PlaneStride, whole.Origin + z * whole.PlaneStride);
        (Levels16, Levels32, _grayLevels, Length) = (whole.Levels16, whole.Levels32, whole._grayLevels, whole.Length);
        Gray16 = whole.Gray16;
        Spans = whole.Spans[(z * Size.Y)..((z + 1) * Size.Y)];
        _histogram = new int[_grayLevels.Length];
        foreach (var (start, end) in Spans)
        {
            for (var at = start; at < end; at++)
            {
                if ((IsWide ? Levels32[at] : Levels16[at]) is > 0 and var rank)
                {
                    _histogram[rank - 1]++;
                    VoxelCount++;
                }
            }
        }
    }

    // All levels are 0.
    private GrayLevelRoi(GridSize size, Vector3D spacing, int margin, int voxelCount, bool wide)
        : this(size, spacing, margin, voxelCount)
    {
        Levels16 = wide ? [] : new ushort[Length];
        Levels32 = wide ? new int[Length] : [];
    }

    // The levels hold anything. In buffers, where there are some, they stay until another region is put there.
    private GrayLevelRoi(GridSize size, Vector3D spacing, int margin, int voxelCount, LevelBuffers? buffers)
        : this(size, spacing, margin, voxelCount)
    {
        Levels16 = buffers?.Levels(Length) ?? GC.AllocateUninitializedArray<ushort>(Length);
        Levels32 = [];
        _buffers = buffers;
    }

    private GrayLevelRoi(GridSize size, Vector3D spacing, int margin, int voxelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(margin, 1);
        (Size, Spacing, Margin, VoxelCount) = (size, spacing, margin, voxelCount);
        RowStride = size.X + margin;
        PlaneStride = checked(RowStride * (size.Y + margin));
        Origin = checked(margin * (PlaneStride + RowStride + 1));
        Length = checked(Origin + (size.Z + margin) * PlaneStride + margin * (RowStride + 1) + Slack);
        (Levels16, Levels32) = ([], []);
        Spans = new RowSpan[size.Y * size.Z];
    }

    /// <summary>The size of the region's bounding box, in voxels.</summary>
    public GridSize Size { get; }

    /// <summary>The distance between voxel centres along x, y and z, in mm.</summary>
    public Vector3D Spacing { get; }

    /// <summary>The width of the margin of zeros, in voxels: the greatest distance at which neighbours can be asked for.</summary>
    public int Margin { get; }

    /// <summary>The number of voxels in the region.</summary>
    public int VoxelCount { get; }

    /// <summary>The grey levels that occur in the region, ascending; the least possible one is 1.</summary>
    public ReadOnlySpan<int> GrayLevels => _grayLevels;

    /// <summary>How many voxels have each of <see cref="GrayLevels"/>.</summary>
    public ReadOnlySpan<int> Histogram => _histogram;

    /// <summary>The greatest grey level that occurs: PyRadiomics' number of grey levels.</summary>
    public int MaximumLevel => _grayLevels[^1];

    /// <summary>The region that this one is a window of, whose grey levels PyRadiomics counts in maps; itself where it is none.</summary>
    internal GrayLevelRoi Whole { get => field ?? this; private init; }

    /// <summary>The grey level of a voxel, by its index within the bounding box; 0 outside the region.</summary>
    /// <param name="x">Its index along x.</param>
    /// <param name="y">Its index along y.</param>
    /// <param name="z">Its index along z.</param>
    public int this[int x, int y, int z]
    {
        get
        {
            if ((uint)x >= (uint)Size.X || (uint)y >= (uint)Size.Y || (uint)z >= (uint)Size.Z)
                return 0;
            var at = IndexOf(x, y, z);
            var rank = IsWide ? Levels32[at] : Levels16[at];
            return rank == 0 ? 0 : _grayLevels[rank - 1];
        }
    }

    /// <summary>Room behind the last voxel for vectors that reach past it.</summary>
    internal static int Slack => Vector512<byte>.Count;

    /// <summary>
    /// For each voxel the rank of its level in <see cref="GrayLevels"/>, from 1, and 0 outside; empty where there are too many levels for
    /// 16 bits.
    /// </summary>
    internal ushort[] Levels16 { get; }

    /// <summary>As <see cref="Levels16"/>, where there are too many levels for 16 bits; else empty.</summary>
    internal int[] Levels32 { get; }

    /// <summary>
    /// <see cref="Levels16"/> in bytes, which twice as many of fit a vector, where there are at most 255 levels; made when first asked for.
    /// </summary>
    internal byte[] Levels8
    {
        get
        {
            if (_whole is not null)
                return _whole.Levels8;
            lock (_narrowing)
                return _levels8 ??= Narrow();
        }
    }

    /// <summary>The intensities of the region's voxels, x fastest, in the beginning of an array; <see langword="null"/> where they were not
    /// kept. They are there until another region is made in the same buffers, as is <see cref="Gray16"/>.</summary>
    internal double[]? Intensities { get; private init; }

    /// <summary>The levels in place of <see cref="Levels16"/>'s ranks, where they differ and were kept.</summary>
    internal ushort[]? Gray16 { get; private set; }

    internal bool HasBytes => !IsWide && _grayLevels.Length <= byte.MaxValue;

    internal bool IsWide => Levels32.Length > 0;

    /// <summary>Whether every level from 1 to the greatest occurs, so that a level is its own rank.</summary>
    internal bool IsGapless => MaximumLevel == _grayLevels.Length;

    internal int RowStride { get; }

    internal int PlaneStride { get; }

    /// <summary>The index of the bounding box's first voxel.</summary>
    internal int Origin { get; }

    /// <summary>Where the region starts and ends in each row; row y of plane z is number z * Size.Y + y.</summary>
    internal RowSpan[] Spans { get; }

    /// <summary>The places of the array of levels; what lies behind them is not the region's.</summary>
    internal int Length { get; }

    /// <summary>
    /// The slices across z that hold voxels of the region; each knows all levels of the region, some of which it may not have.
    /// </summary>
    internal IEnumerable<(int Z, GrayLevelRoi Roi)> Slices()
    {
        for (var z = 0; z < Size.Z; z++)
        {
            if (Array.Exists(Spans[(z * Size.Y)..((z + 1) * Size.Y)], s => s.End > s.Start))
                yield return (z, new GrayLevelRoi(this, z));
        }
    }

    private byte[] Narrow()
    {
        var bytes = _buffers?.Bytes(Length) ?? new byte[Length];
        foreach (var (start, end) in Spans)
        {
            var from = Levels16.AsSpan(start, end - start);
            var to = bytes.AsSpan(start, from.Length);
            var i = 0;
            for (; i <= from.Length - 32; i += 32)
                Vector256.Narrow(Vector256.Create(from[i..]), Vector256.Create(from[(i + 16)..])).CopyTo(to[i..]);
            for (; i < from.Length; i++)
                to[i] = (byte)from[i];
        }
        return bytes;
    }

    // Where a row begins, the margins before the first one and behind the last one with it; row y of plane z is number z * Size.Y + y.
    private int Beginning(int row) => row == 0 ? 0 : row == Spans.Length ? Length : IndexOf(0, row % Size.Y, row / Size.Y);

    internal int IndexOf(int x, int y, int z) => Origin + z * PlaneStride + y * RowStride + x;

    /// <summary>The part of a row that holds the region's first to last voxel there; voxels outside the region may lie within.</summary>
    internal readonly record struct RowSpan(int Start, int End);
}
