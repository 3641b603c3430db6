using System.Buffers.Binary;

namespace Radiomics.Imaging.Formats;

/// <summary>
/// Writes NIfTI-1, or NIfTI-2 where an axis has more than 32 767 voxels: qform and sform alike, both of the scanner's frame, as ITK
/// writes them. Axes that are not at right angles are refused: a qform cannot say them, and readers refuse or bend such an sform.
/// </summary>
internal static class NiftiWriter
{
    /// <summary>The header, with the four bytes after it that say there are no extensions where the data follows.</summary>
    public static byte[] Header(Volume volume, bool single)
    {
        var (size, geometry) = (volume.Size, volume.Geometry);
        var second = size.X > short.MaxValue || size.Y > short.MaxValue || size.Z > short.MaxValue;
        var length = second ? NiftiFormat.Size2 : NiftiFormat.Size1;
        var bytes = new byte[single ? length + 4 : length];
        var h = new Fields(bytes, second);
        h.Int(0, 0, length);
        var magic = (single, second) switch
        {
            (true, false) => "n+1\0"u8,
            (false, false) => "ni1\0"u8,
            (true, true) => "n+2\0\r\n\x1a\n"u8,
            _ => "ni2\0\r\n\x1a\n"u8,
        };
        magic.CopyTo(bytes.AsSpan(second ? 4 : 344));
        h.Short(70, 12, Code(volume.PixelType));
        h.Short(72, 14, (short)(8 * volume.PixelType.ByteSize()));
        long[] dimensions = [3, size.X, size.Y, size.Z, 1, 1, 1, 1];
        for (var i = 0; i < 8; i++)
        {
            if (second)
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16 + 8 * i), dimensions[i]);
            else
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(40 + 2 * i), (short)dimensions[i]);
        }
        if (second)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(168), single ? bytes.Length : 0);
        else
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(108), single ? bytes.Length : 0);
        h.Real(112, 176, 1);
        const int MillimetresAndSeconds = 2 | 8;
        if (second)
            h.Int(0, 500, MillimetresAndSeconds);
        else
            bytes[123] = MillimetresAndSeconds;
        if (!second)
            bytes[38] = (byte)'r';
        WriteOrientation(h, geometry);
        return bytes;
    }

    private static void WriteOrientation(Fields h, ImageGeometry geometry)
    {
        // RAS: the first two components of every LPS vector turn their sign.
        var axes = new Vector3D[3];
        for (var i = 0; i < 3; i++)
            axes[i] = new(-geometry.Direction[i].X, -geometry.Direction[i].Y, geometry.Direction[i].Z);
        var origin = new Vector3D(-geometry.Origin.X, -geometry.Origin.Y, geometry.Origin.Z);
        var handed = axes[0].Dot(axes[1].Cross(axes[2])) < 0 ? -1 : 1;
        var orthogonal =
            Math.Abs(axes[0].Dot(axes[1])) < 1e-5
            && Math.Abs(axes[0].Dot(axes[2])) < 1e-5
            && Math.Abs(axes[1].Dot(axes[2])) < 1e-5
            && axes.All(a => Math.Abs(a.Length - 1) < 1e-5);
        if (!orthogonal)
            throw new ArgumentException(
                "The axes of the image are not unit vectors at right angles, which NIfTI cannot say. Write NRRD or MetaImage, or "
                    + "resample the image first."
            );

        h.Real(76, 104, handed);
        for (var i = 0; i < 3; i++)
            h.Real(80 + 4 * i, 112 + 8 * i, geometry.Spacing[i]);
        h.Code(252, 344, 1);
        var (b, c, d) = Quaternion(axes[0], axes[1], axes[2] * handed);
        double[] q = [b, c, d, origin.X, origin.Y, origin.Z];
        for (var i = 0; i < 6; i++)
            h.Real(256 + 4 * i, 352 + 8 * i, q[i]);
        h.Code(254, 348, 1);
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
                h.Real(280 + 16 * row + 4 * column, 400 + 32 * row + 8 * column, axes[column][row] * geometry.Spacing[column]);
            h.Real(292 + 16 * row, 424 + 32 * row, origin[row]);
        }
    }

    // The unit quaternion of a rotation whose columns are x, y, z, by its largest component (S. W. Shepperd, J. Guidance and Control 1,
    // 1978), a >= 0.
    private static (double B, double C, double D) Quaternion(Vector3D x, Vector3D y, Vector3D z)
    {
        double[] squares = [1 + x.X + y.Y + z.Z, 1 + x.X - y.Y - z.Z, 1 - x.X + y.Y - z.Z, 1 - x.X - y.Y + z.Z];
        var largest = Array.IndexOf(squares, squares.Max());
        var twice = Math.Sqrt(Math.Max(0, squares[largest]));
        double ab = y.Z - z.Y, ac = z.X - x.Z, ad = x.Y - y.X, bc = y.X + x.Y, bd = z.X + x.Z, cd = z.Y + y.Z;
        var f = 0.5 / twice;
        var (a, b, c, d) = largest switch
        {
            0 => (twice / 2, ab * f, ac * f, ad * f),
            1 => (ab * f, twice / 2, bc * f, bd * f),
            2 => (ac * f, bc * f, twice / 2, cd * f),
            _ => (ad * f, bd * f, cd * f, twice / 2),
        };
        return a < 0 ? (-b, -c, -d) : (b, c, d);
    }

    private static short Code(PixelType type) => type switch
    {
        PixelType.UInt8 => 2,
        PixelType.Int16 => 4,
        PixelType.Int32 => 8,
        PixelType.Float32 => 16,
        PixelType.Float64 => 64,
        PixelType.Int8 => 256,
        PixelType.UInt16 => 512,
        PixelType.UInt32 => 768,
        PixelType.Int64 => 1024,
        _ => 1280,
    };

    // Each field by its place in the first and in the second version.
    private readonly struct Fields(byte[] bytes, bool second)
    {
        public void Short(int first, int other, short value) =>
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(second ? other : first), value);

        public void Int(int first, int other, int value) =>
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(second ? other : first), value);

        public void Code(int first, int other, short value)
        {
            if (second)
                Int(0, other, value);
            else
                Short(first, 0, value);
        }

        public void Real(int first, int other, double value)
        {
            if (second)
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(other), value);
            else
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(first), (float)value);
        }
    }
}
