#:project ../../src/Survival.Models/Survival.Models.csproj
#:property PublishAot=false

// A Cox model and a LASSO of a table. Run: dotnet run docs/samples/task-2-cox.cs [veteran.csv]
using Survival.Models;
using Survival.Models.Cox;
using Survival.Models.Penalised;

// The data lie beside this file.
string folder = (string?)AppContext.GetData("EntryPointFileDirectoryPath") ?? "docs/samples";
string file = args.FirstOrDefault() ?? Path.Combine(folder, "data", "veteran.csv");
Cohort cohort = Cohort.ReadCsv(file, time: "time", @event: "status");
Console.WriteLine(cohort);

CoxModel fit = CoxModel.Fit(cohort, ["age", "karno", "celltype"]);
Console.WriteLine(fit);

var cv = CoxNet.CrossValidate(cohort, folds: 10, seed: 1);
Console.WriteLine(string.Join(", ", cv.Minimum.SelectedNames));

// Checks itself: R 4.2's coxph(Surv(time, status) ~ age + karno + celltype, veteran).
double[] r = [-0.006034042406978, -0.032015540467522, -0.849992738466470, -0.447777591677574, -1.171906593770482];
return
    fit.Coefficients.ToArray().Zip(r, (ours, theirs) => Math.Abs(ours - theirs)).Max() < 1e-9 && cv.Minimum.SelectedNames.Contains("karno")
    ? 0
    : 1;
