using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Survival.Models.Penalised;

/// <summary>
/// How large a column's gradient can be at new residuals, from the gradients of all columns at a few earlier ones: the gradient is linear
/// in the residuals, so that what lies in the span of the earlier ones is known, and by Cauchy and Schwarz the rest is at most the column's
/// norm times that of the rest. With one earlier point this is |x'r| &lt;= |x'r0| + |x| |r - r0|; along a smooth path what several leave
/// is smaller by orders.
/// </summary>
internal sealed class GradientBound(int rows, int columns)
{
    private const int Most = 5;

    private readonly List<Point> _points = [];     // the newest first
    private readonly List<Point> _directions = []; // orthonormal, away from the newest
    private readonly Stack<Point> _spare = [];
    private readonly double[] _rest = new double[rows];
    private readonly double[] _known = new double[columns]; // what the earlier points say of the gradient
    private double _distance;
    private readonly double[] _someResidual = new double[rows];
    private readonly double[] _someGradient = new double[columns];
    private readonly int[] _round = new int[columns]; // that in which a column was among some
    private int _rounds;
    private double _someError;
    private double _someDistance;

    /// <summary>Adds a point where all gradients are known.</summary>
    /// <param name="residual">The residuals there.</param>
    /// <param name="gradient">The gradients there.</param>
    /// <param name="error">By how much a gradient can be wrong, for a column of norm 1.</param>
    public void Add(ReadOnlySpan<double> residual, ReadOnlySpan<double> gradient, double error)
    {
        if (_points.Count == Most)
        {
            _spare.Push(_points[^1]);
            _points.RemoveAt(Most - 1);
        }
        var point = Spare(error);
        residual.CopyTo(point.Residual);
        gradient.CopyTo(point.Gradient);
        _points.Insert(0, point);
        foreach (var direction in _directions)
            _spare.Push(direction);
        _directions.Clear();
        for (var k = 1; k < _points.Count; k++)
            AddDirection(_points[k - 1], _points[k]);
    }

    private void AddDirection(Point to, Point from)
    {
        var step = Spare(to.Error + from.Error);
        TensorPrimitives.Subtract(to.Residual, from.Residual, step.Residual);
        TensorPrimitives.Subtract(to.Gradient, from.Gradient, step.Gradient);
        var whole = Math.Sqrt(ColumnKernels.Dot(step.Residual, step.Residual));
        foreach (var direction in _directions)
        {
            var along = ColumnKernels.Dot(direction.Residual, step.Residual);
            ColumnKernels.Add(-along, direction.Residual, step.Residual);
            ColumnKernels.Add(-along, direction.Gradient, step.Gradient);
            step.Error += Math.Abs(along) * direction.Error;
        }
        var left = Math.Sqrt(ColumnKernels.Dot(step.Residual, step.Residual));
        // What is nearly in the span of the others would only magnify errors.
        if (!(left > 1e-4 * whole))
        {
            _spare.Push(step);
            return;
        }
        TensorPrimitives.Divide(step.Residual, left, step.Residual);
        TensorPrimitives.Divide(step.Gradient, left, step.Gradient);
        step.Error /= left;
        _directions.Add(step);
    }

    // Memory that is used again.
    private Point Spare(double error)
    {
        if (!_spare.TryPop(out var point))
            point = new Point(new double[rows], new double[columns]);
        point.Error = error;
        return point;
    }

    /// <summary>Adds a point where the gradients of some columns are known, in place of the last such.</summary>
    /// <param name="residual">The residuals there.</param>
    /// <param name="which">The columns.</param>
    /// <param name="products">Minus their gradients there.</param>
    /// <param name="error">By how much a gradient can be wrong, for a column of norm 1.</param>
    public void AddSome(ReadOnlySpan<double> residual, ReadOnlySpan<int> which, ReadOnlySpan<double> products, double error)
    {
        residual.CopyTo(_someResidual);
        (_someError, _someDistance) = (error, error);
        _rounds++;
        for (var k = 0; k < which.Length; k++)
            (_round[which[k]], _someGradient[which[k]]) = (_rounds, -products[k]);
    }

    /// <summary>Looks at new residuals.</summary>
    public void Look(ReadOnlySpan<double> residual)
    {
        var error = _points[0].Error;
        TensorPrimitives.Subtract(residual, _points[0].Residual, _rest);
        _points[0].Gradient.CopyTo(_known, 0);
        foreach (var direction in _directions)
        {
            var along = ColumnKernels.Dot(direction.Residual, _rest);
            ColumnKernels.Add(-along, direction.Residual, _rest);
            ColumnKernels.Add(along, direction.Gradient, _known);
            error += Math.Abs(along) * direction.Error;
        }
        _distance = (Math.Sqrt(ColumnKernels.Dot(_rest, _rest)) * (1 + 1e-9)) + error;
        TensorPrimitives.Subtract(residual, _someResidual, _rest);
        _someDistance = (Math.Sqrt(ColumnKernels.Dot(_rest, _rest)) * (1 + 1e-9)) + _someError;
    }

    /// <summary>Whether the absolute gradient of a column can be as large as this at the residuals looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Reaches(int column, double norm, double size) =>
        Math.Abs(_known[column]) + (_distance * norm) >= size
        && (_rounds == 0 || _round[column] != _rounds || Math.Abs(_someGradient[column]) + (_someDistance * norm) >= size);

    private sealed class Point(double[] residual, double[] gradient)
    {
        public double[] Residual => residual;

        public double[] Gradient => gradient;

        // By how much the gradient can be wrong, for a column of norm 1.
        public double Error { get; set; }
    }
}
