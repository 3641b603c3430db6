#:project ../../src/Radiomics.Survival/Radiomics.Survival.csproj
#:project ../../src/Radiomics.Samples/Radiomics.Samples.csproj
#:property PublishAot=false

// From a DICOM series and its RTSTRUCT to features, by a parameter file. Run: dotnet run docs/samples/task-1-features.cs
using Radiomics;
using Radiomics.Features.Extraction;
using Radiomics.Samples;

// A patient without a patient: an abdominal phantom, written as a hospital's archive would give it.
var folder = Directory.CreateTempSubdirectory("task-1-").FullName;
string ct = Path.Combine(folder, "CT"), contours = Path.Combine(folder, "RT.dcm"), parameters = Path.Combine(folder, "params.yaml");
AbdominalPhantom.Create(columns: 128, slices: 32).WriteDicom(ct, contours);
File.WriteAllText(parameters, "imageType:\n  Original: {}\nfeatureClass:\n  shape:\n  firstorder:\nsetting:\n  binWidth: 25\n");

FeatureSet features = Case.Open(ct, contours, roi: "GTV").Extract(parameters);
Console.WriteLine(features["original_firstorder_Mean"]);

// Checks itself: PyRadiomics has 14 shape and 18 first-order features, and a mean lies between the least and the most.
Directory.Delete(folder, recursive: true);
double least = features["original_firstorder_Minimum"],
    mean = features["original_firstorder_Mean"],
    most = features["original_firstorder_Maximum"];
return features.Count == 32 && least < mean && mean < most ? 0 : 1;
