using Survival.Models.Discrimination;

namespace Radiomics.Studies;

/// <summary>Two models' concordance compared in one set, by four tests.</summary>
/// <param name="First">The first model.</param>
/// <param name="Second">The second model.</param>
/// <param name="Joint">Both indices with their infinitesimal-jackknife covariance; <c>Joint.Difference(0, 1)</c> is the test that tables show.</param>
/// <param name="Kang">The test of Kang and others (<c>compareC</c>).</param>
/// <param name="Noether">The one-sided test of <c>survcomp::cindex.comp</c>, first greater than second; <see langword="null"/> where it is not defined.</param>
/// <param name="FirstNoether">The first index as survcomp counts it, without pairs tied in the marker.</param>
/// <param name="SecondNoether">The second index as survcomp counts it.</param>
/// <param name="MoreConcordant">How often each is the more concordant (<c>Hmisc::rcorrp.cens</c>).</param>
public sealed record ConcordancePair(
    string First,
    string Second,
    ConcordanceComparison Joint,
    ConcordanceDifference? Kang,
    ConcordanceDifference? Noether,
    NoetherConcordance? FirstNoether,
    NoetherConcordance? SecondNoether,
    PairwiseComparison? MoreConcordant);
