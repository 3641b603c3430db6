using System.Globalization;
using Radiomics.Imaging;
using Radiomics.Imaging.Masks;
using Radiomics.Imaging.Resampling;

namespace Radiomics.Features.Extraction;

/// <summary>Everything before the features, in PyRadiomics' order: normalise, resample or crop, check, resegment, check again; with the
/// provenance of each step.</summary>
internal sealed class Preparation
{
    private readonly ExtractionSettings _settings;
    private readonly MaskSettings _asked;
    private readonly Volume _image;
    private readonly CancellationToken _cancellation;
    private readonly KeyValuePair<string, DiagnosticValue>[] _versions = [], _configuration = [], _original = [];

    /// <summary>Prepares what all regions of an image share.</summary>
    /// <param name="settings">The extraction's settings.</param>
    /// <param name="original">The image.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Preparation(ExtractionSettings settings, Volume original, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        _settings = settings;
        _asked = FeatureExtractor.MaskSettingsOf(settings);
        if (settings.AdditionalInfo)
        {
            _versions = [.. Provenance.Versions()];
            _configuration = [.. Provenance.Configuration(settings)];
            _original = [.. Provenance.OriginalImage(new ImageSummary(original))];
        }
        _image = ImageVoxels.Normalised(original, settings, maxDegreeOfParallelism, cancellationToken);
        _cancellation = cancellationToken;
    }

    /// <summary>Prepares one region and computes its shape.</summary>
    /// <param name="index">Its place among the regions.</param>
    /// <param name="mask">The region.</param>
    /// <param name="hash">The hash of the label map that the region was read from.</param>
    /// <param name="label">Its label there, which then stands among the settings, as in PyRadiomics; that of the settings where there is
    /// none.</param>
    public RegionWork Prepare(int index, Mask mask, Func<string> hash, int? label = null)
    {
        List<KeyValuePair<string, DiagnosticValue>> diagnostics =
        [
            .. _versions,
            .. _settings.AdditionalInfo && label is { } own && own != _settings.Label
                ? Provenance.Configuration(_settings with { Label = own })
                : _configuration,
            .. _original,
        ];
        void Note(Func<IEnumerable<KeyValuePair<string, DiagnosticValue>>> entries)
        {
            if (_settings.AdditionalInfo)
                diagnostics.AddRange(entries());
        }

        if (mask.VoxelCount > 0) // else the checks below say so
            Note(() => Provenance.OriginalMask(mask, hash));
        var given = mask;
        var image = _image;
        if (_settings.ResampledPixelSpacing is { } spacing && _settings.Interpolator is { } interpolator)
        {
            var before = mask;
            (image, mask) = Resampler.Resample(image, mask, spacing, interpolator, _settings.PadDistance, 1, _cancellation);
            if (mask.VoxelCount <= 1 && before.VoxelCount > 1)
                throw Vanished(before, mask, image.Geometry.Spacing);
            Note(() => Provenance.Image("interpolated", new ImageSummary(image)).Concat(Provenance.Mask("interpolated", mask, image)));
        }
        else if (_settings.PreCrop)
        {
            (image, mask) = Cropper.ToRegion(image, MaskChecks.Check(image.Geometry, mask, _asked), _settings.PadDistance);
        }

        mask = MaskChecks.Align(image.Geometry, mask, _asked, out var corrected);
        MaskChecks.CheckSize(mask, _asked);
        if (corrected)
            Note(() => Provenance.Mask("corrected", mask, image));

        var inside = mask;
        if (_settings.ResegmentRange is not null)
        {
            inside = Resegmentation.Apply(image, mask, _settings);
            MaskChecks.CheckSize(inside, _asked);
            Note(() => Provenance.Mask("resegmented", inside, image));
        }
        var region = new RegionWork(index, image, inside, diagnostics) { IsSingleSlice = given.Geometry.Size.Z == 1 };
        // Counted for the provenance anyway.
        var pieces = diagnostics.FirstOrDefault(d => d.Key == "diagnostics_Mask-original_VolumeNum").Value?.Number;
        region.Warnings.AddRange(SettingsChecks.Pieces(pieces, given.VoxelCount));
        region.AddShape(_settings, _settings.ResegmentShape ? inside : mask, inside.BoundingBox);
        return region;
    }

    private static EmptyRoiException Vanished(Mask before, Mask after, Vector3D spacing) =>
        new(
            string.Create(CultureInfo.InvariantCulture,
                $"The region of {before.VoxelCount} voxels of {before.Geometry.Spacing.X:0.###} x {before.Geometry.Spacing.Y:0.###} x "
                    + $"{before.Geometry.Spacing.Z:0.###} mm has "
            )
                + (after.VoxelCount == 0 ? "no voxel" : "a single voxel")
                + string.Create(CultureInfo.InvariantCulture,
                    $" left after resampling to {spacing.X:0.###} x {spacing.Y:0.###} x {spacing.Z:0.###} mm. Resample to a finer "
                        + $"spacing (resampledPixelSpacing) or leave it out."
                )
        );
}
