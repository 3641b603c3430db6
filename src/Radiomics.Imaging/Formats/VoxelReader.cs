using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Radiomics.Imaging.Formats;

/// <summary>Reads the voxels that a header describes. Nothing is allocated that the files cannot fill.</summary>
internal static class VoxelReader
{
    private const int ChunkLength = 1 << 24;

    /// <summary>Deflate cannot shrink data further than this (RFC 1951: 258 bytes from 2 bits at best).</summary>
    private const long MostDeflated = 1032;

    private const int MostBehind = 1 << 26;

    /// <summary>Reads the channels: all, or one of them.</summary>
    /// <returns>A volume for each channel read.</returns>
    /// <exception cref="ImageFormatException">The files are damaged, too short, or missing.</exception>
    public static IReadOnlyList<Volume> Read(ImageHeader header, int? channel = null) => header.StoredType switch
    {
        PixelType.Int8 => Read<sbyte>(header, channel),
        PixelType.UInt8 => Read<byte>(header, channel),
        PixelType.Int16 => Read<short>(header, channel),
        PixelType.UInt16 => Read<ushort>(header, channel),
        PixelType.Int32 => Read<int>(header, channel),
        PixelType.UInt32 => Read<uint>(header, channel),
        PixelType.Int64 => Read<long>(header, channel),
        PixelType.UInt64 => Read<ulong>(header, channel),
        PixelType.Float32 => Read<float>(header, channel),
        _ => Read<double>(header, channel),
    };

    private static Volume[] Read<T>(ImageHeader header, int? channel)
        where T : unmanaged, INumber<T>
    {
        var size = header.Geometry.Size;
        var total = (UInt128)size.X * (UInt128)size.Y * (UInt128)size.Z * (UInt128)header.Channels;
        if (total > (ulong)Array.MaxLength)
            throw new ImageFormatException(header.Path, Invariant(
                $"it has {total} voxels; at most {Array.MaxLength} are supported. Crop it first."
            ));
        T[] values;
        try
        {
            CheckLength(header, (long)total * header.StoredType.ByteSize());
            values = LargeArray.Uninitialised<T>((int)total);
            if ((int)total % header.Parts.Count != 0)
                throw new ImageFormatException(
                    header.Path,
                    $"its {total} values cannot be shared evenly by {header.Parts.Count} data files."
                );
            var share = (int)total / header.Parts.Count;
            for (var i = 0; i < header.Parts.Count; i++)
                ReadPart(header, header.Parts[i], values.AsSpan(i * share, share));
        }
        catch (InvalidDataException e)
        {
            throw Damaged(header.Path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            throw new ImageFormatException(header.Path, $"its voxels cannot be read: {e.Message}", e);
        }
        if (header.BigEndian == BitConverter.IsLittleEndian && header.Encoding is not DataEncoding.Text)
            Swap(values);

        var wanted = channel is { } one ? [one] : Enumerable.Range(0, header.Channels);
        return [.. wanted.Select(c => Finish(header, Channel(header, values, c, (int)size.Count)))];
    }

    private static ReadOnlyMemory<T> Channel<T>(ImageHeader header, T[] values, int channel, int count)
    {
        if (header.Channels == 1)
            return values;
        if (!header.ChannelsInterleaved)
            return values.AsMemory(channel * count, count);
        var apart = GC.AllocateUninitializedArray<T>(count);
        for (int i = 0, at = channel; i < apart.Length; i++, at += header.Channels)
            apart[i] = values[at];
        return apart;
    }

    // ITK rescales in the type of the result: integers become float first, and each value is rounded to that type once.
    private static Volume Finish<T>(ImageHeader header, ReadOnlyMemory<T> stored)
        where T : unmanaged, INumber<T>
    {
        if (!header.IsRescaled)
            return Volume.Create(header.Geometry, stored);
        var source = stored.Span;
        if (typeof(T) == typeof(double))
        {
            var wide = GC.AllocateUninitializedArray<double>(source.Length);
            for (var i = 0; i < wide.Length; i++)
                wide[i] = double.CreateTruncating(source[i]) * header.Slope + header.Intercept;
            return Volume.Create(header.Geometry, wide);
        }
        var values = GC.AllocateUninitializedArray<float>(source.Length);
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)((double)float.CreateTruncating(source[i]) * header.Slope + header.Intercept);
        return Volume.Create(header.Geometry, values);
    }

    private static void CheckLength(ImageHeader header, long bytes)
    {
        long available = 0;
        foreach (var part in header.Parts)
        {
            if (part.Source.Length is not { } length)
                throw new ImageFormatException(
                    header.Path,
                    "its data file is not there. Keep the header and its data in one folder.",
                    [Path.GetFileName(part.Source.Path)]
                );
            available += Math.Max(0, length - part.Offset);
        }
        var most = header.Encoding switch
        {
            DataEncoding.Raw => available,
            DataEncoding.Text => (available + 1) / 2 * header.StoredType.ByteSize(),
            DataEncoding.Hex => available / 2,
            _ => available > long.MaxValue / MostDeflated ? long.MaxValue : available * MostDeflated,
        };
        if (bytes > most)
            throw TooShort(header, bytes, Invariant($"the file can hold {most} at most"));
    }

