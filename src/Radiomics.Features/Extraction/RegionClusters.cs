using Radiomics.Imaging;

namespace Radiomics.Features.Extraction;

/// <summary>Groups regions of one image so that each group is filtered once, over the box that holds it, wherever that costs no more than
/// filtering them apart.</summary>
internal static class RegionClusters
{
    /// <summary>The groups, each in the order of its regions.</summary>
    public static List<(Region Box, List<RegionWork> Regions)> Of(IEnumerable<RegionWork> regions)
    {
        var clusters = regions.Select(r => (Box: r.Mask.BoundingBox, Regions: new List<RegionWork> { r })).ToList();
        for (var merged = true; merged;)
        {
            merged = false;
            for (var i = 0; i < clusters.Count; i++)
            {
                for (var j = clusters.Count - 1; j > i; j--)
                {
                    var (a, b) = (clusters[i], clusters[j]);
                    var union = a.Box.Union(b.Box);
                    if (!ReferenceEquals(a.Regions[0].Image, b.Regions[0].Image) || union.Count > a.Box.Count + b.Box.Count)
                        continue;
                    clusters[i] = (union, [.. a.Regions.Concat(b.Regions).OrderBy(r => r.Index)]);
                    clusters.RemoveAt(j);
                    merged = true;
                }
            }
        }
        return clusters;
    }
}
