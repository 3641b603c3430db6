using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>The bits of an entropy-coded segment whose stuffed zeros (ITU-T T.81 section F.1.2.3) were taken out. Past its end there are
/// ones, as many decoders have it, but not for long.</summary>
internal ref struct JpegBits
{
    private readonly ReadOnlySpan<byte> _bytes;
    private ulong _bits;
    private int _count;
    private int _at;

    public JpegBits(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Whether bits past the end were used.</summary>
    public readonly bool IsOverrun => _at > _bytes.Length + 8;

    /// <summary>At least 32 bits after this.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        if (!TryFill())
            FillSlowly();
    }

    /// <summary>Fills without a call, so that a copy of these bits can stay in registers; <see langword="false"/> near the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFill()
    {
        if (_count >= 32)
            return true;
        if (_at + 8 > _bytes.Length)
            return false;
        var next = BinaryPrimitives.ReadUInt64BigEndian(_bytes[_at..]);
        var take = (63 - _count) >> 3;
        _bits |= next >> _count;
        _at += take;
        _count += take * 8;
        return true;
    }

    /// <summary>The next bits, at most 32, without taking them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Peek(int count) => (int)(_bits >> (64 - count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(int count)
    {
        _bits <<= count;
        _count -= count;
    }

    private void FillSlowly()
    {
        // Bits that a wide read left below the counted ones go first.
        _bits = _count == 0 ? 0 : _bits & (ulong.MaxValue << (64 - _count));
        while (_count <= 56)
        {
            var next = _at < _bytes.Length ? _bytes[_at] : (byte)0xFF;
            _at++;
            _bits |= (ulong)next << (56 - _count);
            _count += 8;
        }
    }
}
