namespace Survival.Models.Discrimination;

/// <summary>Which of two R packages an estimate weighted by the inverse probability of censoring follows where times are tied.</summary>
public enum IpcwConvention
{
    /// <summary>
    /// <c>timeROC</c>: a case has its event before t (T &lt; t), a subject with T = t is neither case nor control, and the standard
    /// error counts those at risk row by row, so that among tied times it depends (in about the sixth digit) on the order of the rows.
    /// </summary>
    TimeRoc,

    /// <summary><c>riskRegression::Score</c>: a case has its event by t (T &lt;= t); tied times are one time in the standard error;
    /// confidence limits stay within 0 and 1.</summary>
    RiskRegression,
}
