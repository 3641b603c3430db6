using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>Decodes one frame of compressed pixels into plain little endian ones.</summary>
internal static class FrameCodec
{
    /// <summary>Whether frames of a transfer syntax are decoded here.</summary>
    public static bool Knows(string uid) =>
        uid
            is TransferSyntax.Rle
                or TransferSyntax.EncapsulatedUncompressed
                or TransferSyntax.DeflatedFrame
                or TransferSyntax.JpegBaseline
                or TransferSyntax.JpegExtended
                or TransferSyntax.JpegLossless
                or TransferSyntax.JpegLosslessFirst
                or TransferSyntax.JpegLsLossless
                or TransferSyntax.JpegLsNear
                or TransferSyntax.Jpeg2000Lossless
                or TransferSyntax.Jpeg2000;

    /// <summary>Decodes a frame.</summary>
    /// <param name="uid">Its transfer syntax.</param>
    /// <param name="data">The frame's compressed bytes.</param>
    /// <param name="format">What the header says of its pixels.</param>
    /// <param name="frame">Where the plain bytes go.</param>
    /// <exception cref="CodecException">The bytes are damaged, or of a kind that is not decoded.</exception>
    public static void Decode(string uid, ReadOnlySpan<byte> data, PixelFormat format, Span<byte> frame)
    {
        if (format.BitsAllocated == 1)
        {
            DecodeBits(uid, data, format, frame);
            return;
        }
        switch (uid)
        {
            case TransferSyntax.Rle:
                RleCodec.Decode(data, format, frame);
                break;
            case TransferSyntax.EncapsulatedUncompressed:
                if (data.Length < frame.Length)
                    throw new CodecException($"a frame has {data.Length} bytes; {frame.Length} were expected");
                data[..frame.Length].CopyTo(frame);
                break;
            case TransferSyntax.DeflatedFrame:
                using (var stream = new DeflateStream(new MemoryStream(data.ToArray(), writable: false), CompressionMode.Decompress))
                {
                    if (stream.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) < frame.Length)
                        throw new CodecException("a deflated frame ends too early");
                }
                break;
            case TransferSyntax.JpegLsLossless or TransferSyntax.JpegLsNear:
                JpegLsCodec.Decode(data, format, frame);
                break;
            case TransferSyntax.Jpeg2000Lossless or TransferSyntax.Jpeg2000:
                Jpeg2000Codec.Decode(data, format, frame);
                break;
            default:
                JpegCodec.Decode(data, format, frame);
                break;
        }
    }

    // Single bits are packed into bytes before they are compressed, the first pixel in the lowest bit; but for JPEG 2000, whose samples may
    // have one bit. JPEG's and JPEG-LS's have two at least.
    private static void DecodeBits(string uid, ReadOnlySpan<byte> data, PixelFormat format, Span<byte> frame)
    {
        if (uid is TransferSyntax.Rle or TransferSyntax.EncapsulatedUncompressed or TransferSyntax.DeflatedFrame)
        {
            Decode(uid, data, format with { Columns = frame.Length, Rows = 1, BitsAllocated = 8, BitsStored = 8 }, frame);
            return;
        }
        if (uid is not (TransferSyntax.Jpeg2000Lossless or TransferSyntax.Jpeg2000))
            throw new CodecException("its pixels have a single bit, which this syntax cannot hold");
        var samples = new byte[format.Columns * format.Rows];
        Jpeg2000Codec.Decode(data, format with { BitsAllocated = 8, BitsStored = 8 }, samples);
        frame.Clear();
        for (var i = 0; i < samples.Length; i++)
        {
            if (samples[i] != 0)
                frame[i >> 3] |= (byte)(1 << (i & 7));
        }
    }

    /// <summary>Fails unless a codestream's image is the header's.</summary>
    public static void CheckSize(PixelFormat format, int columns, int rows, int components, int precision)
    {
        if (columns != format.Columns || rows != format.Rows)
            throw new CodecException(
                Invariant($"the compressed image is {columns} x {rows} pixels where the header says {format.Columns} x {format.Rows}")
            );
        if (components != 1)
            throw new CodecException(Invariant($"the compressed image has {components} components; a grey-scale image was expected"));
        if (precision > format.BitsAllocated)
            throw new CodecException(
                Invariant($"the compressed image has {precision} bits a pixel where the header allocates {format.BitsAllocated}")
            );
    }

    /// <summary>Writes samples as plain pixels of as many bytes as the header allocates.</summary>
    public static void Store(ReadOnlySpan<ushort> samples, PixelFormat format, Span<byte> frame)
    {
        switch (format.BitsAllocated)
        {
            case 8:
                for (var i = 0; i < samples.Length; i++)
                    frame[i] = (byte)samples[i];
                break;
            case 16:
                samples.CopyTo(MemoryMarshal.Cast<byte, ushort>(frame));
                break;
            default:
                var wide = MemoryMarshal.Cast<byte, uint>(frame);
                for (var i = 0; i < samples.Length; i++)
                    wide[i] = samples[i];
                break;
        }
    }
}