    /// <summary>What is said of compressed bytes that do not unpack: the decoder's words speak of archives and methods.</summary>
    public static ImageFormatException Damaged(string path, InvalidDataException cause) =>
        new(path, "its compressed data is damaged: it does not unpack, or to other bytes than were packed (the check sum). Fetch it again.",
            cause);

    private static ImageFormatException TooShort(ImageHeader header, long bytes, string have) =>
        new(header.Path, $"the header announces {header.Geometry.Size} voxels" +
            (header.Channels > 1 ? Invariant($" in {header.Channels} {header.ChannelKind}s") : "") +
            Invariant($", which take {bytes} bytes, but {have}. The file is cut off or its header damaged; fetch it again."));

    private static void ReadPart<T>(ImageHeader header, DataPart part, Span<T> values)
        where T : unmanaged, INumber<T>
    {
        if (header.Encoding == DataEncoding.Picture)
        {
            Picture.Decode(header, MemoryMarshal.AsBytes(values));
            return;
        }
        var length = (long)values.Length * Unsafe.SizeOf<T>();
        using var file = part.Source.OpenRead(1 << 16, FileOptions.SequentialScan, header.Path);
        if (part.FromEnd)
        {
            if (header.Encoding != DataEncoding.Raw)
                throw new ImageFormatException(
                    header.Path,
                    "its data is to be found from the end of a compressed or text file, which is not supported. Save it with a byte skip "
                        + "of 0."
                );
            if (file.Length < length)
                throw TooShort(header, length, Invariant($"the file has {file.Length}"));
            file.Position = file.Length - length;
        }
        else
        {
            file.Position = part.Offset;
            for (var i = 0; i < part.LineSkip; i++)
                SkipLine(header, file);
        }
        using var stream = header.Encoding == DataEncoding.Deflate ? Inflate(file) : file;
        if (!part.FromEnd)
            Skip(header, stream, part.ByteSkip);
        if (header.Encoding == DataEncoding.Text)
        {
            TextVoxels.ReadNumbers(header, stream, values);
            return;
        }
        // A span holds 2 GiB at most, and voxels may take more.
        for (long at = 0; at < values.Length; at += ChunkLength)
        {
            var bytes = MemoryMarshal.AsBytes(values.Slice((int)at, (int)Math.Min(ChunkLength, values.Length - at)));
            if (header.Encoding == DataEncoding.Hex)
            {
                TextVoxels.ReadHex(header, stream, bytes);
                continue;
            }
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read < bytes.Length)
                throw TooShort(header, length, Invariant($"there are {(at * Unsafe.SizeOf<T>()) + read}"));
        }
        if (header.Encoding == DataEncoding.Deflate)
            ReadToEnd(stream);
    }

    // The check sum stands behind the last byte, and is looked at only when that was read. What some programs write behind the voxels is
    // little; more than this could be there to keep us reading.
    private static void ReadToEnd(Stream stream)
    {
        var rest = new byte[1 << 16];
        for (var left = MostBehind; left > 0 && stream.Read(rest) is > 0 and var read;)
            left -= read;
    }

    private static Stream Inflate(Stream file)
    {
        var start = file.Position;
        var first = file.ReadByte();
        file.Position = start;
        return first == 0x1f
            ? new GZipStream(file, CompressionMode.Decompress)
            : new ZLibStream(file, CompressionMode.Decompress);
    }

    private static void SkipLine(ImageHeader header, Stream file)
    {
        for (int b; (b = file.ReadByte()) != '\n';)
        {
            if (b < 0)
                throw new ImageFormatException(header.Path, "its data file ends within the lines to skip.");
        }
    }

    private static void Skip(ImageHeader header, Stream stream, long count)
    {
        if (stream.CanSeek)
        {
            stream.Position += count;
            return;
        }
        Span<byte> waste = stackalloc byte[4096];
        while (count > 0)
        {
            var read = stream.Read(waste[..(int)Math.Min(count, waste.Length)]);
            if (read == 0)
                throw new ImageFormatException(header.Path, "its data file ends within the bytes to skip.");
            count -= read;
        }
    }

    private static void Swap<T>(T[] values)
        where T : unmanaged
    {
        switch (Unsafe.SizeOf<T>())
        {
            case 2:
                var shorts = MemoryMarshal.Cast<T, ushort>(values.AsSpan());
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<T, uint>(values.AsSpan());
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                var longs = MemoryMarshal.Cast<T, ulong>(values.AsSpan());
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
