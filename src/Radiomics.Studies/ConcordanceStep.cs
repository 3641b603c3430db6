using Survival.Models.Discrimination;

namespace Radiomics.Studies;

/// <summary>A model's concordance in one set.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Harrell">Harrell's C.</param>
/// <param name="Uno">Uno's C up to the last horizon; <see langword="null"/> where it is not defined.</param>
public sealed record ModelConcordance(string Model, Concordance Harrell, Concordance? Uno);

/// <summary>Two models' concordance compared in one set, by four tests.</summary>
/// <param name="First">The first model.</param>
/// <param name="Second">The second model.</param>
/// <param name="Joint">Both indices with their infinitesimal-jackknife covariance.</param>
/// <param name="Difference">The test of their difference by it, which tables show.</param>
/// <param name="Kang">The test of Kang and others (<c>compareC</c>).</param>
/// <param name="Noether">The one-sided test of <c>survcomp::cindex.comp</c>, first greater than second; <see langword="null"/> where it is
/// not defined.</param>
/// <param name="FirstNoether">The first index as survcomp counts it, without pairs tied in the marker.</param>
/// <param name="SecondNoether">The second index as survcomp counts it.</param>
/// <param name="MoreConcordant">How often each is the more concordant (<c>Hmisc::rcorrp.cens</c>).</param>
/// <param name="UncertainPairs">The pairs of which censoring hides the order.</param>
public sealed record ConcordancePair(
    string First,
    string Second,
    ConcordanceComparison Joint,
    TestedEstimate Difference,
    TestedEstimate? Kang,
    TestedEstimate? Noether,
    TestedEstimate? FirstNoether,
    TestedEstimate? SecondNoether,
    PairwiseComparison? MoreConcordant,
    double UncertainPairs);

/// <summary>The concordance of the models in one set.</summary>
/// <param name="Models">Each model's.</param>
/// <param name="Comparisons">Nomogram against signature, nomogram against clinical, signature against clinical, of those there are.</param>
/// <param name="Patients">The patients that it was measured on: those of the set that every model can predict.</param>
public sealed record SetConcordance(IReadOnlyList<ModelConcordance> Models, IReadOnlyList<ConcordancePair> Comparisons, StudySet Patients);

/// <summary>The concordance of the models.</summary>
internal static class ConcordanceStep
{
    private const int FewestForKang = 4;

    public static readonly (string First, string Second)[] Pairs =
    [
        (ModelsStep.Nomogram, ModelsStep.Signature),
        (ModelsStep.Nomogram, ModelsStep.Clinical),
        (ModelsStep.Signature, ModelsStep.Clinical),
    ];

    public static Outcome<BySet<SetConcordance>> Make(StudyWork work, BySet<StudySet> sets, StudyModels models) =>
        sets.MapSome(set => Of(work, set, models)) is { } all ? all : Outcome<BySet<SetConcordance>>.None("");

    private static SetConcordance? Of(StudyWork work, StudySet set, StudyModels models)
    {
        var tau = work.Protocol.Horizons[^1];
        var estimates = new List<ModelConcordance>();
        foreach (var fit in models.Fits)
        {
            var marker = set.Take(fit.LinearPredictor);
            if (
                work.Try(StudyStep.Concordance, $"{set.Name}: no concordance", () => Concordance.Estimate(set.FollowUp, marker)) is
                { } harrell
            )
                estimates.Add(
                    new ModelConcordance(
                        fit.Name,
                        harrell,
                        work.Try(
                            StudyStep.Concordance,
                            $"{set.Name}: no Uno's C",
                            () => Concordance.Estimate(set.FollowUp, marker, ConcordanceOptions.Uno(tau))
                        )
                    )
                );
        }
        if (estimates.Count == 0)
            return null;
        var comparisons = new List<ConcordancePair>();
        foreach (var (a, b) in Pairs)
        {
            if (models.Find(a) is { } first && models.Find(b) is { } second && Compare(work, set, first, second) is { } comparison)
                comparisons.Add(comparison);
        }
        return new SetConcordance(estimates, comparisons, set);
    }

    private static ConcordancePair? Compare(StudyWork work, StudySet set, StudyModelFit first, StudyModelFit second)
    {
        var (x, y) = (set.Take(first.LinearPredictor), set.Take(second.LinearPredictor));
        var what = $"{set.Name}: {first.Name} and {second.Name} cannot be compared";
        if (
            work.Try(StudyStep.Concordance, what, () => Concordance.Compare(set.FollowUp, [(first.Name, x), (second.Name, y)]))
            is not { } joint
        )
            return null;
        T? Value<T>(Func<T> make)
            where T : struct => work.TryValue(StudyStep.Concordance, what, make);
        return new ConcordancePair(
            first.Name,
            second.Name,
            joint,
            joint.Difference(0, 1),
            set.Rows.Count < FewestForKang ? null : Value(() => Concordance.CompareKang(set.FollowUp, x, y)),
            Value(() => Concordance.CompareNoether(set.FollowUp, x, y)),
            Value(() => Concordance.Noether(set.FollowUp, x)),
            Value(() => Concordance.Noether(set.FollowUp, y)),
            Value(() => Concordance.MoreConcordant(set.FollowUp, x, y)),
            joint.Results[0].Pairs.Uncertain(set.Rows.Count));
    }
}
