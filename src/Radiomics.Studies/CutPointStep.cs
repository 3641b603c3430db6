using Survival.Models.CutPoints;

namespace Radiomics.Studies;

/// <summary>The cut of the Rad-score, searched in the training set.</summary>
/// <param name="Search">The cut, and the statistic at every cut tried.</param>
/// <param name="PValues">The same search with each closed p value.</param>
/// <param name="Rule">On which side of the cut a score equal to it lies.</param>
/// <param name="High">Who is of high risk by that rule, a value a row of the input.</param>
/// <param name="HighAbove">Who is above the cut (survminer's rule).</param>
/// <param name="HighAtOrAbove">Who is at or above the cut. By rounding alone nobody changes sides: the cut is one of these very
/// scores.</param>
/// <param name="Counts">How many of each set are of high risk by either rule.</param>
public sealed record StudyCutPoint(
    MaximallySelectedRank Search,
    IReadOnlyDictionary<CutPointPValue, MaximallySelectedRank> PValues,
    CutPointRule Rule,
    IReadOnlyList<bool> High,
    IReadOnlyList<bool> HighAbove,
    IReadOnlyList<bool> HighAtOrAbove,
    BySet<GroupCounts> Counts);

/// <summary>How many patients of a set are of high risk.</summary>
/// <param name="Above">Above the cut.</param>
/// <param name="AtOrAbove">At or above it.</param>
/// <param name="High">By the study's rule.</param>
/// <param name="Low">The others.</param>
public sealed record GroupCounts(int Above, int AtOrAbove, int High, int Low);

/// <summary>Divides the patients by their score.</summary>
internal static class CutPointStep
{
    // The enumeration behind the Hothorn-Lausen p value is for this many rows at most.
    private const int MostForHothornLausen = 170;

    public static Outcome<StudyCutPoint> Make(StudyWork work, BySet<StudySet> sets, double[]? score)
    {
        if (score is null)
            return Outcome<StudyCutPoint>.None("");
        var (training, protocol) = (sets.Training, work.Protocol);
        var marker = training.Take(score);
        MaximallySelectedRank Search(CutPointOptions options) =>
            MaximallySelectedRank.Search(training.FollowUp, marker, options, work.Cancellation);
        var search = work.Try(
            StudyStep.CutPoint,
            "There is no cut-point",
            () => Search(new CutPointOptions { MinimumShare = protocol.MinimumGroupShare })
        );
        if (search is null)
            return Outcome<StudyCutPoint>.None("");
        var tests = new OrderedDictionary<CutPointPValue, MaximallySelectedRank>();
        foreach (
            var method in new[]
            {
                CutPointPValue.Lausen1992,
                CutPointPValue.Lausen1994,
                CutPointPValue.HothornLausen,
                CutPointPValue.ExactGauss,
            }
        )
        {
            if (method == CutPointPValue.HothornLausen && marker.Length > MostForHothornLausen)
                work.Note(StudyStep.CutPoint, $"No p value after Hothorn and Lausen: it is for up to {MostForHothornLausen} patients.");
            else if (
                work.Try(
                    StudyStep.CutPoint,
                    $"No p value after {method}",
                    () => Search(new CutPointOptions { MinimumShare = protocol.MinimumGroupShare, PValue = method })
                ) is
                { } test
            )
                tests.Add(method, test);
        }
        var (above, atOrAbove) = (search.IsHigh(score), search.IsHigh(score, CutPointRule.AtOrAbove));
        var high = protocol.GroupRule == CutPointRule.Above ? above : atOrAbove;
        return new StudyCutPoint(
            search,
            tests,
            protocol.GroupRule,
            high,
            above,
            atOrAbove,
            sets.Map(set => new GroupCounts(
                set.Take(above).Count(h => h),
                set.Take(atOrAbove).Count(h => h),
                set.Take(high).Count(h => h),
                set.Take(high).Count(h => !h)
            ))
        );
    }

    /// <summary>Who is of high risk by the cut that a sample gives; <see langword="null"/> where it gives none.</summary>
    public static bool[]? High(StudyWork work, StudySet sample, double[] score) => work.Try(
        StudyStep.CutPoint, "There is no cut-point",
        () => MaximallySelectedRank.Search(
            sample.FollowUp, sample.Take(score), new CutPointOptions { MinimumShare = work.Protocol.MinimumGroupShare }, work.Cancellation)
            .IsHigh(score, work.Protocol.GroupRule));
}
