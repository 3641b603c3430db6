#:project ../../src/Radiomics.Survival/Radiomics.Survival.csproj
#:project ../../src/Radiomics.Samples/Radiomics.Samples.csproj
#:property PublishAot=false
#:property TreatWarningsAsErrors=false

// Extracts the paper's 851 features of a generated tumour. Run: dotnet run docs/samples/01-extract.cs
using Radiomics.Features.Extraction;
using Radiomics.Samples;

var phantom = AbdominalPhantom.Create(seed: 1, columns: 128, slices: 32);
var features = new FeatureExtractor(ExtractionSettings.HccSbrt).Extract(phantom.Image, phantom.TumourMask());

foreach (var name in (string[])["original_shape_MeshVolume", "original_firstorder_Mean", "wavelet-LLH_firstorder_Skewness"])
    Console.WriteLine($"{name} = {features[name]}");

// Checks itself: the number of features is the paper's, and the voxel volume is the count times the volume of a voxel.
var spacing = phantom.Image.Geometry.Spacing;
var volume = phantom.TumourMask().VoxelCount * spacing.X * spacing.Y * spacing.Z;
return features.Count == 851 && Math.Abs(features["original_shape_VoxelVolume"] / volume - 1) < 1e-12 ? 0 : 1;
