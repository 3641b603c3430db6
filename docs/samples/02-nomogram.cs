#:project ../../src/Nomogram.HccSbrt/Nomogram.HccSbrt.csproj
#:property PublishAot=false
#:property TreatWarningsAsErrors=false

// Predicts with the published nomogram from a Rad-score that is known. Run: dotnet run docs/samples/02-nomogram.cs
using Nomogram.HccSbrt;

var patient = new HccSbrtPatient(0.2, TumourSize.FromCentimetres(8), ChildPugh.B, Bed.FromFractionation(40, 5));
var prediction = new HccSbrtNomogram().Predict(patient);
Console.WriteLine(
    $"{(prediction.IsHighScore == true ? "high" : "low")} Rad-score, {prediction.TotalPoints:0.0} points, hazard x "
        + $"{prediction.RelativeHazard.Estimate:0.00}"
);

// An absolute survival needs a baseline that is named; this one is made up from published summaries and says so.
var withBaseline = new HccSbrtNomogram().Predict(patient, new BaselineReconstruction().ToBaseline());
Console.WriteLine($"12-month survival {withBaseline.SurvivalAt(12).Estimate:0.00} ({withBaseline.Baseline!.Kind})");

// Checks itself: 40 Gy in 5 fractions is a BED of 72 Gy, so every term of Table 2 but the number of tumours counts.
var expected = 0.2 * Math.Log(10.88) + Math.Log(1.63) + Math.Log(1.70) + Math.Log(0.46);
return Math.Abs(prediction.LinearPredictor - expected) < 1e-12 ? 0 : 1;
