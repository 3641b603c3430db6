#:project ../../src/Radiomics.Survival.Reporting/Radiomics.Survival.Reporting.csproj
#:property PublishAot=false

// A Cox model as a nomogram, and its calculator: one HTML file. Run: dotnet run docs/samples/task-3-nomogram.cs [veteran.csv]
using Radiomics.Reporting;
using Survival.Models;
using Survival.Models.Prognosis;

// The data lie beside this file.
string folder = (string?)AppContext.GetData("EntryPointFileDirectoryPath") ?? "docs/samples";
string file = args.FirstOrDefault() ?? Path.Combine(folder, "data", "veteran.csv");
Cohort cohort = Cohort.ReadCsv(file, time: "time", @event: "status");

// Of a fit at hand: CoxNomogram.From(fit, horizons: [90, 180, 365]).
CoxNomogram nomogram = CoxNomogram.From(cohort, ["age", "karno", "celltype"], horizons: [90, 180, 365]);
Console.WriteLine(nomogram);

var page = Path.Combine(Directory.CreateTempSubdirectory("task-3-").FullName, "calculator.html");
CalculatorPage.Write(nomogram, page);

// Checks itself: the axis of the strongest variable runs to 100 points, and the page asks for nothing outside it.
var most = nomogram.Axes.Max(axis => axis.Ticks.Max(tick => tick.Points));
var html = File.ReadAllText(page);
Directory.Delete(Path.GetDirectoryName(page)!, recursive: true);
return Math.Abs(most - 100) < 1e-9 && !html.Contains("src=\"http", StringComparison.Ordinal) ? 0 : 1;
