namespace Radiomics.Imaging.Filters;

/// <summary>One derived image over a region.</summary>
/// <param name="Name">PyRadiomics' name for it, such as <c>wavelet-LLH</c>, <c>log-sigma-2-0-mm-3D</c> or <c>original</c>.</param>
/// <param name="Block">Its voxels.</param>
public sealed record FilteredImage(string Name, VoxelBlock Block);
