using System.Collections;

namespace Radiomics;

/// <summary>Some of the cases of a manifest, by their places in it.</summary>
internal sealed class ChosenEntries(IReadOnlyList<CohortEntry> all, IReadOnlyList<int> places) : IReadOnlyList<CohortEntry>
{
    // Of fewer than one in so many cases, each would be unpacked with so many others.
    private const int Sparse = 64;

    /// <summary>The cases that are wanted.</summary>
    public static IReadOnlyList<CohortEntry> Of(IReadOnlyList<CohortEntry> all, Func<CohortEntry, bool> isWanted)
    {
        var (places, place) = (new List<int>(), -1);
        foreach (var entry in all)
        {
            place++;
            if (isWanted(entry))
                places.Add(place);
        }
        var chosen = new ChosenEntries(all, places);
        return (long)places.Count * Sparse < all.Count ? [.. chosen] : chosen;
    }

    public int Count => places.Count;

    public CohortEntry this[int index] => all[places[index]];

    public IEnumerator<CohortEntry> GetEnumerator() => places.Select(p => all[p]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
