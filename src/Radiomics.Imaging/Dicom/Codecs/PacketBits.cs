namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>The bits of a packet header: the byte after 0xFF has seven (ISO/IEC 15444-1 section B.10.1).</summary>
internal ref struct PacketBits(ReadOnlySpan<byte> data, int at)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _at = at;
    private int _byte;
    private int _left;

    public int Bit()
    {
        if (_left == 0)
        {
            if (_at >= _data.Length)
                throw new CodecException("the JPEG 2000 image ends within a packet's header");
            _left = _byte == 0xFF ? 7 : 8;
            _byte = _data[_at++];
        }
        _left--;
        return _byte >> _left & 1;
    }

    public int Bits(int count)
    {
        var value = 0;
        for (; count > 0; count--)
            value = value << 1 | Bit();
        return value;
    }

    /// <summary>Where the next whole byte is; after 0xFF one more is skipped.</summary>
    public readonly int End() => _byte == 0xFF ? _at + 1 : _at;
}
