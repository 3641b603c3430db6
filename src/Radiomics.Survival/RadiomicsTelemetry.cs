using System.Diagnostics;
using System.Diagnostics.Metrics;

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
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>: what a program subscribes to.</summary>
    public const string Name = "Radiomics.Survival";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Cases = Meter.CreateCounter<long>("radiomics.cases", "{case}", "Cases that ended.");
    private static readonly UpDownCounter<long> Active =
        Meter.CreateUpDownCounter<long>("radiomics.cases.active", "{case}", "Cases that are worked on.");
    private static readonly Counter<long> Input =
        Meter.CreateCounter<long>("radiomics.input.io", "By", "Bytes of images and masks that were read, as they lie on the disk.");
    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("radiomics.case.duration", "s", "How long a case took.");

    internal static Activity? Start(string name) => Source.StartActivity(name);

    internal static void Reused(int cases) => Cases.Add(cases, new KeyValuePair<string, object?>("radiomics.case.outcome", "reused"));

    /// <summary>Begins to watch a case of a cohort.</summary>
    internal static CaseWatch Case(int row, long bytes)
    {
        Active.Add(1);
        Input.Add(bytes);
        var activity = Source.StartActivity("radiomics.case");
        activity?.SetTag("radiomics.case.row", row).SetTag("radiomics.input.size", bytes);
        return new CaseWatch(activity, Stopwatch.GetTimestamp());
    }

    internal readonly struct CaseWatch(Activity? activity, long began)
    {
        public TimeSpan Computed()
        {
            var outcome = new KeyValuePair<string, object?>("radiomics.case.outcome", "computed");
            Cases.Add(1, outcome);
            return End(outcome);
        }

        public TimeSpan Failed(CohortStage stage, Exception problem)
        {
            activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", problem.GetType().FullName)
                .SetTag("radiomics.case.stage", CohortTables.NameOf(stage));
            var outcome = new KeyValuePair<string, object?>("radiomics.case.outcome", "failed");
            if (Cases.Enabled)
            {
                Cases.Add(
                    1,
                    outcome,
                    new KeyValuePair<string, object?>("error.type", problem.GetType().FullName),
                    new KeyValuePair<string, object?>("radiomics.case.stage", CohortTables.NameOf(stage))
                );
            }
            return End(outcome);
        }

        public void Cancelled() => End(new KeyValuePair<string, object?>("radiomics.case.outcome", "cancelled"));

        private TimeSpan End(KeyValuePair<string, object?> outcome)
        {
            var taken = Stopwatch.GetElapsedTime(began);
            Duration.Record(taken.TotalSeconds, outcome);
            Active.Add(-1);
            activity?.SetTag(outcome.Key, outcome.Value);
            activity?.Dispose();
            return taken;
        }
    }
}
