using Survival.Models;
using Survival.Models.Cox;

namespace Radiomics.Studies;

/// <summary>One of the study's models: <c>signature</c>, <c>clinical</c> or <c>nomogram</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Model">The Cox model (Efron's ties), fitted to the training rows.</param>
/// <param name="Covariates">Its covariates, a row for each of <paramref name="Rows"/>.</param>
/// <param name="Rows">The rows of the input that have a value of all its covariates and can be predicted.</param>
/// <param name="LinearPredictor">The linear predictor of every row of the input, not centred; NaN where a covariate is missing.</param>
/// <param name="Survival">Predicted survival at each of the study's horizons: a list a horizon, with a value for every row of the input; NaN where a covariate is missing.</param>
/// <param name="SurvivalAtCalibration">Predicted survival at the calibration horizon, a value for every row of the input.</param>
public sealed record StudyModelFit(
    string Name,
    CoxModel Model,
    DesignMatrix Covariates,
    IReadOnlyList<int> Rows,
    IReadOnlyList<double> LinearPredictor,
    IReadOnlyList<IReadOnlyList<double>> Survival,
    IReadOnlyList<double> SurvivalAtCalibration);
