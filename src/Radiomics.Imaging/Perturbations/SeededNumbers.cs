namespace Radiomics.Imaging.Perturbations;

/// <summary>
/// Random numbers by counter: number i of a seed is the same whatever was drawn before and on whatever thread (SplitMix64; G. L. Steele, D.
/// Lea and
/// C. H. Flood, 2014, doi:10.1145/2660193.2660195).
/// </summary>
internal readonly struct SeededNumbers
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private readonly ulong _seed;

    public SeededNumbers(ulong seed) => _seed = Mix(seed);

    /// <summary>A generator of its own for a purpose.</summary>
    public SeededNumbers For(ulong purpose) => new(_seed ^ Mix(purpose + 1));

    /// <summary>A number from 0 to 1, without 1.</summary>
    public double Uniform(ulong index) => (Mix(_seed + (index + 1) * Golden) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number of the standard normal distribution (Box and Muller, 1958).</summary>
    public double Normal(ulong index) => Math.Sqrt(-2 * Math.Log(1 - Uniform(2 * index))) * Math.Cos(2 * Math.PI * Uniform(2 * index + 1));

    /// <summary>A sample of places, without replacement, in ascending order.</summary>
    public int[] Sample(int from, int count)
    {
        var places = Enumerable.Range(0, from).ToArray();
        for (var i = 0; i < count; i++)
        {
            var j = i + (int)(Uniform((ulong)i) * (from - i));
            (places[i], places[j]) = (places[j], places[i]);
        }
        Array.Resize(ref places, count);
        Array.Sort(places);
        return places;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
