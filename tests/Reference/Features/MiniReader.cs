using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Radiomics.Imaging;

namespace Reference.Features;

/// <summary>Just enough NRRD and NIfTI-1 to read the reference cases while the real readers are under way.</summary>
internal static class MiniReader
{
    public static Volume Read(string path) => path.EndsWith(".nrrd", StringComparison.Ordinal) ? Nrrd(path) : Nifti(path);

    private static Volume Nrrd(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var end = bytes.AsSpan().IndexOf("\n\n"u8);
        var fields = Encoding.UTF8.GetString(bytes, 0, end).Split('\n').Where(l => l.Contains(": ", StringComparison.Ordinal) && l[0] != '#')
            .ToDictionary(l => l[..l.IndexOf(": ", StringComparison.Ordinal)], l => l[(l.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
        var size = fields["sizes"].Split(' ').Select(int.Parse).ToArray();
        var axes = fields["space directions"].Split(' ').Select(Vector).ToArray();
        var origin = Vector(fields["space origin"]);
        var data = bytes[(end + 2)..];
        if (fields["encoding"] == "gzip")
            data = Unzip(new MemoryStream(data));
        var geometry = new ImageGeometry(new GridSize(size[0], size[1], size[2]), new Vector3D(axes[0].Length, axes[1].Length, axes[2].Length), origin,
            new Direction(axes[0] * (1 / axes[0].Length), axes[1] * (1 / axes[1].Length), axes[2] * (1 / axes[2].Length)));
        return Make(geometry, fields["type"], data);
    }

    private static Vector3D Vector(string text)
    {
        var v = text.Trim('(', ')').Split(',').Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        return new Vector3D(v[0], v[1], v[2]);
    }

    private static Volume Nifti(string path)
    {
        var b = Unzip(File.OpenRead(path));
        int I16(int at) => BitConverter.ToInt16(b, at);
        double F(int at) => BitConverter.ToSingle(b, at);
        var size = new GridSize(I16(42), I16(44), I16(46));
        var type = I16(70) switch { 2 => "uint8", 4 => "int16", 8 => "int", 16 => "float", 64 => "double", 512 => "uint16", var t => throw new NotSupportedException($"{t}") };
        double qb = F(256), qc = F(260), qd = F(264), qa = Math.Sqrt(Math.Max(0, 1 - qb * qb - qc * qc - qd * qd));
        var qfac = F(76) < 0 ? -1 : 1;
        Vector3D x, y, z, o;
        var spacing = new Vector3D(F(80), F(84), F(88));
        if (I16(252) > 0)
        {
            x = new(qa * qa + qb * qb - qc * qc - qd * qd, 2 * (qb * qc + qa * qd), 2 * (qb * qd - qa * qc));
            y = new(2 * (qb * qc - qa * qd), qa * qa + qc * qc - qb * qb - qd * qd, 2 * (qc * qd + qa * qb));
            z = new Vector3D(2 * (qb * qd + qa * qc), 2 * (qc * qd - qa * qb), qa * qa + qd * qd - qc * qc - qb * qb) * qfac;
            o = new(F(268), F(272), F(276));
        }
        else
        {
            x = new(F(280), F(296), F(312));
            y = new(F(284), F(300), F(316));
            z = new(F(288), F(304), F(320));
            o = new(F(292), F(308), F(324));
            (x, y, z) = (x * (1 / x.Length), y * (1 / y.Length), z * (1 / z.Length));
        }
        static Vector3D Lps(Vector3D v) => new(-v.X, -v.Y, v.Z);
        var geometry = new ImageGeometry(size, spacing, Lps(o), new Direction(Lps(x), Lps(y), Lps(z)));
        return Make(geometry, type, b[(int)F(108)..]);
    }

    private static Volume Make(ImageGeometry geometry, string type, byte[] data) => type switch
    {
        "uint8" or "unsigned char" or "uint8_t" => Volume.Create(geometry, data[..(int)geometry.Size.Count]),
        "int16" or "short" => Cast<short>(geometry, data),
        "uint16" or "unsigned short" => Cast<ushort>(geometry, data),
        "int" => Cast<int>(geometry, data),
        "unsigned int" => Cast<uint>(geometry, data),
        "float" => Cast<float>(geometry, data),
        "double" => Cast<double>(geometry, data),
        _ => throw new NotSupportedException(type),
    };

    private static Volume Cast<T>(ImageGeometry geometry, byte[] data)
        where T : unmanaged, System.Numerics.INumber<T> => Volume.Create(geometry, MemoryMarshal.Cast<byte, T>(data)[..(int)geometry.Size.Count].ToArray());

    private static byte[] Unzip(Stream stream)
    {
        using var zip = new GZipStream(stream, CompressionMode.Decompress);
        using var memory = new MemoryStream();
        zip.CopyTo(memory);
        return memory.ToArray();
    }
}
