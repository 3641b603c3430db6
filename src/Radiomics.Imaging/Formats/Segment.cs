namespace Radiomics.Imaging.Formats;

/// <summary>One segment of a segmentation: a label in one of its layers, with a name.</summary>
/// <param name="Id">Its identifier in the file; for a plain label map, the label.</param>
/// <param name="Name">Its name; for a plain label map, the label.</param>
/// <param name="Label">The voxel value that marks it.</param>
/// <param name="Layer">The layer it lies in, counted from 0. Segments that overlap lie in different layers.</param>
public sealed record Segment(string Id, string Name, long Label, int Layer);
