using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace Survival.Models;

/// <summary>The bytes of a text file, and what they say of it.</summary>
internal static class CsvBytes
{
    private const int Sample = 4096;

    /// <summary>The text of a stream, from where it stands. What can be read twice and is not packed is not held in memory.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <param name="options">The encoding, where it is known, and the most bytes that are held.</param>
    /// <param name="note">What was assumed of its encoding; <see langword="null"/> where nothing was.</param>
    public static StreamReader Text(Stream stream, string source, SurvivalTableOptions options, out string? note)
    {
        if (!stream.CanSeek || IsPacked(stream))
        {
            var bytes = Read(stream, source, options.MaxBytes);
            return new StreamReader(Open(bytes), EncodingOf(bytes.Span, source, options.Encoding, out note));
        }
        var (start, limit) = (stream.Position, options.MaxBytes);
        if (stream.Length - start > limit)
            throw TooLarge(source, limit);
        var head = new byte[Sample];
        var count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var encoding = EncodingOf(head.AsSpan(0, count), source, options.Encoding, out note, () => IsUtf8(stream, start));
        stream.Position = start;
        return new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
    }

    private static bool IsPacked(Stream stream)
    {
        var start = stream.Position;
        var packed = stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b;
        stream.Position = start;
        return packed;
    }

    private static bool IsUtf8(Stream stream, long start)
    {
        stream.Position = start;
        var (bytes, kept) = (new byte[1 << 16], 0);
        while (stream.Read(bytes, kept, bytes.Length - kept) is var count and > 0)
        {
            var all = bytes.AsSpan(0, kept + count);
            // A letter that the next part goes on with is judged with it.
            kept = Begun(all);
            if (!Utf8.IsValid(all[..^kept]))
                return false;
            all[^kept..].CopyTo(bytes);
        }
        return kept == 0;
    }

    // How many bytes at the end are the beginning of a letter of more (RFC 3629: 110, 1110 and 11110 before 10s).
    private static int Begun(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var b = bytes[^back];
            if (b >= 0xc0)
                return b >= 0xf0 || (b >= 0xe0 && back < 3) || back < 2 ? back : 0;
            if (b < 0x80)
                return 0;
        }
        return 0;
    }

    /// <summary>All bytes of a stream, unpacked where they are gzip's.</summary>
    public static ReadOnlyMemory<byte> Read(Stream stream, string source, long limit)
    {
        var bytes = Room(stream, source, limit);
        Copy(stream, bytes, source, limit);
        return Unpacked(bytes, source, limit);
    }

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, string source, long limit, CancellationToken cancellationToken)
    {
        var bytes = Room(stream, source, limit);
        var buffer = new byte[81920];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            Append(bytes, buffer.AsSpan(0, count), source, limit);
        return Unpacked(bytes, source, limit);
    }

    public static Stream Open(ReadOnlyMemory<byte> bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var array) ? new MemoryStream(
            array.Array!, array.Offset, array.Count, false) : new MemoryStream(bytes.ToArray());

    /// <summary>The encoding that the bytes speak of. Of what was assumed, a note.</summary>
    public static Encoding EncodingOf(ReadOnlySpan<byte> bytes, string source, Encoding? given, out string? note) =>
        EncodingOf(bytes, source, given, out note, null);

    // Where the bytes are the first only, whether all are UTF-8 is asked for.
    private static Encoding EncodingOf(ReadOnlySpan<byte> bytes, string source, Encoding? given, out string? note, Func<bool>? isUtf8)
    {
        note = null;
        if (bytes.StartsWith("PAR1"u8))
            throw new InvalidSurvivalDataException(
                $"'{source}' is a Parquet file; read it as Parquet (ReadParquet of the package Survival.Models.Parquet).");
        if (bytes.StartsWith("PK\x03\x04"u8) || bytes.StartsWith((ReadOnlySpan<byte>)[0xd0, 0xcf, 0x11, 0xe0]))
            throw new InvalidSurvivalDataException($"'{source}' is a spreadsheet or an archive, no CSV. Save the sheet as CSV (UTF-8).");
        if (given is not null)
            return given;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]) || bytes.StartsWith(
            (ReadOnlySpan<byte>)[0, 0, 0xfe, 0xff]))
            return Encoding.UTF8; // The reader follows the mark.
        var head = bytes[..Math.Min(bytes.Length, Sample)];
        if (head.Contains((byte)0))
        {
            var (even, odd) = (0, 0);
            for (var i = 0; i < head.Length; i++)
                _ = head[i] != 0 ? 0 : i % 2 == 0 ? even++ : odd++;
            // Text of mostly Latin letters in UTF-16 has a zero in nearly every second byte, and no other.
            if (Math.Min(even, odd) == 0 && Math.Max(even, odd) > head.Length / 4)
            {
                note = $"'{source}' was read as UTF-16, of which it has no mark.";
                return odd > 0 ? Encoding.Unicode : Encoding.BigEndianUnicode;
            }
            // A stray zero in a cell spoils that cell; many are another kind of file.
            if ((even + odd) * 100 > head.Length)
                throw new InvalidSurvivalDataException(
                    Invariant($"'{source}' is no text: byte {head.IndexOf((byte)0)} is 0. A CSV file was expected.")
                );
        }
        if (isUtf8?.Invoke() ?? Utf8.IsValid(bytes))
            return Encoding.UTF8;
        note = $"'{source}' is not UTF-8 and was read as Windows-1252 (Latin-1). If names look wrong, save it as UTF-8 or name its "
            + $"encoding.";
        return CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
    }

    // At once as large as it will be: growing by doubling, a large file would leave as much again behind.
    private static MemoryStream Room(Stream stream, string source, long limit)
    {
        var length = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : 0;
        return length <= Math.Min(limit, Array.MaxLength) ? new MemoryStream((int)length) : throw TooLarge(source, limit);
    }

    private static ReadOnlyMemory<byte> Unpacked(MemoryStream bytes, string source, long limit)
    {
        var all = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        if (!all.Span.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            return all;
        bytes.Position = 0;
        var unpacked = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(bytes, CompressionMode.Decompress);
            Copy(gzip, unpacked, source, limit);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidSurvivalDataException($"'{source}' is a damaged gzip file: {e.Message}");
        }
        return unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length);
    }

    private static void Copy(Stream from, MemoryStream to, string source, long limit)
    {
        var buffer = new byte[81920];
        int count;
        while ((count = from.Read(buffer)) > 0)
            Append(to, buffer.AsSpan(0, count), source, limit);
    }

    private static void Append(MemoryStream to, ReadOnlySpan<byte> bytes, string source, long limit)
    {
        if (to.Length + bytes.Length > Math.Min(limit, Array.MaxLength))
            throw TooLarge(source, limit);
        to.Write(bytes);
    }

    private static InvalidSurvivalDataException TooLarge(string source, long limit) => new(
        Invariant($"'{source}' is larger than {Math.Min(limit, Array.MaxLength)} bytes, the most that is read (MaxBytes). Leave out what ")
            + "is not needed, or allow more.");
}
