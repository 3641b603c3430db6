using System.Buffers.Binary;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>JPEG-LS, lossless and near-lossless (ISO/IEC 14495-1, ITU-T T.87): one component, one scan.</summary>
internal static class JpegLsCodec
{
    public static void Decode(ReadOnlySpan<byte> data, PixelFormat format, Span<byte> frame)
    {
        var at = data.IndexOf([(byte)0xFF, (byte)0xD8]);
        if (at < 0)
            throw new CodecException("it does not start as a JPEG-LS image does");
        at += 2;
        var (precision, rows, columns) = (0, 0, 0);
        int[]? preset = null;
        while (true)
        {
            while (at < data.Length && data[at] == 0xFF)
                at++;
            if (at + 3 > data.Length || data[at - 1] != 0xFF)
                throw new CodecException("the JPEG-LS image ends before its scan");
            var marker = data[at++];
            var length = BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
            if (length < 2 || at + length > data.Length)
                throw new CodecException("a JPEG-LS header reaches past the end");
            var body = data.Slice(at + 2, length - 2);
            at += length;
            switch (marker)
            {
                case 0xF7 when body.Length >= 6:
                    (precision, rows, columns) = (
                        body[0],
                        BinaryPrimitives.ReadUInt16BigEndian(body[1..]),
                        BinaryPrimitives.ReadUInt16BigEndian(body[3..])
                    );
                    FrameCodec.CheckSize(format, columns, rows, body[5], precision);
                    if (precision is < 2 or > 16)
                        throw new CodecException(Invariant($"it has {precision} bits a sample; 2 to 16 are allowed"));
                    break;
                case 0xF8 when body.Length >= 11 && body[0] == 1:
                    preset = [.. Enumerable.Range(0, 5).Select(i => 0)];
                    for (var i = 0; i < 5; i++)
                        preset[i] = BinaryPrimitives.ReadUInt16BigEndian(body[(1 + 2 * i)..]);
                    break;
                case 0xF8:
                    throw new CodecException("it has JPEG-LS parameters of a kind that is not read here");
                case 0xDD when body.Length >= 2 && (body[0] | body[1]) != 0:
                    throw new CodecException("it has JPEG-LS restart intervals, which are not read here");
                case >= 0xC0 and <= 0xCF:
                    throw new CodecException("it is a JPEG image of another process than JPEG-LS");
                case 0xDA:
                    if (precision == 0 || body.Length < 6 || body[0] != 1)
                        throw new CodecException("a JPEG-LS scan header is damaged");
                    if ((body[5] & 15) != 0)
                        throw new CodecException("it has a JPEG-LS point transform, which is not read here");
                    var samples = new ushort[columns * rows];
                    new JpegLsScan(precision, body[3], preset).Decode(data[at..], samples, columns);
                    FrameCodec.Store(samples, format, frame);
                    return;
            }
        }
    }
}
