using System.Numerics;

namespace Survival.Models.Resampling;

/// <summary>
/// The generator behind every split, fold and resample: xoshiro256** 1.0 (Blackman and Vigna, "Scrambled linear pseudorandom
/// number generators", ACM Trans. Math. Softw. 47(4), 2021, doi:10.1145/3460772), seeded by SplitMix64 as its authors advise.
/// The same seed gives the same numbers on every machine and every version. Mutable; not safe for use by several threads at
/// once: give each thread a generator of its own with <see cref="Xoshiro256(ulong, ulong)"/>.
/// </summary>
public sealed class Xoshiro256
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Creates a generator from a seed.</summary>
    /// <param name="seed">Any number; the state is the first four outputs of SplitMix64 started from it.</param>
    public Xoshiro256(ulong seed)
    {
        _s0 = SplitMix64(ref seed);
        _s1 = SplitMix64(ref seed);
        _s2 = SplitMix64(ref seed);
        _s3 = SplitMix64(ref seed);
    }

    /// <summary>Creates one of many generators of one seed, such as that of a resample, so that resamples can be drawn in any
    /// order.</summary>
    /// <param name="seed">The seed of all of them.</param>
    /// <param name="stream">Which one; its SplitMix64 hash is mixed into the seed.</param>
    public Xoshiro256(ulong seed, ulong stream)
        : this(seed ^ SplitMix64(ref stream))
    {
    }

    /// <summary>Creates a generator from the four words of its state.</summary>
    /// <param name="s0">The first word.</param>
    /// <param name="s1">The second word.</param>
    /// <param name="s2">The third word.</param>
    /// <param name="s3">The fourth word.</param>
    /// <exception cref="ArgumentException">All four are 0, from which the generator never leaves.</exception>
    public Xoshiro256(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        if ((s0 | s1 | s2 | s3) == 0)
            throw new ArgumentException("At least one word of the state must not be 0.", nameof(s0));
        (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number that is uniform on the 2^53 multiples of 2^-53 in [0, 1): the upper 53 bits of the next output.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number that is uniform in [0, <paramref name="bound"/>), without bias (Lemire, "Fast random integer generation in
    /// an interval", 2019, doi:10.1145/3230636).</summary>
    /// <param name="bound">The number of values; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        var high = Math.BigMul(NextUInt64(), (ulong)bound, out var low);
        if (low < (ulong)bound)
        {
            var threshold = unchecked(0UL - (ulong)bound) % (ulong)bound;
            while (low < threshold)
                high = Math.BigMul(NextUInt64(), (ulong)bound, out low);
        }
        return (int)high;
    }

    /// <summary>Puts the values into a random order (Fisher-Yates, from the last place down).</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="values">The values; any number of them.</param>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>The next output of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014, doi:10.1145/2660193.2660195).</summary>
    internal static ulong SplitMix64(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
