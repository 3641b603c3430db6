namespace Radiomics.Studies;

/// <summary>
/// Something a reader of the study must know: a step left out, a value that is not defined, patients or columns left out.
/// </summary>
/// <param name="Step">The step's name in study.json, or <c>input</c>.</param>
/// <param name="Message">What happened and why.</param>
public sealed record StudyNote(string Step, string Message);
