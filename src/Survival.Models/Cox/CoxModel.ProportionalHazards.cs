namespace Survival.Models.Cox;

public sealed partial class CoxModel
{
    /// <summary>
    /// Tests proportional hazards: the score test of an interaction of each term with a function of time (Grambsch and Therneau,
    /// Biometrika 1994;81:515, in the exact form of R's <c>cox.zph</c> since survival 3.0).
    /// </summary>
    /// <param name="transform">The function of time.</param>
    /// <param name="byTerm">Whether the columns of a categorical term are tested together; else each column by itself.</param>
    /// <exception cref="InvalidOperationException">The model was loaded from a file, or has no columns.</exception>
    /// <exception cref="InvalidSurvivalDataException">The logarithm was asked for and an event is at time 0, or all events are at one
    /// time.</exception>
    public ProportionalHazardsTest ProportionalHazards(TimeTransform transform = TimeTransform.KaplanMeier, bool byTerm = true)
    {
        var used = Training.Used;
        if (used.Length == 0)
            throw new InvalidOperationException("The model has no columns to test.");
        var test = new TimeInteraction(Training, transform);
        var terms = new List<(string Name, TestResult Test)>();
        foreach (var term in Terms)
        {
            var columns = Enumerable.Range(0, used.Length)
                .Where(a => used[a] >= term.FirstColumn && used[a] < term.FirstColumn + term.ColumnCount).ToArray();
            if (byTerm && columns.Length > 0)
                terms.Add((term.Name, test.Test(columns)));
            else
                terms.AddRange(columns.Select(a => (ColumnNames[used[a]], test.Test([a]))));
        }
        return new ProportionalHazardsTest(transform, terms, test.Test([.. Enumerable.Range(0, used.Length)]));
    }
}
