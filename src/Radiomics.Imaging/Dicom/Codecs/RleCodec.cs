using System.Buffers.Binary;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>RLE Lossless (PS3.5 annex G): each byte of the pixels is a plane of its own, the highest first, packed in runs and
/// literals.</summary>
internal static class RleCodec
{
    public static void Decode(ReadOnlySpan<byte> data, PixelFormat format, Span<byte> frame)
    {
        const int Header = 64;
        var (pixels, size) = (format.Columns * format.Rows, format.BitsAllocated / 8);
        if (data.Length < Header)
            throw new CodecException($"an RLE frame of {data.Length} bytes has no header");
        var segments = BinaryPrimitives.ReadUInt32LittleEndian(data);
        if (segments != size)
            throw new CodecException(Invariant(
                $"an RLE frame has {segments} segments where pixels of {format.BitsAllocated} bits take {size}"
            ));
        for (var s = 0; s < size; s++)
        {
            var start = BinaryPrimitives.ReadUInt32LittleEndian(data[(4 + 4 * s)..]);
            var end = s + 1 < size ? BinaryPrimitives.ReadUInt32LittleEndian(data[(8 + 4 * s)..]) : (uint)data.Length;
            if (start < Header || end < start || end > data.Length)
                throw new CodecException(Invariant($"RLE segment {s + 1} lies at {start} to {end} of {data.Length} bytes"));
            Unpack(data[(int)start..(int)end], frame[(size - 1 - s)..], size, pixels);
        }
    }

    private static void Unpack(ReadOnlySpan<byte> packed, Span<byte> plane, int step, int count)
    {
        int at = 0, done = 0;
        while (done < count)
        {
            if (at >= packed.Length)
                throw new CodecException(Invariant($"an RLE segment ends after {done} of {count} bytes"));
            var control = (sbyte)packed[at++];
            if (control >= 0)
            {
                var length = Math.Min(control + 1, count - done);
                if (at + length > packed.Length)
                    throw new CodecException(Invariant($"an RLE segment ends within a literal, after {done} of {count} bytes"));
                for (var i = 0; i < length; i++)
                    plane[(done + i) * step] = packed[at + i];
                at += control + 1;
                done += length;
            }
            else if (control != sbyte.MinValue)
            {
                if (at >= packed.Length)
                    throw new CodecException(Invariant($"an RLE segment ends within a run, after {done} of {count} bytes"));
                var (value, length) = (packed[at++], Math.Min(1 - control, count - done));
                for (var i = 0; i < length; i++)
                    plane[(done + i) * step] = value;
                done += length;
            }
        }
    }
}
