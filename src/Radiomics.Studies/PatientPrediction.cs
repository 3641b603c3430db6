
namespace Radiomics.Studies;

/// <summary>What a study's model says of one of many patients.</summary>
/// <param name="Id">The patient, or the number of the row from 1 where the table has no such column.</param>
/// <param name="Prediction">The prediction.</param>
public sealed record PatientPrediction(string Id, StudyPrediction Prediction);
