using Survival.Models;
using Survival.Models.Cox;
using Survival.Models.CutPoints;
using Survival.Models.NonParametric;

namespace Radiomics.Studies;

/// <summary>From the Rad-score to risk groups and their survival.</summary>
internal sealed partial class StudyRun
{
    private StudyCutPoint? CutPoint(StudySet training, double[]? score)
    {
        if (score is null)
            return null;
        var marker = training.Take(score);
        var search = Try("cutpoint", "There is no cut-point", () => MaximallySelectedRank.Search(training.FollowUp, marker, new CutPointOptions { MinimumShare = options.MinimumGroupShare }, cancellation));
        if (search is null)
            return null;
        var tests = new OrderedDictionary<CutPointPValue, CutPointResult>();
        foreach (var method in new[] { CutPointPValue.Lausen1992, CutPointPValue.Lausen1994, CutPointPValue.HothornLausen, CutPointPValue.ExactGauss })
        {
            if (Try("cutpoint", $"No p value after {method}", () => MaximallySelectedRank.Search(training.FollowUp, marker, new CutPointOptions { MinimumShare = options.MinimumGroupShare, PValue = method }, cancellation)) is { } test)
                tests.Add(method, test);
        }
        return new StudyCutPoint(
            search, tests, options.GroupRule, search.IsHigh(score, options.GroupRule), search.IsHigh(score), search.IsHigh(score, CutPointRule.AtOrAbove));
    }

    private SetSurvival Survival(StudySet set, StudyCutPoint? cut)
    {
        var overall = KaplanMeier.Fit(set.FollowUp);
        bool[] censored = [.. set.FollowUp.Event.ToArray().Select(e => !e)];
        var reverse = KaplanMeier.Fit(SurvivalData.Create(set.FollowUp.Time, censored));
        var above = cut is null ? null : Groups(set, cut.HighAbove, "km_logrank");
        var atOrAbove = cut is null ? null : Groups(set, cut.HighAtOrAbove, "km_logrank");
        return new SetSurvival(overall, reverse.Median.Time, cut?.Rule == CutPointRule.Above ? above : atOrAbove, above, atOrAbove);
    }

    private GroupSurvival? Groups(StudySet set, IReadOnlyList<bool> high, string step)
    {
        int[] group = [.. set.Take(high).Select(h => h ? 1 : 0)];
        if (!group.Contains(0) || !group.Contains(1))
        {
            Note(step, $"All patients of the {set.Name} set are in the {(group[0] == 1 ? "high" : "low")}-risk group: there is nothing to compare.");
            return null;
        }
        return Try(step, $"The groups of the {set.Name} set cannot be compared", () =>
        {
            var curves = KaplanMeier.Fit(set.FollowUp, group);
            var x = DesignMatrix.FromColumns(("high", [.. group.Select(g => (double)g)]));
            return new GroupSurvival(
                curves[0], curves[1], LogRank.Test(set.FollowUp, group), LogRank.Test(set.FollowUp, group, 1),
                Try(step, $"No hazard ratio of the groups of the {set.Name} set", () => CoxModel.Fit(set.FollowUp, x)));
        });
    }
}
