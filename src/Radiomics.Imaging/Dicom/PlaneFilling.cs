namespace Radiomics.Imaging.Dicom;

/// <summary>What lies between two planes of contours that are further apart than the image's slices.</summary>
public enum PlaneFilling
{
    /// <summary>Each plane stands for a slab as thick as the planes' distance: a slice takes the contours of the plane nearest to
    /// it.</summary>
    Slabs,

    /// <summary>
    /// The shape changes evenly from plane to plane: a slice between two is inside where the signed distances to the two outlines, weighted
    /// by the nearness of
    /// their planes, add up to inside (G. T. Herman, J. Zheng and C. A. Bucholtz, Shape-based interpolation, IEEE CG&amp;A 12(3), 1992).
    /// The outermost planes stand for half slabs.
    /// </summary>
    Shape,
}
