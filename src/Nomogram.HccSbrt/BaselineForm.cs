namespace Nomogram.HccSbrt;

/// <summary>How a baseline's cumulative hazard runs between the times at which it is known.</summary>
public enum BaselineForm
{
    /// <summary>It stays until the next time and steps there, as Breslow's estimate; 0 before the first.</summary>
    Steps,

    /// <summary>It is interpolated linearly, from 0 at time 0.</summary>
    Linear,

    /// <summary>One time t1 is known: H(t) = H(t1) (t / t1)^shape.</summary>
    Weibull,
}
