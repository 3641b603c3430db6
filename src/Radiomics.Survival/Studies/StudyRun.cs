namespace Radiomics.Survival.Studies;

/// <summary>One run of a study, step after step.</summary>
internal sealed partial class StudyRun(StudyInput input, StudyOptions options, IProgress<StudyProgress>? progress, CancellationToken cancellation)
{
    private readonly List<StudyNote> _notes = [.. input.Notes];

    public StudyResult Run()
    {
        progress?.Report(new StudyProgress("input", 0));
        cancellation.ThrowIfCancellationRequested();
        throw new NotSupportedException($"The steps are still to come ({input.Ids.Count} patients, seed {options.Seed}, {_notes.Count} notes).");
    }
}
