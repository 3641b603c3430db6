using BenchmarkDotNet.Attributes;
using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;
using Radiomics.Imaging;

namespace Benchmarks.Bdn;

/// <summary>A ball of so many voxels across in 32 bins, which the questions below are asked of.</summary>
public abstract class RegionOfSize
{
    [Params(25, 50, 100, 200)]
    public int Size { get; set; }

    internal GrayLevelRoi Roi { get; private set; } = null!;

    internal VoxelBlock Block { get; private set; } = null!;

    internal Mask Mask { get; private set; } = null!;

    internal TextureWorkspace Workspace { get; } = new();

    internal VoxelOffset[] Directions { get; private set; } = [];

    [GlobalSetup]
    public void SetUp()
    {
        Mask = Mask.FromLabel(Phantom.Region(Size, "ball"), 1);
        Block = Phantom.Image(Size).Read(Mask.BoundingBox);
        Roi = Discretise();
        Directions = VoxelOffset.Directions(Roi.Size, [1], null);
        Prepare();
    }

    protected virtual void Prepare()
    {
    }

    internal GrayLevelRoi Discretise() => GrayLevelRoi.Create(Block, Mask, GrayLevelDiscretisation.FixedBinCount(32));
}
