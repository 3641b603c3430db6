using Radiomics.Features.Extraction;

namespace Radiomics.Cli.Commands;

/// <summary>One line of progress that overwrites itself, on a terminal only: a file or a pipe gets none of it.</summary>
internal sealed class ProgressLine(TextWriter error) : IProgress<ExtractionProgress>, IProgress<CohortProgress>, IDisposable
{
    private readonly bool _enabled = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
    private readonly Lock _gate = new();
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
        $"region {value.Region + 1}: {value.ImageName}, {value.Completed} features"
    ));

    public void Report(CohortProgress value) =>
        Show(
            Invariant($"{value.Finished} of {value.Total} ")
                + $"cases{(value.Failed > 0 ? Invariant($", {value.Failed} failed") : "")}{(value.Id.Length > 0 ? $": {value.Id}" : "")}"
        );

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
