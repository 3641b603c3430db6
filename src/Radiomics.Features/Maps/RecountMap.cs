using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;
using Radiomics.Imaging;

namespace Radiomics.Features.Maps;

/// <summary>
/// The features of a class whose matrix is small beside its features' cost, or seldom asked for: a window's voxels are copied and counted
/// by the class itself.
/// </summary>
/// <param name="window">The window.</param>
/// <param name="compute">Computes the chosen features of a region.</param>
/// <param name="features">How many those are.</param>
internal sealed class RecountMap(MapWindow window, Action<GrayLevelRoi, double[], TextureWorkspace> compute, int features)
    : MapKernel(window)
{
    private readonly int[] _levels = new int[window.Count];
    private readonly double[] _values = new double[features];
    private readonly TextureWorkspace _workspace = new();

    public override void Evaluate(int at, Span<double> values)
    {
        var roi = Window.Roi;
        var gray = roi.GrayLevels;
        var size = new GridSize(2 * Window.X + 1, 2 * Window.Y + 1, 2 * Window.Z + 1);
        var i = 0;
        for (var z = -Window.Z; z <= Window.Z; z++)
        {
            for (var y = -Window.Y; y <= Window.Y; y++)
            {
                for (var x = -Window.X; x <= Window.X; x++, i++)
                {
                    var rank = Window.Rank(at + z * roi.PlaneStride + y * roi.RowStride + x);
                    _levels[i] = rank == 0 ? 0 : gray[rank - 1];
                }
            }
        }
        compute(GrayLevelRoi.Window(roi, size, _levels), _values, _workspace);
        _values.CopyTo(values);
    }
}
