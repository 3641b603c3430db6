using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;
using Radiomics.Imaging;

namespace Radiomics.Features.Ibsi;

/// <summary>
/// A region after IBSI's preparation: what every feature family is computed from. Immutable but for its workspace, which one thread uses at
/// a time.
/// </summary>
public sealed class IbsiRegion
{
    internal IbsiRegion(
        IbsiSettings settings,
        VoxelBlock image,
        Mask morphological,
        Mask intensity,
        double[] intensities,
        GrayLevelRoi levels,
        IbsiIvh ivh,
        TextureWorkspace workspace,
        int? levelCount = null
    )
    {
        (Settings, Image, Morphological, Intensity, Intensities) = (settings, image, morphological, intensity, intensities);
        (Levels, Ivh, Workspace, LevelCount) = (levels, ivh, workspace, levelCount ?? levels.MaximumLevel);
    }

    /// <summary>How the region was prepared.</summary>
    public IbsiSettings Settings { get; }

    /// <summary>
    /// The (interpolated) image over a box that holds the region, and a sphere of 1 cm³ about each of its voxels as far as the image
    /// reaches.
    /// </summary>
    public VoxelBlock Image { get; }

    /// <summary>The morphological mask: the region before re-segmentation.</summary>
    public Mask Morphological { get; }

    /// <summary>The intensity mask: the region after re-segmentation.</summary>
    public Mask Intensity { get; }

    /// <summary>The intensities of the intensity mask's voxels, x fastest.</summary>
    public ReadOnlyMemory<double> Intensities { get; }

    /// <summary>The intensity mask's grey levels.</summary>
    public GrayLevelRoi Levels { get; }

    /// <summary>The number of grey levels, Ng: the greatest that occurs; of a map's window, the greatest in the whole region.</summary>
    public int LevelCount { get; }

    internal IbsiIvh Ivh { get; }

    internal TextureWorkspace Workspace { get; }
}
