using Reference;
using Reference.Survival;
using Survival.Models.Cox;

namespace Survival.Models.Tests.Cox;

public class ScreenTests
{
    public static TheoryData<string> Cases => new(SurvivalReference.CaseIds("cox_univariable_screen"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithR(string id)
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var row = ScreenSection.Compare(id);
        Assert.True(row.Outside == 0, $"{row.Outside} of {row.Compared} outside: {row.Note}");
    }

    [Fact]
    public void ThreadsDoNotMatterAndProblemsAreReported()
    {
        var random = new Random(5);
        var time = Enumerable.Range(0, 60).Select(_ => (double)random.Next(1, 30)).ToArray();
        var events = time.Select(_ => random.Next(2) == 0).ToArray();
        var data = SurvivalData.Create(time, events);
        var columns = Enumerable.Range(0, 20).Select(j => ($"f{j}", time.Select(t => random.NextDouble() * (j + 1)).ToArray())).ToList();
        columns.Add(("flat", [.. time.Select(_ => 1.0)]));
        columns.Add(("oracle", [.. events.Select(e => e ? 1.0 : 0.0)]));
        var x = DesignMatrix.FromColumns(columns);
        var one = UnivariableCox.Screen(data, x);
        Assert.Equal(one, UnivariableCox.Screen(data, x, new UnivariableCoxOptions { MaxDegreeOfParallelism = 4 }));
        Assert.Equal("The column is constant.", one[20].Problem);
        Assert.Contains("infinity", one[21].Problem, StringComparison.Ordinal);
        Assert.All(one.Take(20), r => Assert.Null(r.Problem));
        var single = CoxModel.Fit(data, x, ["f3"]);
        Assert.Equal(single.Coefficients[0], one[3].Coefficient, 1e-12);
        Assert.Equal(single.Concordance().Index, one[3].Concordance, 1e-12);
    }

    [Fact]
    public void SelectionByPValueKeepsWhatMattersAndTellsItsWay()
    {
        var random = new Random(11);
        double Noise() => random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
        var strong = Enumerable.Range(0, 150).Select(_ => Noise()).ToArray();
        var time = strong.Select(s => Math.Round(-Math.Log(random.NextDouble()) * Math.Exp(-2 * s), 6)).ToArray();
        var x = DesignMatrix.FromColumns(
            ("n1", [.. strong.Select(_ => Noise())]),
            ("strong", strong),
            ("n2", [.. strong.Select(_ => Noise())])
        );
        var data = SurvivalData.Create(time, [.. time.Select(_ => true)]);
        var result = StepwiseCox.Select(
            data,
            x,
            new StepwiseOptions
            {
                ByPValue = true,
                EntryPValue = 1e-4,
                RemovalPValue = 1e-3,
                Direction = StepwiseDirection.Forward,
            }
        );
        Assert.Equal(["strong"], result.Model.ColumnNames);
        Assert.Equal(["start", "+ strong"], result.Steps.Select(s => s.Action));
        var backward = StepwiseCox.Select(
            data,
            x,
            new StepwiseOptions
            {
                ByPValue = true,
                EntryPValue = 1e-4,
                RemovalPValue = 1e-3,
                Direction = StepwiseDirection.Backward,
                Forced = ["n2"],
            }
        );
        Assert.Equal(["strong", "n2"], backward.Model.ColumnNames);
    }
}
