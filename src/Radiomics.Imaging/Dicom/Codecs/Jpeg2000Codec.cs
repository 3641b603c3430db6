using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>The codestream of a JPEG 2000 image (ISO/IEC 15444-1 annex A), one component.</summary>
internal sealed class Jpeg2000Codec
{
    private int _x0, _y0, _x1, _y1, _tileWidth, _tileHeight, _tileX0, _tileY0, _stepX, _stepY, _precision;
    private bool _signed;
    private Jpeg2000Style _style = new();

    private Jpeg2000Codec()
    {
    }

    public static void Decode(ReadOnlySpan<byte> data, PixelFormat format, Span<byte> frame)
    {
        // Some writers keep the boxes of a JP2 file around the codestream.
        var start = data.IndexOf([(byte)0xFF, (byte)0x4F, (byte)0xFF, (byte)0x51]);
        if (start < 0)
            throw new CodecException("it does not start as a JPEG 2000 codestream does");
        var samples = new int[format.Columns * format.Rows];
        new Jpeg2000Codec().Read(data[(start + 2)..], format, samples);
        switch (format.BitsAllocated)
        {
            case 8:
                for (var i = 0; i < samples.Length; i++)
                    frame[i] = (byte)samples[i];
                break;
            case 16:
                var words = MemoryMarshal.Cast<byte, ushort>(frame);
                for (var i = 0; i < samples.Length; i++)
                    words[i] = (ushort)samples[i];
                break;
            default:
                samples.CopyTo(MemoryMarshal.Cast<byte, int>(frame));
                break;
        }
    }

    private void Read(ReadOnlySpan<byte> data, PixelFormat format, int[] samples)
    {
        var parts = new SortedDictionary<int, (Jpeg2000Style Style, List<(int Start, int Length)> Data)>();
        var at = 0;
        while (true)
        {
            var (marker, body, next) = Marker(data, at);
            if (marker == 0xD9)
                break;
            if (marker != 0x90)
            {
                if (marker == 0x51)
                    ReadSize(body, format);
                else
                    _style = Apply(_style, marker, body);
                at = next;
                continue;
            }
            if (body.Length < 8 || _precision == 0)
                throw new CodecException("a tile's header is damaged");
            var (tile, length) = ((int)BinaryPrimitives.ReadUInt16BigEndian(body), BinaryPrimitives.ReadUInt32BigEndian(body[2..]));
            // A length of 0 goes on to the end of the image.
            var end = length == 0 ? data.Length : (int)Math.Min(at + length, int.MaxValue);
            if (end > data.Length || end < next)
                throw new CodecException("a tile reaches past the end");
            if (!parts.TryGetValue(tile, out var part))
                parts.Add(tile, part = (_style, []));
            at = next;
            while (true)
            {
                (marker, body, next) = Marker(data, at);
                at = next;
                if (marker == 0x93)
                    break;
                part.Style = Apply(part.Style, marker, body);
            }
            if (at > end)
                throw new CodecException("a tile's header reaches past its end");
            part.Data.Add((at, end - at));
            parts[tile] = part;
            at = end;
            if (at + 2 > data.Length || length == 0)
                break;
        }
        var (across, down) = (Up(_x1 - _tileX0, _tileWidth), Up(_y1 - _tileY0, _tileHeight));
        if (parts.Count != (long)across * down || parts.Keys.Last() >= parts.Count)
            throw new CodecException(Invariant($"it has {parts.Count} of {(long)across * down} tiles"));
        foreach (var (index, part) in parts)
        {
            byte[] bytes = new byte[part.Data.Sum(d => d.Length)];
            var filled = 0;
            foreach (var (start, length) in part.Data)
            {
                data.Slice(start, length).CopyTo(bytes.AsSpan(filled));
                filled += length;
            }
            ReadTile(index % across, index / across, part.Style, bytes, samples, format.Columns);
        }
    }

    private void ReadTile(int p, int q, Jpeg2000Style style, byte[] data, int[] samples, int columns)
    {
        var (left, top) = (Math.Max(_tileX0 + p * _tileWidth, _x0), Math.Max(_tileY0 + q * _tileHeight, _y0));
        var (right, bottom) = (Math.Min(_tileX0 + (p + 1) * _tileWidth, _x1), Math.Min(_tileY0 + (q + 1) * _tileHeight, _y1));
        var (x0, y0, x1, y1) = (Up(left, _stepX), Up(top, _stepY), Up(right, _stepX), Up(bottom, _stepY));
        if (x1 <= x0 || y1 <= y0)
            return;
        var tile = Jpeg2000Decoder.Decode(style, data, x0, y0, x1, y1, _precision);
        var (shift, least, most) = _signed
            ? (0, -(1 << (_precision - 1)), (1 << (_precision - 1)) - 1)
            : (1 << (_precision - 1), 0, (int)((1L << _precision) - 1));
        var (dx, dy) = (x0 - Up(_x0, _stepX), y0 - Up(_y0, _stepY));
        for (var y = 0; y < y1 - y0; y++)
        {
            var target = samples.AsSpan((dy + y) * columns + dx, x1 - x0);
            var source = tile.AsSpan(y * target.Length, target.Length);
            for (var x = 0; x < target.Length; x++)
                target[x] = Math.Clamp(source[x] + shift, least, most);
        }
    }

