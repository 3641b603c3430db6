using Radiomics.Imaging;

namespace Benchmarks;

/// <summary>Images and regions of any size, the same every time.</summary>
internal static class Phantom
{
    /// <summary>Smooth waves and noise in whole numbers, as a CT has.</summary>
    public static Volume Image(int size)
    {
        var random = new Random(size);
        var voxels = new short[size * size * size];
        for (var (i, z) = (0, 0); z < size; z++)
        {
            for (var y = 0; y < size; y++)
            {
                for (var x = 0; x < size; x++, i++)
                {
                    var wave = 80 * Math.Sin(x / 2.9) * Math.Cos(y / 2.3) * Math.Sin(z / 1.9 + x / 7.0);
                    var noise = random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2;
                    voxels[i] = (short)Math.Round(40 + wave + 30 * noise);
                }
            }
        }
        return Volume.Create(Geometry(size), voxels);
    }

    /// <summary>A ball, a box, a thin sheet, scattered voxels, a slice or a column, as labels.</summary>
    public static Volume Region(int size, string kind)
    {
        var random = new Random(size);
        var labels = new byte[size * size * size];
        for (var (i, z) = (0, 0); z < size; z++)
        {
            for (var y = 0; y < size; y++)
            {
                for (var x = 0; x < size; x++, i++)
                {
                    var (dx, dy, dz) = (x - (size - 1) / 2.0, y - (size - 1) / 2.0, z - (size - 1) / 2.0);
                    labels[i] = kind switch
                    {
                        "ball" => dx * dx + dy * dy + dz * dz <= size * size / 4.0,
                        "box" => true,
                        "scattered" => random.Next(20) == 0,
                        "thin" => Math.Abs(dx + dy) < 1.2, // a sheet of two voxels' thickness, aslant
                        "slice" => z == size / 2,
                        "column" => x == size / 2 && y == size / 2,
                        _ => throw new ArgumentException($"Regions are ball, box, scattered, thin, slice and column, not {kind}."),
                    } ? (byte)1 : (byte)0;
                }
            }
        }
        return Volume.Create(Geometry(size), labels);
    }

    private static ImageGeometry Geometry(int size) => new(new GridSize(size, size, size), new Vector3D(1, 1, 1));
}
