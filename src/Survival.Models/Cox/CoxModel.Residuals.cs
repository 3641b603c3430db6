using Survival.Models.Discrimination;

namespace Survival.Models.Cox;

public sealed partial class CoxModel
{
    private readonly CoxTraining? _training;

    /// <summary>Whether the model still has the data that it was fitted to, which residuals and tests of it need. A model loaded from a
    /// file has not.</summary>
    public bool HasTrainingData => _training is not null;

    private CoxTraining Training =>
        _training ?? throw new InvalidOperationException(
            "The model was loaded from a file and has no data. Fit it again for residuals and tests.");

    /// <summary>The linear predictor of each fitted row: sum of (x - means) coefficients, plus the row's offset less the plain mean of the
    /// offsets, as R's <c>linear.predictors</c>.</summary>
    /// <exception cref="InvalidOperationException">The model was loaded from a file.</exception>
    public double[] FittedLinearPredictor()
    {
        var lp = LinearPredictor(Training.X);
        if (Training.Offset is { } offset)
        {
            var mean = offset.Average();
            for (var i = 0; i < offset.Length; i++)
                lp[Training.Layout.Order[i]] += offset[i] - mean;
        }
        return lp;
    }

    /// <summary>Harrell's C of the fitted linear predictor, with the strata, weights and clusters of the data.</summary>
    /// <exception cref="InvalidOperationException">The model was loaded from a file.</exception>
    public Concordance Concordance() => Discrimination.Concordance.Estimate(Training.Data, FittedLinearPredictor());

    /// <summary>Martingale residuals: events less expected events, a value a row, not weighted.</summary>
    /// <exception cref="InvalidOperationException">The model was loaded from a file.</exception>
    public double[] MartingaleResiduals()
    {
        var (layout, hazard) = (Training.Layout, Training.Hazard);
        var residual = new double[layout.RowCount];
        for (var i = 0; i < residual.Length; i++)
            residual[layout.Order[i]] = (layout.IsEvent[i] ? 1 : 0) - (hazard.Relative[i] * hazard.Exposure(i));
        return residual;
    }

    /// <summary>Deviance residuals: martingale residuals made symmetric (Therneau, Grambsch and Fleming, Biometrika 1990;77:147).</summary>
    /// <exception cref="InvalidOperationException">The model was loaded from a file.</exception>
    public double[] DevianceResiduals()
    {
        var residual = MartingaleResiduals();
        for (var i = 0; i < residual.Length; i++)
        {
            var m = residual[i];
            var log = Training.Data.Event[i] ? Math.Log(1 - m) : 0;
            residual[i] = Math.Sign(m) * Math.Sqrt(Math.Max(0, -2 * (m + log)));
        }
        return residual;
    }

    /// <summary>Score residuals: each row's part of the score vector.</summary>
    /// <param name="weighted">Whether they are multiplied by the case weights.</param>
    /// <returns>A row for each row of the data, a column for each column; NaN in a column left out as collinear.</returns>
    /// <exception cref="InvalidOperationException">The model was loaded from a file, or its ties are exact.</exception>
    public double[,] ScoreResiduals(bool weighted = false)
    {
        var (layout, design, hazard) = (NotExact("Score residuals").Layout, Training.Design, Training.Hazard);
        var result = NewResiduals(layout.RowCount);
        var row = new double[design.Columns];
        for (var i = 0; i < layout.RowCount; i++)
        {
            hazard.Score(i, row);
            var w = weighted ? layout.WeightAt(i) : 1;
            for (var a = 0; a < row.Length; a++)
                result[layout.Order[i], Training.Used[a]] = w * row[a] * design.Scale[a];
        }
        return result;
    }

    /// <summary>The change of the coefficients when a row is left out, to first order: score residuals times the model's
    /// covariance.</summary>
    /// <param name="standardised">Whether it is in standard errors (dfbetas).</param>
    /// <param name="weighted">Whether they are multiplied by the case weights, as R does.</param>
    /// <returns>A row for each row of the data, a column for each column.</returns>
    /// <exception cref="InvalidOperationException">The model was loaded from a file, or its ties are exact.</exception>
    public double[,] DfBeta(bool standardised = false, bool weighted = true)
    {
        var score = ScoreResiduals(weighted);
        var p = _beta.Length;
        var row = new double[p];
        for (var i = 0; i < score.GetLength(0); i++)
        {
            foreach (var j in Training.Used)
            {
                row[j] = 0;
                foreach (var k in Training.Used)
                    row[j] += score[i, k] * _state.ModelCovariance[(k * p) + j];
            }
            foreach (var j in Training.Used)
                score[i, j] = standardised ? row[j] / StandardError(_state.ModelCovariance, j) : row[j];
        }
        return score;
    }

    /// <summary>Schoenfeld residuals: the covariates of each event less their mean over those at risk (Biometrika 1982;69:239).</summary>
    /// <param name="scaled">Whether they are times events and covariance, plus the coefficients (Grambsch and Therneau, Biometrika
    /// 1994;81:515): a picture of the coefficient over time.</param>
    /// <exception cref="InvalidOperationException">The model was loaded from a file, or its ties are exact.</exception>
    public SchoenfeldResiduals SchoenfeldResiduals(bool scaled = false)
    {
        var (layout, design, hazard) = (NotExact("Schoenfeld residuals").Layout, Training.Design, Training.Hazard);
        var events = Enumerable.Range(0, layout.RowCount).Where(i => layout.IsEvent[i]).ToArray();
        var values = NewResiduals(events.Length);
        var p = _beta.Length;
        var row = new double[p];
        for (var e = 0; e < events.Length; e++)
        {
            var i = events[e];
            var g = layout.Through[i] - 1;
            for (var a = 0; a < design.Columns; a++)
                row[Training.Used[a]] = design.Scale[a] * (design.Rows[(i * design.Stride) + a] - hazard.Mean[(g * design.Stride) + a]);
            foreach (var j in Training.Used)
            {
                values[e, j] = row[j];
                if (!scaled)
                    continue;
                var sum = 0.0;
                foreach (var k in Training.Used)
                    sum += row[k] * _state.ModelCovariance[(k * p) + j];
                values[e, j] = (sum * events.Length) + _beta[j];
            }
        }
        return new SchoenfeldResiduals(
            ColumnNames, [.. events.Select(i => layout.Order[i])], [.. events.Select(i => layout.Time[i])],
                [.. events.Select(i => layout.StratumCode[layout.StratumOf(i)])], values);
    }

    private CoxTraining NotExact(string what) =>
        Training.Ties == TieMethod.Exact
            ? throw new InvalidOperationException($"{what} are not defined for the exact treatment of ties. Fit with Efron's.") : Training;

    private double[,] NewResiduals(int rows)
    {
        var result = new double[rows, _beta.Length];
        for (var j = 0; j < _beta.Length; j++)
        {
            for (var i = 0; double.IsNaN(_state.Coefficients[j]) && i < rows; i++)
                result[i, j] = double.NaN;
        }
        return result;
    }
}
