using System.Collections.Concurrent;
using Radiomics.Features.Discretisation;
using Radiomics.Features.Extraction;
using Radiomics.Features.FirstOrder;
using Radiomics.Features.Texture;
using Radiomics.Imaging;
using Radiomics.Imaging.Filters;

namespace Radiomics.Features.Maps;

/// <summary>The maps of one image: its discretised voxels, and a class at a time over them.</summary>
internal sealed class MapPass
{
    private readonly Mask _centres;
    private readonly Region _origin;
    private readonly FilteredImage _image;
    private readonly ImageSettings _own;
    private readonly VoxelSettings _voxel;
    private readonly Region _box;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private readonly MapWindow _window;
    private readonly TextureSettings _texture;
    private double[]? _intensities;

    /// <param name="centres">The voxels that have a value.</param>
    /// <param name="counted">The voxels that count in a window.</param>
    /// <param name="image">The image over a box that holds them.</param>
    /// <param name="own">The settings of the image type.</param>
    /// <param name="voxel">The settings of the maps.</param>
    /// <param name="singlePrecision">Whether the image holds 32-bit floats.</param>
    /// <param name="box">The box of the maps.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public MapPass(
        Mask centres,
        Mask counted,
        FilteredImage image,
        ImageSettings own,
        VoxelSettings voxel,
        bool singlePrecision,
        Region box,
        int maxDegreeOfParallelism,
        CancellationToken cancellationToken
    )
    {
        (_centres, _image, _own, _voxel, _box, _threads, _cancellation) = (
            centres,
            image,
            own,
            voxel,
            box,
            maxDegreeOfParallelism,
            cancellationToken
        );
        _origin = counted.BoundingBox;
        var reach = own.Distances.Count == 0 ? 1 : own.Distances.Max();
        var discretisation = own.BinCount is { } count
            ? GrayLevelDiscretisation.FixedBinCount(count)
            : GrayLevelDiscretisation.FixedBinWidth(own.BinWidth);
        var levels = GrayLevelRoi.Create(image.Block, counted, discretisation, singlePrecision, Math.Max(reach, voxel.KernelRadius) + 1);
        _texture = new TextureSettings
        {
            Distances = own.Distances,
            WeightingNorm = own.WeightingNorm,
            SymmetricalGlcm = own.SymmetricalGlcm,
            GldmA = own.GldmA,
            FlatAxis = own.Force2D ? 2 - own.Force2DDimension : null,
        };
        _window = new MapWindow(levels, voxel.KernelRadius, _texture.FlatAxis);
    }

    /// <summary>The maps of a class.</summary>
    public IEnumerable<FeatureMap> Compute(FeatureClassSelection selection) => selection.Class switch
    {
        FeatureClass.FirstOrder => FirstOrder(selection),
        FeatureClass.Glcm when selection.Own.Count > 0 => // the sliding counts know their own features only
            Glcm(selection.Parts().Known).Concat(Recount<CooccurrenceStatistics>(selection.Parts().Own, [], GlcmFeatures.Extract)),
        FeatureClass.Glcm => Glcm(selection),
        FeatureClass.Glrlm when selection.Own.Count > 0 =>
            Glrlm(selection.Parts().Known).Concat(Recount<LevelSizeStatistics>(selection.Parts().Own, [], GlrlmFeatures.Extract)),
        FeatureClass.Glrlm => Glrlm(selection),
        FeatureClass.Gldm => Recount(selection, GldmFeatures.All, GldmFeatures.Extract),
        FeatureClass.Glszm => Recount(selection, GlszmFeatures.All, GlszmFeatures.Extract),
        FeatureClass.Ngtdm => Recount(selection, NgtdmFeatures.All, NgtdmFeatures.Extract),
        _ => [],
    };

    private delegate void ComputeFeatures<T>(
        GrayLevelRoi roi,
        TextureSettings settings,
        IReadOnlyList<FeatureDefinition<T>> features,
        Span<double> values,
        TextureWorkspace? workspace
    );

    private IEnumerable<FeatureMap> FirstOrder(FeatureClassSelection selection)
    {
        FeatureDefinition<IntensityStatistics>[] chosen = [.. FeatureList.Choose(selection, FirstOrderFeatures.All)];
        var spacing = _centres.Geometry.Spacing;
        var intensities = _intensities ??= Intensities();
        return Named(
            selection,
            chosen,
            Run(
                chosen.Length,
                () => new FirstOrderMap(_window, intensities, chosen, spacing.X * spacing.Y * spacing.Z, _own.VoxelArrayShift)
            )
        );
    }

    private IEnumerable<FeatureMap> Glcm(FeatureClassSelection selection)
    {
        FeatureDefinition<CooccurrenceStatistics>[] chosen = [.. FeatureList.Choose(selection, GlcmFeatures.All)];
        var roi = _window.Roi;
        var recounted =
            !_texture.SymmetricalGlcm
            || _texture.WeightingNorm is not null
            || roi.GrayLevels.Length > CooccurrenceMap.MostLevels
            || roi.MaximumLevel > 8 * CooccurrenceMap.MostLevels;
        var names = chosen.Select(c => c.Name).ToArray();
        var values = recounted
            ? Run(chosen.Length, () => Recounted(chosen, GlcmFeatures.Extract))
            : Run(chosen.Length, () => new CooccurrenceMap(_window, _texture.Distances, names));

        // PyRadiomics averages JointAverage over all directions that have a pair anywhere, so one without a pair here makes it undefined.
        if (_texture.WeightingNorm is null && Array.IndexOf(names, "JointAverage") is >= 0 and var joint)
        {
            var kernels = new ConcurrentBag<PairedDirections>();
            var counts = Run(1, () =>
            {
                var kernel = new PairedDirections(_window, _texture.Distances);
                kernels.Add(kernel);
                return kernel;
            })[0];
            var directions = Enumerable.Range(0, kernels.Max(k => k.Met.Count)).Count(d => kernels.Any(k => k.Met[d]));
            for (var i = 0; i < counts.Length; i++)
            {
                if (counts[i] < directions)
                    values[joint][i] = double.NaN;
            }
        }
        return Named(selection, chosen, values);
    }

    private IEnumerable<FeatureMap> Glrlm(FeatureClassSelection selection)
    {
        FeatureDefinition<LevelSizeStatistics>[] chosen = [.. FeatureList.Choose(selection, GlrlmFeatures.All)];
        if (
            _texture.WeightingNorm is not null
            || _window.Roi.GrayLevels.Length > RunLengthMap.MostLevels
            || _window.Roi.MaximumLevel > 8 * RunLengthMap.MostLevels
        )
            return Recount(selection, GlrlmFeatures.All, GlrlmFeatures.Extract);
        var names = chosen.Select(c => c.Name).ToArray();
        return Named(selection, chosen, Run(chosen.Length, () => new RunLengthMap(_window, names)));
    }

    private IEnumerable<FeatureMap> Recount<T>(
        FeatureClassSelection selection,
        IReadOnlyList<FeatureDefinition<T>> all,
        ComputeFeatures<T> compute
    )
    {
        FeatureDefinition<T>[] chosen = [.. FeatureList.Choose(selection, all)];
        return Named(
            selection,
            chosen,
            Run(chosen.Length, () => Recounted(chosen, compute)));
    }

    private RecountMap Recounted<T>(FeatureDefinition<T>[] chosen, ComputeFeatures<T> compute) =>
        new(_window, (roi, values, workspace) => compute(roi, _texture, chosen, values, workspace), chosen.Length);

    private IEnumerable<FeatureMap> Named<T>(FeatureClassSelection selection, FeatureDefinition<T>[] chosen, double[][] values) =>
        chosen.Select(
            (c, f) =>
                new FeatureMap(
                    $"{_image.Name}_{FeatureClassNames.NameOf(selection.Class)}_{c.Name}",
                    _centres,
                    values[f],
                    _box,
                    _voxel.InitValue
                )
        );

    // The values of each feature, one for each voxel of the region; a kernel for each thread, a row at a time.
    private double[][] Run(int features, Func<MapKernel> create)
    {
        var values = new double[features][];
        for (var f = 0; f < features; f++)
            values[f] = new double[_centres.VoxelCount];
        var (size, inside) = (_centres.BoundingBox.Size, _centres.Inside);
        var firsts = new int[size.Y * size.Z];
        for (int row = 0, count = 0; row < firsts.Length; row++)
        {
            firsts[row] = count;
            count += size.X - inside.Span.Slice(row * size.X, size.X).Count((byte)0);
        }
        Parallel.For(
            0,
            firsts.Length,
            new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = _cancellation },
            () => (Kernel: create(), Values: new double[features]),
            (row, _, state) =>
            {
                Row(row, firsts[row], state.Kernel, state.Values, values);
                return state;
            },
            _ => { });
        return values;
    }

    private void Row(int row, int place, MapKernel kernel, Span<double> found, double[][] values)
    {
        var box = _centres.BoundingBox;
        var inside = _centres.Inside.Span.Slice(row * box.Size.X, box.Size.X);
        var (roi, reach) = (_window.Roi, _window.X);
        var start = roi.IndexOf(
            box.Start.X - _origin.Start.X,
            row % box.Size.Y + box.Start.Y - _origin.Start.Y,
            row / box.Size.Y + box.Start.Z - _origin.Start.Z
        );
        var (first, last) = (0, -1); // the planes in the window
        for (var x = 0; x < inside.Length; x++)
        {
            if (inside[x] == 0)
                continue;
            while (first <= last && first < x - reach)
            {
                kernel.Leave(start + first, last - first);
                first++;
            }
            if (first > last)
                (first, last) = (x - reach, x - reach - 1);
            while (last < x + reach)
            {
                last++;
                kernel.Enter(start + last, last - first);
            }
            kernel.Evaluate(start + x, found);
            for (var f = 0; f < found.Length; f++)
                values[f][place] = found[f];
            place++;
        }
        for (; first <= last; first++)
            kernel.Leave(start + first, last - first);
    }

    // The intensities over the padded array of the levels.
    private double[] Intensities()
    {
        var roi = _window.Roi;
        var intensities = new double[roi.Length];
        var block = _image.Block.Region;
        for (var z = 0; z < roi.Size.Z; z++)
        {
            for (var y = 0; y < roi.Size.Y; y++)
            {
                var from =
                    ((z + _origin.Start.Z - block.Start.Z) * block.Size.Y + y + _origin.Start.Y - block.Start.Y) * block.Size.X
                    + _origin.Start.X
                    - block.Start.X;
                _image.Block.Values.Span.Slice(from, roi.Size.X).CopyTo(intensities.AsSpan(roi.IndexOf(0, y, z)));
            }
        }
        return intensities;
    }
}
