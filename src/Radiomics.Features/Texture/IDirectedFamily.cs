using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Texture;

/// <summary>A texture family with a matrix for each direction.</summary>
/// <typeparam name="T">What its features are computed from.</typeparam>
internal interface IDirectedFamily<T>
{
    /// <summary>Fills the matrix of a direction; it may count the direction that the same workspace will be asked for next.</summary>
    void Fill(GrayLevelRoi roi, VoxelOffset direction, VoxelOffset? next, TextureMatrix matrix, TextureWorkspace workspace);

    /// <summary>The weight of a direction whose step is so many mm long.</summary>
    double Weight(double length);

    /// <summary>What the features of a matrix are computed from.</summary>
    T Summarise(GrayLevelRoi roi, TextureMatrix matrix, double total, TextureWorkspace workspace);
}
