using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Radiomics;

/// <summary>The spans and metrics of a cohort, under the name that <see cref="RadiomicsTelemetry"/> says, as it describes them.</summary>
internal static class CohortTelemetry
{
    private static readonly ActivitySource Source = new(RadiomicsTelemetry.Name);
    private static readonly Meter Meter = new(RadiomicsTelemetry.Name);
    private static readonly Counter<long> Cases = Meter.CreateCounter<long>("radiomics.cases", "{case}", "Cases that ended.");
    private static readonly UpDownCounter<long> Active =
        Meter.CreateUpDownCounter<long>("radiomics.cases.active", "{case}", "Cases that are worked on.");
    private static readonly Counter<long> Input =
        Meter.CreateCounter<long>("radiomics.input.io", "By", "Bytes of images and masks that were read, as they lie on the disk.");
    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("radiomics.case.duration", "s", "How long a case took.");

    public static Activity? Start(string name) => Source.StartActivity(name);

    public static void Reused(int cases) => Cases.Add(cases, new KeyValuePair<string, object?>("radiomics.case.outcome", "reused"));

    /// <summary>Begins to watch a case of a cohort.</summary>
    public static CaseWatch Case(int row, long bytes)
    {
        Active.Add(1);
        Input.Add(bytes);
        var activity = Source.StartActivity("radiomics.case");
        activity?.SetTag("radiomics.case.row", row).SetTag("radiomics.input.size", bytes);
        return new CaseWatch(activity, Stopwatch.GetTimestamp());
    }

    public readonly struct CaseWatch(Activity? activity, long began)
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
