namespace Radiomics.Features.Extraction;

/// <summary>The settings of feature maps (PyRadiomics' <c>voxelSetting</c>). Immutable; change it by <c>with</c>.</summary>
public sealed record VoxelSettings
{
    /// <summary><c>kernelRadius</c>: the radius, in voxels, of the neighbourhood of a voxel; at least 1. The default is 1.</summary>
    public int KernelRadius { get; init; } = 1;

    /// <summary><c>maskedKernel</c>: whether only voxels of the region count in the neighbourhood. The default is
    /// <see langword="true"/>.</summary>
    public bool MaskedKernel { get; init; } = true;

    /// <summary><c>initValue</c>: the value of the map outside the region; may be NaN. The default is 0.</summary>
    public double InitValue { get; init; }

    /// <summary><c>voxelBatch</c>: how many voxels PyRadiomics takes at a time; <see langword="null"/> for all. Read, and without effect
    /// here: it bounds PyRadiomics' memory, and no value depends on it.</summary>
    public int? VoxelBatch { get; init; }
}
