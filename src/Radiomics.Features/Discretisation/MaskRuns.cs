using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Features.Discretisation;

/// <summary>The runs of a region's voxels in a row of a mask, found 64 voxels at a time; a run is cut where 64 voxels end.</summary>
internal ref struct MaskRuns(ReadOnlySpan<byte> inside)
{
    private readonly ReadOnlySpan<byte> _inside = inside;
    private int _next;
    private int _place;
    private ulong _bits;

    /// <summary>The run that was found.</summary>
    public (int Start, int Length) Current { get; private set; }

    /// <summary>What <c>foreach</c> asks for.</summary>
    public readonly MaskRuns GetEnumerator() => this;

    /// <summary>Finds the next run.</summary>
    public bool MoveNext()
    {
        while (_bits == 0)
        {
            if (_next >= _inside.Length)
                return false;
            _place = _next;
            _bits = Bits(_inside[_next..]);
            _next += 64;
        }
        var start = BitOperations.TrailingZeroCount(_bits);
        var rest = _bits >> start;
        var length = rest == ulong.MaxValue ? 64 : BitOperations.TrailingZeroCount(~rest);
        _bits = start + length == 64 ? 0 : _bits & (ulong.MaxValue << start + length);
        Current = (_place + start, length);
        return true;
    }

    // A bit for each of the first 64 bytes that is not 0.
    private static ulong Bits(ReadOnlySpan<byte> row)
    {
        ref var first = ref MemoryMarshal.GetReference(row);
        var (bits, i, length) = (0UL, 0, Math.Min(row.Length, 64));
        for (; i <= length - 16; i += 16)
        {
            var outside = Vector128.Equals(Vector128.LoadUnsafe(ref first, (nuint)i), Vector128<byte>.Zero).ExtractMostSignificantBits();
            bits |= (ulong)(~outside & 0xFFFF) << i;
        }
        for (; i < length; i++)
            bits |= row[i] != 0 ? 1UL << i : 0;
        return bits;
    }
}
