using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>The bits of a JPEG-LS scan: the byte after 0xFF has seven (ISO/IEC 14495-1 section 9.1). Past the end, or a marker, there are
/// zeros.</summary>
internal ref struct JpegLsBits
{
    private readonly ReadOnlySpan<byte> _bytes;
    private ulong _bits;
    private int _count;
    private int _at;
    private bool _afterFf;
    private int _past;

    public JpegLsBits(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Whether more bits were taken than there are.</summary>
    public readonly bool IsOverrun => _past > 16;

    /// <summary>At least 32 bits after this.</summary>
    private void Fill()
    {
        if (!TryFill())
            FillSlowly();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFill()
    {
        if (_count >= 32)
            return true;
        if (_at + 4 > _bytes.Length || _afterFf)
            return false;
        var next = BinaryPrimitives.ReadUInt32BigEndian(_bytes[_at..]);
        // One byte of the four is 0xFF.
        if (((~next - 0x01010101u) & next & 0x80808080u) != 0)
            return false;
        _bits |= (ulong)next << (32 - _count);
        _at += 4;
        _count += 32;
        return true;
    }

    public int Bit()
    {
        Fill();
        var bit = (int)(_bits >> 63);
        _bits <<= 1;
        _count--;
        return bit;
    }

    /// <summary>The next bits, at most 25.</summary>
    public int Bits(int count)
    {
        if (count == 0)
            return 0;
        Fill();
        var value = (int)(_bits >> (64 - count));
        _bits <<= count;
        _count -= count;
        return value;
    }

    /// <summary>A Golomb code of limited length (section A.5.3).</summary>
    public int Golomb(int k, int limit, int wide)
    {
        Fill();
        return TryGolomb(k, limit - wide - 1, out var value) ? value : GolombSlowly(k, limit, wide);
    }

    /// <summary>A Golomb code that is at hand and has fewer than so many zeros, without a call, so that a copy of these bits can stay in
    /// registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGolomb(int k, int zeros, out int value)
    {
        var filled = TryFill();
        var found = BitOperations.LeadingZeroCount(_bits);
        value = found << k | (int)(_bits << found << 1 >> 1 >> (63 - k));
        if (!filled || found + 1 + k > 32 || found >= zeros)
            return false;
        _bits <<= found + 1 + k;
        _count -= found + 1 + k;
        return true;
    }

    private int GolombSlowly(int k, int limit, int wide)
    {
        var zeros = 0;
        while (Bit() == 0)
        {
            if (++zeros > limit)
                throw new CodecException("a JPEG-LS code is too long");
        }
        return zeros < limit - wide - 1 ? zeros << k | Bits(k) : Bits(wide) + 1;
    }

    private void FillSlowly()
    {
        while (_count <= 48)
        {
            if (_at >= _bytes.Length || _afterFf && _bytes[_at] >= 0x80)
            {
                _past++;
                _count += 8;
                continue;
            }
            var next = _bytes[_at++];
            var width = _afterFf ? 7 : 8;
            _bits |= (ulong)next << (64 - width - _count);
            _count += width;
            _afterFf = next == 0xFF;
        }
    }
}
