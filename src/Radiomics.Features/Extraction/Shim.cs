// Stands in until the masks' measures and the voxel hash land in Radiomics.Imaging.
#pragma warning disable
using Radiomics.Imaging;
namespace Radiomics.Features.Extraction;

    internal sealed class MaskMeasures
    {
        public int ComponentCount { get; init; }
        public Vector3D CenterOfMassIndex { get; init; }
        public Vector3D CenterOfMass { get; init; }
        public static MaskMeasures Of(Mask mask)
        {
            double n = 0, sx = 0, sy = 0, sz = 0; var b = mask.BoundingBox; var ins = mask.Inside.Span; int at = 0;
            for (var z = 0; z < b.Size.Z; z++)
                for (var y = 0; y < b.Size.Y; y++)
                    for (var x = 0; x < b.Size.X; x++)
                        if (ins[at++] != 0) { n++; sx += x + b.Start.X; sy += y + b.Start.Y; sz += z + b.Start.Z; }
            var c = new Vector3D(sx / n, sy / n, sz / n);
            return new() { CenterOfMassIndex = c, CenterOfMass = mask.Geometry.ToPhysical(c) };
        }
    }

    internal static class VoxelHash
    {
        public static string Sha1(Volume v) => "pending";
    }
