namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>The entropy-coded segments of a scan: between restart markers, the zeros after 0xFF taken out.</summary>
internal ref struct JpegSegments(ReadOnlySpan<byte> coded)
{
    private ReadOnlySpan<byte> _rest = coded;
    private byte[] _buffer = [];

    /// <summary>The next segment; empty past the last one.</summary>
    public ReadOnlySpan<byte> Next()
    {
        if (_buffer.Length < _rest.Length)
            _buffer = new byte[_rest.Length];
        var length = 0;
        while (true)
        {
            var stop = _rest.IndexOf((byte)0xFF);
            var run = stop < 0 ? _rest : _rest[..stop];
            run.CopyTo(_buffer.AsSpan(length));
            length += run.Length;
            if (stop < 0 || stop + 1 >= _rest.Length)
            {
                _rest = [];
                break;
            }
            var next = _rest[stop + 1];
            if (next == 0xFF)
            {
                _rest = _rest[(stop + 1)..]; // a fill byte
                continue;
            }
            if (next == 0)
                _buffer[length++] = 0xFF;
            _rest = next is 0 or (>= 0xD0 and <= 0xD7) ? _rest[(stop + 2)..] : [];
            if (next != 0)
                break;
        }
        return _buffer.AsSpan(0, length);
    }
}
