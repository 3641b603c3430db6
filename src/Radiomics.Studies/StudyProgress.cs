namespace Radiomics.Studies;

/// <summary>How far a study is.</summary>
/// <param name="Step">The step under way, by its name in study.json.</param>
/// <param name="Fraction">The share of that step that is done, from 0 to 1.</param>
public readonly record struct StudyProgress(string Step, double Fraction);
