using Radiomics.Imaging;

namespace Radiomics.Features.Extraction;

/// <summary>Everything before the features, in PyRadiomics' order: normalise, resample or crop, check, resegment, check again; with the provenance of each step.</summary>
internal sealed class Preparation
{
    private readonly ExtractionSettings _settings;
    private readonly ImageSummary _summary;
    private readonly Volume _image;
    private readonly KeyValuePair<string, DiagnosticValue>[] _common = [];

    /// <summary>Prepares what all regions of an image share.</summary>
    public Preparation(ExtractionSettings settings, Volume original)
    {
        _settings = settings;
        _summary = new ImageSummary(original);
        _image = original;
        if (settings.AdditionalInfo)
            _common = [.. Provenance.Versions(), .. Provenance.Configuration(settings), .. Provenance.OriginalImage(_summary)];
    }

    /// <summary>Prepares one region and computes its shape.</summary>
    /// <param name="index">Its place among the regions.</param>
    /// <param name="mask">The region.</param>
    /// <param name="hash">The hash of the label map that the region was read from.</param>
    public RegionWork Prepare(int index, Mask mask, Func<string> hash)
    {
        var diagnostics = new List<KeyValuePair<string, DiagnosticValue>>(_common);
        void Note(Func<IEnumerable<KeyValuePair<string, DiagnosticValue>>> entries)
        {
            if (_settings.AdditionalInfo)
                diagnostics.AddRange(entries());
        }

        if (mask.VoxelCount == 0)
            throw new EmptyRoiException("The region holds no voxel. Check the label or the structure's name.");
        Note(() => Provenance.OriginalMask(mask, hash));
        var image = _image;

        var box = mask.BoundingBox;
        var inside = mask;
        if (_settings.ResegmentRange is not null)
        {
            inside = Resegmentation.Apply(image, mask, _settings);
            Note(() => Provenance.Mask("resegmented", inside, image));
            box = inside.BoundingBox;
        }
        var region = new RegionWork(index, image, inside, diagnostics);
        region.AddShape(_settings, _settings.ResegmentShape ? inside : mask, box);
        return region;
    }
}
