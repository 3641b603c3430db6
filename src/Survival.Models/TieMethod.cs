namespace Survival.Models;

/// <summary>How events at one time enter the partial likelihood.</summary>
public enum TieMethod
{
    /// <summary>Efron's approximation (J Am Stat Assoc 1977;72:557): R's default.</summary>
    Efron,

    /// <summary>Breslow's approximation (Biometrics 1974;30:89).</summary>
    Breslow,

    /// <summary>The exact conditional likelihood over all choices of that many events from the risk set (Cox 1972; Gail, Lubin and
    /// Rubinstein, Biometrika 1981;68:703). A fit costs some 5 n d p^2 operations a step, d the most events of one time (20,000 rows, 1,015
    /// events at one time: 0.3 s with two columns, 8 s with twenty); with entry times that for each time anew.</summary>
    Exact,
}
