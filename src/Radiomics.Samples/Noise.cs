namespace Radiomics.Samples;

/// <summary>
/// Noise that is the same on every machine: a hash of a place and a seed (SplitMix64's finaliser, Steele et al., OOPSLA 2014,
/// doi:10.1145/2660193.2660195).
/// </summary>
internal readonly struct Noise(ulong seed)
{
    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform(int x, int y, int z)
    {
        var h =
            seed + 0x9E3779B97F4A7C15UL * (ulong)(uint)x + 0xC2B2AE3D27D4EB4FUL * (ulong)(uint)y + 0x165667B19E3779F9UL * (ulong)(uint)z;
        h = (h ^ (h >> 30)) * 0xBF58476D1CE4E5B9UL;
        h = (h ^ (h >> 27)) * 0x94D049BB133111EBUL;
        return ((h ^ (h >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Near normal, mean 0 and standard deviation 1: the sum of three uniform numbers.</summary>
    public double Normal(int x, int y, int z) => (Uniform(3 * x, y, z) + Uniform(3 * x + 1, y, z) + Uniform(3 * x + 2, y, z) - 1.5) * 2;

    /// <summary>Smooth noise in about [-1, 1]: hashed lattice values, interpolated.</summary>
    public double Smooth(double x, double y, double z)
    {
        var (fx, fy, fz) = (Math.Floor(x), Math.Floor(y), Math.Floor(z));
        var (ix, iy, iz) = ((int)fx, (int)fy, (int)fz);
        var (u, v, w) = (Ease(x - fx), Ease(y - fy), Ease(z - fz));
        var total = 0.0;
        for (var corner = 0; corner < 8; corner++)
        {
            var (dx, dy, dz) = (corner & 1, (corner >> 1) & 1, corner >> 2);
            total += (dx == 0 ? 1 - u : u) * (dy == 0 ? 1 - v : v) * (dz == 0 ? 1 - w : w) * (2 * Uniform(ix + dx, iy + dy, iz + dz) - 1);
        }
        return total;
    }

    private static double Ease(double t) => t * t * (3 - 2 * t);
}
