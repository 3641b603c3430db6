namespace Survival.Models.CutPoints;

/// <summary>How the p-value of a maximally selected statistic is found. The naive p-value of a test after the cut is far too
/// small.</summary>
public enum CutPointPValue
{
    /// <summary>Not at all, as <c>surv_cutpoint</c>.</summary>
    None,

    /// <summary>The limit process between the shares (Lausen and Schumacher, Biometrics 48, 1992; Miller and Siegmund, 1982): depends on
    /// the shares only; 1 below a statistic of 1.</summary>
    Lausen1992,

    /// <summary>An improved Bonferroni bound over the cuts there are (Lausen, Sauerbrei and Schumacher, 1994). The formula can leave [0,
    /// 1]; it is held inside.</summary>
    Lausen1994,

    /// <summary>
    /// A bound from the exact permutation distributions of the statistics with scores rounded to integers (Hothorn and Lausen, Comput.
    /// Stat. Data
    /// Anal. 43, 2003, doi:10.1016/S0167-9473(02)00225-6). The statistic is then that of the integer scores. For up to 170 rows.
    /// </summary>
    HothornLausen,

    /// <summary>The multivariate normal limit over the cuts there are (Hothorn and Lausen 2003). It is a Markov chain along the cuts, so it
    /// is integrated cut by cut, to some 12 digits, instead of by quasi Monte Carlo.</summary>
    ExactGauss,

    /// <summary>The share of random permutations of the scores whose statistic is at least as large, the order observed counted as one of
    /// them (Phipson and Smyth 2010, doi:10.2202/1544-6115.1585): at least 1 / (permutations + 1).</summary>
    Permutation,
}