    private static (byte Marker, int Body, int Next) Place(ReadOnlySpan<byte> data, int at)
    {
        if (at + 2 > data.Length)
            throw new CodecException("the JPEG 2000 image ends too early");
        if (data[at] != 0xFF)
            throw new CodecException("a marker of the JPEG 2000 image is damaged");
        var marker = data[at + 1];
        if (marker is 0x93 or 0xD9 or (>= 0x30 and <= 0x3F))
            return (marker, at + 2, at + 2);
        if (
            at + 4 > data.Length
            || at + 2 + BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]) is var next && (next > data.Length || next < at + 4)
        )
            throw new CodecException("a header of the JPEG 2000 image reaches past its end");
        return (marker, at + 4, next);
    }

    private static MarkerSegment Marker(ReadOnlySpan<byte> data, int at)
    {
        var (marker, body, next) = Place(data, at);
        return new MarkerSegment(marker, data[body..next], next);
    }

    private static Jpeg2000Style Apply(Jpeg2000Style style, byte marker, ReadOnlySpan<byte> body) =>
        marker switch
        {
            0x52 => style.WithCoding(body),
            0x53 when body.Length > 2 && body[0] == 0 => style.WithBlocks(body[2..], (body[1] & 1) != 0),
            0x5C => style.WithSteps(body),
            0x5D when body.Length > 1 && body[0] == 0 => style.WithSteps(body[1..]),
            0x5E when body.Length > 2 && body[0] == 0 => body[2] <= 30
                ? style with
                {
                    Shift = body[2],
                }
                : throw new CodecException("its region of interest is shifted too far"),
            0x5F => throw new CodecException("it changes its progression (POC), which is not read here"),
            0x60 or 0x61 => throw new CodecException("its packet headers are packed (PPM, PPT), which is not read here"),
            0x50 => throw new CodecException("it is coded with high throughput (HTJ2K), which is not read here"),
            _ => style,
        };

    private void ReadSize(ReadOnlySpan<byte> body, PixelFormat format)
    {
        if (body.Length < 39)
            throw new CodecException("the image's size is cut off");
        Span<int> numbers = stackalloc int[8];
        for (var i = 0; i < 8; i++)
        {
            var value = BinaryPrimitives.ReadUInt32BigEndian(body[(2 + 4 * i)..]);
            if (value > 1 << 30)
                throw new CodecException("the image's size is out of range");
            numbers[i] = (int)value;
        }
        (_x1, _y1, _x0, _y0) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        (_tileWidth, _tileHeight, _tileX0, _tileY0) = (numbers[4], numbers[5], numbers[6], numbers[7]);
        var components = BinaryPrimitives.ReadUInt16BigEndian(body[34..]);
        (_precision, _signed, _stepX, _stepY) = ((body[36] & 0x7F) + 1, (body[36] & 0x80) != 0, body[37], body[38]);
        if (_x1 <= _x0 || _y1 <= _y0 || _tileWidth == 0 || _tileHeight == 0 || _tileX0 > _x0 || _tileY0 > _y0
            || (long)_tileX0 + _tileWidth <= _x0 || (long)_tileY0 + _tileHeight <= _y0 || _stepX == 0 || _stepY == 0)
        {
            throw new CodecException("the image's size is damaged");
        }
        FrameCodec.CheckSize(format, Up(_x1, _stepX) - Up(_x0, _stepX), Up(_y1, _stepY) - Up(_y0, _stepY), components, _precision);
        if (_precision > 28)
            throw new CodecException(Invariant($"it has {_precision} bits a sample; at most 28 are read here"));
    }

    private static int Up(int value, int step) => (int)(((long)value + step - 1) / step);

    private readonly ref struct MarkerSegment(byte marker, ReadOnlySpan<byte> body, int next)
    {
        private readonly byte _marker = marker;
        private readonly ReadOnlySpan<byte> _body = body;
        private readonly int _next = next;

        public void Deconstruct(out byte marker, out ReadOnlySpan<byte> body, out int next)
        {
            marker = _marker;
            body = _body;
            next = _next;
        }
    }
}
