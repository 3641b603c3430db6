using System.Diagnostics;
using Radiomics.Features.Extraction;

namespace Radiomics.Cli.Commands;

/// <summary>One line of progress that overwrites itself, on a terminal only: a file or a pipe gets none of it.</summary>
internal sealed class ProgressLine(TextWriter error) : IProgress<ExtractionProgress>, IProgress<CohortProgress>, IDisposable
{
    private readonly bool _enabled = error is Messages { ShowsProgress: true };
    private readonly Lock _gate = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _shown;

    public void Show(string text)
    {
        if (!_enabled)
            return;
        lock (_gate)
        {
            error.Write($"\r{text.PadRight(_shown)}");
            _shown = text.Length;
        }
    }

    public void Report(ExtractionProgress value) => Show(Invariant(
        $"region {value.Region + 1}: {value.ImageName}, {value.Completed} features{Left(value.Part, value.Parts)}"
    ));

    public void Report(CohortProgress value) =>
        Show($"{value}{Left(value.Finished, value.Total)}");

    /// <summary>So many of so many, with what is left by the time taken so far.</summary>
    public void Count(int done, int total, string what) => Show(Invariant($"{done} of {total} {what}{Left(done, total)}"));

    // Work is taken to go on as fast as so far; nothing is said before it tells something.
    private string Left(int done, int total)
    {
        var taken = _watch.Elapsed;
        if (done == 0 || done >= total || taken.TotalSeconds < 3)
            return "";
        var left = taken * ((double)(total - done) / done);
        return left.TotalMinutes < 1.5 ? Invariant($", about {Math.Max(1, left.TotalSeconds):0} s left")
            : left.TotalHours < 1.5 ? Invariant($", about {left.TotalMinutes:0} min left")
            : Invariant($", about {left.TotalHours:0.0} h left");
    }

    public void Clear()
    {
        if (!_enabled || _shown == 0)
            return;
        lock (_gate)
        {
            error.Write($"\r{new string(' ', _shown)}\r");
            _shown = 0;
        }
    }

    public void Dispose() => Clear();
}
