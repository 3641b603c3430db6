using Radiomics.Features.Discretisation;
using Radiomics.Features.Extraction;
using Radiomics.Features.Ibsi;
using Radiomics.Features.Texture;
using Radiomics.Imaging;

namespace Radiomics.Features.Maps;

/// <summary>
/// Maps of IBSI's features: each family of the window about each voxel of the intensity mask, with the grey levels of the whole mask.
/// </summary>
internal sealed class IbsiMaps
{
    // What a window's shape says is the kernel's, and a sphere of 1 cm³ is larger than most.
    private static readonly string[] WithoutMaps = ["morphology", "local"];

    private readonly IbsiRegion _region;
    private readonly VoxelSettings _voxel;
    private readonly int[] _places;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;

    private IbsiMaps(IbsiRegion region, VoxelSettings voxel, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        (_region, _voxel, _threads, _cancellation) = (region, voxel, maxDegreeOfParallelism, cancellationToken);
        var inside = region.Intensity.Inside.Span;
        _places = new int[inside.Length];
        for (int i = 0, place = 0; i < inside.Length; i++)
            _places[i] = inside[i] != 0 ? place++ : -1;
    }

    /// <summary>The maps of a region, a family of an image after the other.</summary>
    public static IEnumerable<FeatureMap> Compute(
        ExtractionSettings settings,
        Volume image,
        Mask mask,
        int maxDegreeOfParallelism,
        IProgress<ExtractionProgress>? progress,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        var ibsi = settings.Ibsi!;
        ibsi.Validate();
        var done = 0;
        var warnings = new List<string>();
        foreach (var (prefix, region) in IbsiExtraction.Images(image, mask, settings, warnings, cancellationToken))
        {
            warnings.ForEach(note);
            warnings.Clear();
            var maps = new IbsiMaps(region, settings.Voxel, maxDegreeOfParallelism, cancellationToken);
            foreach (var family in ibsi.Chosen.Where(f => !WithoutMaps.Contains(f.Name)))
            {
                foreach (var map in maps.Of(family, prefix, ibsi.Naming))
                {
                    done++;
                    yield return map;
                }
                progress?.Report(new ExtractionProgress(0, prefix.TrimEnd('_'), done));
            }
        }
        warnings.ForEach(note);
    }

    private IEnumerable<FeatureMap> Of(FeatureFamily family, string prefix, IbsiNaming naming)
    {
        var mask = _region.Intensity;
        var (box, radius) = (mask.BoundingBox, _voxel.KernelRadius);
        var names = new List<string>();
        double[][] values = [];
        foreach (var value in family.Compute(Window(FirstVoxel()), _cancellation))
            names.Add(prefix + value.NameBy(naming));
        values = [.. names.Select(_ => new double[mask.VoxelCount])];
        Parallel.For(
            0,
            box.Size.Y * box.Size.Z,
            new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = _cancellation },
            row =>
            {
                for (var x = 0; x < box.Size.X; x++)
                {
                    var place = _places[row * box.Size.X + x];
                    if (place < 0)
                        continue;
                    var f = 0;
                    foreach (
                        var value in family.Compute(
                            Window(new VoxelIndex(box.Start.X + x, box.Start.Y + row % box.Size.Y, box.Start.Z + row / box.Size.Y)),
                            _cancellation
                        )
                    )
                        values[f++][place] = value.Value;
                }
            }
        );
        var whole = box.Expand(radius, radius, radius).Intersect(mask.Geometry.Region);
        return names.Select((name, f) => new FeatureMap(name, mask, values[f], whole, _voxel.InitValue));
    }

    private VoxelIndex FirstVoxel()
    {
        var (box, first) = (_region.Intensity.BoundingBox, Array.IndexOf(_places, 0));
        return new VoxelIndex(
            box.Start.X + first % box.Size.X,
            box.Start.Y + first / box.Size.X % box.Size.Y,
            box.Start.Z + first / box.Size.X / box.Size.Y
        );
    }

    // The region that the window about a voxel cuts out.
    private IbsiRegion Window(VoxelIndex centre)
    {
        var (mask, radius) = (_region.Intensity, _voxel.KernelRadius);
        var reach = new Region(centre, new GridSize(1, 1, 1)).Expand(radius, radius, radius);
        var intensity = Cut(mask, reach);
        var morphological = Cut(_region.Morphological, reach);
        var (own, box) = (intensity.BoundingBox, mask.BoundingBox);
        var (levels, intensities, ivh) = (new int[own.Count], new double[intensity.VoxelCount], new int[intensity.VoxelCount]);
        var inside = intensity.Inside.Span;
        for (int z = own.Start.Z, i = 0, at = 0; z < own.End.Z; z++)
        {
            for (var y = own.Start.Y; y < own.End.Y; y++)
            {
                for (var x = own.Start.X; x < own.End.X; x++, i++)
                {
                    if (inside[i] == 0)
                        continue;
                    var (u, v, w) = (x - box.Start.X, y - box.Start.Y, z - box.Start.Z);
                    var place = _places[(w * box.Size.Y + v) * box.Size.X + u];
                    levels[i] = _region.Levels[u, v, w];
                    (intensities[at], ivh[at]) = (_region.Intensities.Span[place], _region.Ivh.Levels[place]);
                    at++;
                }
            }
        }
        return new IbsiRegion(
            _region.Settings,
            _region.Image,
            morphological,
            intensity,
            intensities,
            GrayLevelRoi.FromLevels(own.Size, levels, mask.Geometry.Spacing, _region.Settings.Distance),
            _region.Ivh with
            {
                Levels = ivh,
            },
            new TextureWorkspace(),
            _region.LevelCount
        );
    }

    private static Mask Cut(Mask mask, Region reach)
    {
        var part = reach.Intersect(mask.BoundingBox);
        var inside = new byte[part.Count];
        var box = mask.BoundingBox;
        for (int z = part.Start.Z, at = 0; z < part.End.Z; z++)
        {
            for (var y = part.Start.Y; y < part.End.Y; y++, at += part.Size.X)
            {
                mask.Inside.Span.Slice(
                        ((z - box.Start.Z) * box.Size.Y + y - box.Start.Y) * box.Size.X + part.Start.X - box.Start.X,
                        part.Size.X
                    )
                    .CopyTo(inside.AsSpan(at));
            }
        }
        return Mask.Create(mask.Geometry, part, inside);
    }
}
