namespace Survival.Models.Penalised;

/// <summary>The deviance of a linear predictor as cross-validation counts it: weights are rescaled to add up to the number of rows.</summary>
internal static class CoxDeviance
{
    /// <param name="sets">The risk sets of the rows.</param>
    /// <param name="objective">An objective over them.</param>
    /// <param name="eta">The linear predictor in the order of the risk sets.</param>
    /// <param name="efron">Whether ties are treated after Efron.</param>
    public static double Of(CoxRiskSets sets, EtaLikelihood objective, double[] eta, bool efron)
    {
        double n = sets.RowCount, scale = n / sets.TotalWeight;
        var logLikelihood = (objective.Evaluate(eta) * n) - (sets.TotalEventWeight * scale * Math.Log(n));
        double saturated = 0;
        for (var g = 0; g < sets.GroupCount; g++)
        {
            var d = sets.RawEventWeight[g] * scale;
            if (d == 0)
                continue;
            saturated -= d * Math.Log(d);
            var m = sets.EventRows[g];
            for (var l = 1; efron && l < m; l++)
                saturated -= d / m * Math.Log(1 - ((double)l / m));
        }
        return 2 * (saturated - logLikelihood);
    }
}
