using System.Buffers.Binary;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>The headers of a JPEG image (ITU-T T.81 annex B): sequential DCT of 8 and 12 bits and lossless with Huffman codes, one
/// component.</summary>
internal sealed class JpegCodec
{
    private readonly JpegHuffman?[] _dc = new JpegHuffman?[4];
    private readonly JpegHuffman?[] _ac = new JpegHuffman?[4];
    private readonly ushort[]?[] _quantisation = new ushort[]?[4];
    private int _restart;
    private byte _process;
    private int _precision, _rows, _columns, _components;
    private byte _table;

    private JpegCodec()
    {
    }

    public static void Decode(ReadOnlySpan<byte> data, PixelFormat format, Span<byte> frame) => new JpegCodec().Read(data, format, frame);

    private void Read(ReadOnlySpan<byte> data, PixelFormat format, Span<byte> frame)
    {
        var at = data.IndexOf([(byte)0xFF, (byte)0xD8]);
        if (at < 0)
            throw new CodecException("it does not start as a JPEG image does");
        at += 2;
        while (true)
        {
            while (at < data.Length && data[at] != 0xFF)
                at++;
            while (at < data.Length && data[at] == 0xFF)
                at++;
            if (at >= data.Length)
                throw new CodecException("the JPEG image ends before its scan");
            var marker = data[at++];
            if (marker is 0x00 or 0x01 or 0xD8 or (>= 0xD0 and <= 0xD7))
                continue;
            if (marker == 0xD9)
                throw new CodecException("the JPEG image ends before its scan");
            if (
                at + 2 > data.Length
                || at + BinaryPrimitives.ReadUInt16BigEndian(data[at..]) is var end && (end > data.Length || end < at + 2)
            )
                throw new CodecException("a JPEG header reaches past the end");
            var body = data[(at + 2)..end];
            at = end;
            switch (marker)
            {
                case 0xC4:
                    ReadHuffman(body);
                    break;
                case 0xDB:
                    ReadQuantisation(body);
                    break;
                case 0xDD:
                    _restart =
                        body.Length >= 2
                            ? BinaryPrimitives.ReadUInt16BigEndian(body)
                            : throw new CodecException("a JPEG restart interval is cut off");
                    break;
                case 0xC0 or 0xC1 or 0xC3:
                    ReadFrame(marker, body, format);
                    break;
                case 0xC2 or (>= 0xC5 and <= 0xC7) or (>= 0xC9 and <= 0xCB) or (>= 0xCD and <= 0xCF):
                    throw new CodecException(
                        Invariant(
                            $"it is coded by a JPEG process (SOF{marker - 0xC0}) that DICOM does not use for such images and that is not "
                        )
                            + $"read here"
                    );
                case 0xDA:
                    ReadScan(body, data[at..], format, frame);
                    return;
            }
        }
    }

    private void ReadHuffman(ReadOnlySpan<byte> body)
    {
        while (body.Length >= 17)
        {
            var (kind, number) = (body[0] >> 4, body[0] & 15);
            var counts = body.Slice(1, 16);
            var total = 0;
            foreach (var count in counts)
                total += count;
            if (kind > 1 || number > 3 || total > 256 || body.Length < 17 + total)
                throw new CodecException("a Huffman table is damaged");
            (kind == 0 ? _dc : _ac)[number] = JpegHuffman.Create(counts, body.Slice(17, total).ToArray());
            body = body[(17 + total)..];
        }
    }

    private void ReadQuantisation(ReadOnlySpan<byte> body)
    {
        while (body.Length > 0)
        {
            var (wide, number) = (body[0] >> 4, body[0] & 15);
            var length = wide == 0 ? 64 : 128;
            if (wide > 1 || number > 3 || body.Length < 1 + length)
                throw new CodecException("a quantisation table is damaged");
            var table = new ushort[64];
            for (var i = 0; i < 64; i++)
                table[i] = wide == 0 ? body[1 + i] : BinaryPrimitives.ReadUInt16BigEndian(body[(1 + 2 * i)..]);
            _quantisation[number] = table;
            body = body[(1 + length)..];
        }
    }

    private void ReadFrame(byte marker, ReadOnlySpan<byte> body, PixelFormat format)
    {
        if (body.Length < 9)
            throw new CodecException("a JPEG frame header is cut off");
        (_process, _precision, _rows, _columns, _components) = (
            marker,
            body[0],
            BinaryPrimitives.ReadUInt16BigEndian(body[1..]),
            BinaryPrimitives.ReadUInt16BigEndian(body[3..]),
            body[5]
        );
        _table = (byte)(body[8] & 3);
        FrameCodec.CheckSize(format, _columns, _rows, _components, _precision);
        if (marker == 0xC3 ? _precision is < 2 or > 16 : _precision is not (8 or 12))
            throw new CodecException(Invariant($"it has {_precision} bits a sample, which its JPEG process does not allow"));
    }

    private void ReadScan(ReadOnlySpan<byte> body, ReadOnlySpan<byte> coded, PixelFormat format, Span<byte> frame)
    {
        if (_process == 0)
            throw new CodecException("a JPEG scan stands before its frame header");
        if (body.Length < 6 || body[0] != 1)
            throw new CodecException("a JPEG scan header is damaged");
        var (dc, ac) = (body[2] >> 4 & 3, body[2] & 3);
        var samples = new ushort[_columns * _rows];
        if (_process == 0xC3)
        {
            var (predictor, shift) = (body[3], body[5] & 15);
            if (predictor is < 1 or > 7 || shift >= _precision)
                throw new CodecException(Invariant(
                    $"its lossless predictor is {predictor} and its point transform {shift}, which do not exist"
                ));
            JpegLossless.Decode(
                coded,
                _dc[dc] ?? throw Missing("Huffman table"),
                predictor,
                shift,
                _precision,
                _restart,
                samples,
                _columns
            );
        }
        else
        {
            JpegDct.Decode(coded, _dc[dc] ?? throw Missing("Huffman table"), _ac[ac] ?? throw Missing("Huffman table"),
                _quantisation[_table] ?? throw Missing("quantisation table"), _precision, _restart, samples, _columns, _rows);
        }
        FrameCodec.Store(samples, format, frame);
    }

    private static CodecException Missing(string what) => new($"a {what} that its scan names is missing");
}
