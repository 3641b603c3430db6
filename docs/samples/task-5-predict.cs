#:project ../../src/Survival.Models/Survival.Models.csproj
#:property PublishAot=false

// A saved model tells of a new patient. Run: dotnet run docs/samples/task-5-predict.cs [veteran.csv]
using Survival.Models;
using Survival.Models.Prognosis;

// The model, as a study or this saves it.
var model = Path.Combine(Directory.CreateTempSubdirectory("task-5-").FullName, "model.json");
// The data lie beside this file.
string folder = (string?)AppContext.GetData("EntryPointFileDirectoryPath") ?? "docs/samples";
string file = args.FirstOrDefault() ?? Path.Combine(folder, "data", "veteran.csv");
Cohort cohort = Cohort.ReadCsv(file, time: "time", @event: "status");
PrognosticModel.From(cohort, ["age", "karno", "celltype"], horizons: [90, 180, 365]).Save(model);

var features = new Dictionary<string, double>();
var clinical = new Dictionary<string, string> { ["age"] = "60", ["karno"] = "50", ["celltype"] = "large" };
Prediction p = PrognosticModel.Load(model).Predict(features, clinical);
Console.WriteLine(p);

// Checks itself: R 4.2's survfit(coxph(Surv(time, status) ~ age + karno + celltype, veteran), newdata) at 100 days.
Directory.Delete(Path.GetDirectoryName(model)!, recursive: true);
return Math.Abs(p.SurvivalAt(100).Estimate - (1 - 0.62386199508385)) < 1e-8 ? 0 : 1;
