#:project ../../src/Survival.Models/Survival.Models.csproj
#:property PublishAot=false
#:property TreatWarningsAsErrors=false

// The remissions of 42 children with leukaemia, 6-mercaptopurine against placebo (Freireich et al., Blood 1963;21:699-716), the textbooks'
// example. Each number is checked against what R 4.2's survival package gives for it. Run: dotnet run docs/samples/03-survival.cs
using Survival.Models;
using Survival.Models.Cox;
using Survival.Models.Discrimination;
using Survival.Models.NonParametric;
using Survival.Models.Penalised;

double[] drug = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35];
bool[] relapsed =
[
    true,
    true,
    true,
    false,
    true,
    false,
    true,
    false,
    false,
    true,
    true,
    false,
    false,
    false,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
];
double[] placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];

var data = SurvivalData.Create([.. drug, .. placebo], [.. relapsed, .. placebo.Select(_ => true)]);
int[] group = [.. drug.Select(_ => 0), .. placebo.Select(_ => 1)];
var worst = 0.0;

var curves = KaplanMeier.Fit(data, group);
Console.WriteLine($"weeks in remission, median: {curves[0].Median.Estimate} with the drug, {curves[1].Median.Estimate} without");
Check(curves[0].Median.Estimate, 23);
Check(curves[1].Median.Estimate, 8);
Check(curves[0].At(10).Estimate, 0.7529411764706);
Check(curves[0].At(20).Estimate, 0.6274509803922);

var test = LogRank.Test(data, group);
Console.WriteLine($"log-rank chi-square {test.ChiSquare:0.000}, p {test.PValue:0.00000}");
Check(test.ChiSquare, 16.7929409892);

var covariates = DesignMatrix.FromColumns(("placebo", [.. group.Select(g => (double)g)]));
foreach (
    var (ties, expected) in ((TieMethod, double)[])
        [(TieMethod.Efron, 1.57212514883), (TieMethod.Breslow, 1.50919141259), (TieMethod.Exact, 1.62824395159)]
)
{
    var model = CoxModel.Fit(data, covariates, new CoxOptions { Ties = ties });
    Console.WriteLine($"{ties} ties: hazard ratio {Math.Exp(model.Coefficients[0]):0.00}");
    Check(model.Coefficients[0], expected);
}
Check(Concordance.Estimate(data, covariates.Column(0)).Index, 0.690042075736);

// The LASSO with almost no penalty is the Cox model (Breslow ties); with the largest lambda of its path nothing is selected.
var path = CoxNet.Fit(data, covariates, new CoxNetOptions { StopEarly = false, LambdaMinRatio = 1e-9 });
Check(path.At(0).NonzeroCount, 0);
Check(path.At(path.Count - 1).Coefficient("placebo"), 1.50919141259);

Console.WriteLine($"largest relative difference from R: {worst:0.0e0}");
return worst < 1e-7 ? 0 : 1;

void Check(double ours, double expected) => worst = Math.Max(worst, Math.Abs(ours - expected) / Math.Max(1, Math.Abs(expected)));
