using Radiomics.Imaging;

namespace Radiomics;

/// <summary>One region of a case.</summary>
/// <param name="Name">The label, or the name of the segment or structure.</param>
/// <param name="Mask">Its voxels.</param>
public sealed record CaseRegion(string Name, Mask Mask);
