using System.Diagnostics;
using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>A test of proportional hazards.</summary>
/// <param name="Transform">The function of time.</param>
/// <param name="Terms">The score test of each term's interaction with time (in the model's order), those left out as collinear
/// excepted.</param>
/// <param name="Global">The test of all terms together.</param>
[DebuggerDisplay("{Global}")]
public sealed record ProportionalHazardsTest(
    TimeTransform Transform, IReadOnlyList<(string Name, TestResult Test)> Terms, TestResult Global)
{
    /// <summary>As R's <c>cox.zph</c> prints it: a line for each term, and the global test.</summary>
    public override string ToString()
    {
        var table = new TextTable("", "chisq", "df", "p");
        foreach (var (name, test) in Terms.Select(t => (t.Name, t.Test)).Append(("GLOBAL", Global)))
            table.Row(name, TextTable.Number(test.Statistic, 3), TextTable.Number(test.DegreesOfFreedom ?? double.NaN, 1),
                PValue.Significant(test.PValue, 2));
        return table.ToString().TrimEnd();
    }
}
