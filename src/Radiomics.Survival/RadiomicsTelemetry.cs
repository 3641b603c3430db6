using System.Diagnostics;

namespace Radiomics;

/// <summary>
/// What can be watched from outside while images are worked on, named as OpenTelemetry's conventions ask: spans <c>radiomics.cohort</c>,
/// <c>radiomics.case</c>, <c>radiomics.case.open</c> and <c>radiomics.case.extract</c>; the counters <c>radiomics.cases</c> (by
/// <c>radiomics.case.outcome</c>: computed, reused or failed, the last with <c>error.type</c> and <c>radiomics.case.stage</c>) and
/// <c>radiomics.input.io</c> (bytes, as they lie on the disk), <c>radiomics.cases.active</c>, and the histogram
/// <c>radiomics.case.duration</c> (seconds). A case is known by its row in the manifest: no id, path or name of a region is in any of
/// them, for these may be a patient's. Where nobody listens nothing is made.
/// </summary>
/// <remarks>Conventions: OpenTelemetry Semantic Conventions 1.37, "Metrics" and "Recording errors"; units by UCUM.</remarks>
public static class RadiomicsTelemetry
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="System.Diagnostics.Metrics.Meter"/>: what a program
    /// subscribes to.</summary>
    public const string Name = "Radiomics.Survival";

    private static readonly ActivitySource Source = new(Name);

    internal static Activity? Start(string name) => Source.StartActivity(name);
}
