namespace Survival.Models.Penalised;

/// <summary>
/// Steps in single precision. At an anchor the linear predictor, the residuals and the slopes stand in double precision; what a step
/// changes of them is summed in single precision, whose error is a millionth of the change. Before the violation has fallen by as much,
/// everything is taken anew in double precision, and the solution always is: the optimum has the digits that it had (the iterative
/// refinement of linear systems; Wilkinson, Rounding Errors in Algebraic Processes, 1963).
/// </summary>
internal sealed partial class PathSolver
{
    // More than the error of single precision, as a share of the largest violation since the anchor: at one lambda, and after the way from
    // the last one, which is long in comparison.
    private const double NearBlur = 1e-7;
    private const double FarBlur = 1e-5;

    private readonly SingleColumns? _single;
    private readonly double[] _anchorEta = [];
    private readonly double[] _anchorResidual = [];
    private readonly double[] _anchorBeta = [];
    private readonly double[] _anchorGradient = [];
    private readonly double[] _difference = [];
    private readonly bool[] _inAnchor = [];
    private int[] _anchorSet = [];
    private int _anchorCount;
    private bool _anchored;     // whether the anchor holds for the active set
    private bool _exact = true; // whether the objective stands where double precision puts it
    private double _blur;
    private double _reach;      // the largest violation since the anchor
    private bool _blind;        // whether single precision leads no further at this lambda

    /// <summary>Leaves for another lambda.</summary>
    private void Depart(double lambda)
    {
        // So far the gradients of the columns in the model go at once.
        double way = 0;
        for (var i = 0; i < _count; i++)
            way = Math.Max(way, _problem.Factor[_active[i]]);
        (_remember, _blind, _blur, _reach) = (false, false, FarBlur, Math.Max(_reach, way * Math.Abs(_lambda - lambda)));
    }

    /// <summary>Makes the point where the objective stands, with its slopes, the anchor.</summary>
    private void Anchor()
    {
        foreach (var j in _anchorSet.AsSpan(0, _anchorCount))
            _inAnchor[j] = false;
        if (_anchorSet.Length < _count)
            _anchorSet = new int[2 * _count];
        _active.AsSpan(0, _count).CopyTo(_anchorSet);
        _anchorCount = _count;
        _eta.CopyTo(_anchorEta, 0);
        _objective.Residual.CopyTo(_anchorResidual, 0);
        for (var i = 0; i < _count; i++)
        {
            var j = _active[i];
            (_anchorBeta[j], _anchorGradient[j], _inAnchor[j]) = (_beta[j], _gradient[j], true);
        }
        (_anchored, _blur, _reach) = (true, NearBlur, 0);
    }

    // A column that enters, as it was at the anchor: there, too, its coefficient was what it is now, unless it has left since.
    private void AnchorAlso(int j)
    {
        if (_inAnchor[j])
            return;
        if (_anchorSet.Length == _anchorCount)
            Array.Resize(ref _anchorSet, 2 * Math.Max(16, _anchorCount));
        _anchorSet[_anchorCount++] = j;
        (_anchorBeta[j], _anchorGradient[j], _inAnchor[j]) = (_beta[j], -ColumnKernels.Dot(_x[j], _anchorResidual), true);
    }

    // The linear predictor from the anchor. What has left since stands among its columns.
    private void PredictFromAnchor(SingleColumns single, Span<double> factors)
    {
        for (var i = 0; i < _anchorCount; i++)
            factors[i] = _beta[_anchorSet[i]] - _anchorBeta[_anchorSet[i]];
        single.Combine(_anchorSet.AsSpan(0, _anchorCount), factors, _anchorEta, _eta);
    }

    // The gradient of the active columns from that of the anchor.
    private void SlopesFromAnchor(SingleColumns single)
    {
        System.Numerics.Tensors.TensorPrimitives.Subtract(_objective.Residual, _anchorResidual, _difference);
        single.Products(_active.AsSpan(0, _count), _difference, _slope);
        for (var i = 0; i < _count; i++)
            _gradient[_active[i]] = _anchorGradient[_active[i]] - _slope[i];
    }

    // Takes the point where the objective stands anew in double precision.
    private void Renew()
    {
        _anchored = false;
        Evaluate();
    }

    /// <summary>Whether a violation is so small, against those since the anchor, that it must be seen in double precision.</summary>
    private bool IsBlurred(double violation, double tolerance, bool isLast) =>
        !_exact && violation <= Math.Max(_blur * _reach, isLast && _blur * _reach > 0.5 * tolerance ? tolerance : 0);
}
