using System.Numerics;
using System.Runtime.InteropServices;
using Radiomics.Imaging.Dicom.Codecs;

namespace Radiomics.Imaging.Dicom;

/// <summary>From the bytes of a frame to voxels: bits that are not the pixel's masked off, sign extended, slope and intercept
/// applied.</summary>
internal static class PixelConverter
{
    /// <summary>
    /// The pixel type that holds every value the slices' formats, slopes and intercepts can give, as GDCM chooses it for
    /// SimpleITK: the type of the pixels where the values are what is stored; else, for whole slopes and intercepts, the
    /// smallest of the integer types up to 32 bits that holds their range, and 64-bit floating point beyond or for others.
    /// </summary>
    public static PixelType TypeFor(IEnumerable<Slice> slices)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity;
        PixelType? plain = null;
        var mixed = false;
        foreach (var slice in slices)
        {
            var format = slice.Format;
            if (slice.Map is not null)
                return PixelType.Float64;
            if (format.Float)
                return format.BitsAllocated == 32 && slice is { Slope: 1, Intercept: 0 } ? PixelType.Float32 : PixelType.Float64;
            if (slice.Slope != Math.Floor(slice.Slope) || slice.Intercept != Math.Floor(slice.Intercept))
                return PixelType.Float64;
            var (a, b) = (format.Range.Min * slice.Slope + slice.Intercept, format.Range.Max * slice.Slope + slice.Intercept);
            (min, max) = (Math.Min(min, Math.Min(a, b)), Math.Max(max, Math.Max(a, b)));
            var own = slice is { Slope: 1, Intercept: 0 } ? Stored(format) : (PixelType?)null;
            mixed |= own is null || plain is not null && plain != own;
            plain = own;
        }
        if (!mixed && plain is { } type)
            return type;
        return (min, max) switch
        {
            ( >= 0, <= byte.MaxValue) => PixelType.UInt8,
            ( >= 0, <= ushort.MaxValue) => PixelType.UInt16,
            ( >= 0, <= uint.MaxValue) => PixelType.UInt32,
            ( >= sbyte.MinValue, <= sbyte.MaxValue) => PixelType.Int8,
            ( >= short.MinValue, <= short.MaxValue) => PixelType.Int16,
            ( >= int.MinValue, <= int.MaxValue) => PixelType.Int32,
            _ => PixelType.Float64,
        };
    }

    /// <summary>Converts a frame.</summary>
    /// <param name="bytes">The frame, little endian.</param>
    /// <param name="slice">Its format, slope and intercept.</param>
    /// <param name="factor">What the values are multiplied by in the end; other than 1 only for floating point voxels.</param>
    /// <param name="voxels">Where the voxels go; <see cref="double"/> where the slice has a map.</param>
    public static void Convert<T>(ReadOnlySpan<byte> bytes, Slice slice, double factor, Span<T> voxels)
        where T : unmanaged, INumber<T>
    {
        var format = slice.Format;
        if (slice.Map is { } map)
        {
            var values = MemoryMarshal.Cast<T, double>(voxels);
            Convert(bytes, slice with { Map = null, Slope = 1, Intercept = 0 }, 1, values);
            map.Apply(values);
            return;
        }
        switch (format.BitsAllocated, format.Signed)
        {
            case (32, _) when format.Float:
                Scale(MemoryMarshal.Cast<byte, float>(bytes), slice, factor, voxels);
                break;
            case (64, _):
                Scale(MemoryMarshal.Cast<byte, double>(bytes), slice, factor, voxels);
                break;
            case (8, false):
                Stored<byte, byte, T>(bytes, slice, factor, voxels);
                break;
            case (8, true):
                Stored<byte, sbyte, T>(bytes, slice, factor, voxels);
                break;
            case (16, false):
                Stored<ushort, ushort, T>(bytes, slice, factor, voxels);
                break;
            case (16, true):
                Stored<ushort, short, T>(bytes, slice, factor, voxels);
                break;
            case (32, false):
                Stored<uint, uint, T>(bytes, slice, factor, voxels);
                break;
            default:
                Stored<uint, int, T>(bytes, slice, factor, voxels);
                break;
        }
    }

    private static void Stored<TBits, TValue, T>(ReadOnlySpan<byte> bytes, Slice slice, double factor, Span<T> voxels)
        where TBits : unmanaged, IBinaryInteger<TBits>
        where TValue : unmanaged, IBinaryInteger<TValue>
        where T : unmanaged, INumber<T>
    {
        var format = slice.Format;
        if (format.BitsStored == format.BitsAllocated)
        {
            Scale(MemoryMarshal.Cast<byte, TValue>(bytes), slice, factor, voxels);
            return;
        }
        // The pixel's bits up to the top, then down again: what lies above the pixel's bits (overlays) falls off, and a signed shift
        // extends the sign.
        var words = MemoryMarshal.Cast<byte, TBits>(bytes);
        var unused = format.BitsAllocated - format.BitsStored;
        Span<TValue> row = new TValue[Math.Min(words.Length, 4096)];
        for (var start = 0; start < words.Length; start += row.Length)
        {
            var part = words.Slice(start, Math.Min(row.Length, words.Length - start));
            for (var i = 0; i < part.Length; i++)
                row[i] = TValue.CreateTruncating(part[i] << unused) >> unused;
            Scale<TValue, T>(row[..part.Length], slice, factor, voxels.Slice(start, part.Length));
        }
    }

    private static void Scale<TValue, T>(ReadOnlySpan<TValue> values, Slice slice, double factor, Span<T> voxels)
        where TValue : unmanaged, INumber<TValue>
        where T : unmanaged, INumber<T>
    {
        var (slope, intercept) = (slice.Slope, slice.Intercept);
        if (slope == 1 && intercept == 0 && factor == 1)
        {
            if (typeof(TValue) == typeof(T))
            {
                MemoryMarshal.Cast<TValue, T>(values).CopyTo(voxels);
                return;
            }
            for (var i = 0; i < values.Length; i++)
                voxels[i] = T.CreateTruncating(values[i]);
        }
        else if (factor == 1)
        {
            // 32-bit integers times a whole slope are exact in a double, so one path serves every type.
            for (var i = 0; i < values.Length; i++)
                voxels[i] = T.CreateTruncating(double.CreateTruncating(values[i]) * slope + intercept);
        }
        else
        {
            for (var i = 0; i < values.Length; i++)
                voxels[i] = T.CreateTruncating((double.CreateTruncating(values[i]) * slope + intercept) * factor);
        }
    }

    private static PixelType Stored(PixelFormat format) => (format.BitsAllocated, format.Signed) switch
    {
        (8, false) => PixelType.UInt8,
        (8, true) => PixelType.Int8,
        (16, false) => PixelType.UInt16,
        (16, true) => PixelType.Int16,
        (32, false) => PixelType.UInt32,
        _ => PixelType.Int32,
    };
}
