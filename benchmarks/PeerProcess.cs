using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>A peer that answers one line for each line it is given, or a whole command that is timed from start to end.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    public PeerProcess(string program, params string[] arguments)
    {
        _process = Start(program, arguments, input: true);
    }

    public string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        return Read();
    }

    public string Read() =>
        _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer ended; see what it wrote above.");

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Seconds and peak resident megabytes of a whole command (Linux: polled from /proc).</summary>
    public static (double Seconds, double PeakMegabytes) Time(string program, params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start(program, arguments, input: false);
        var drain = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var peak = 0.0;
        while (!process.WaitForExit(3))
            peak = Math.Max(peak, PeakOf(process.Id));
        var seconds = watch.Elapsed.TotalSeconds;
        drain.Wait();
        return process.ExitCode == 0
            ? (seconds, peak)
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors.Result}");
    }

    private static double PeakOf(int id)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{id}/status"))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                    return double.Parse(line.AsSpan(6, line.Length - 8).Trim(), CultureInfo.InvariantCulture) / 1024;
            }
        }
        catch (IOException)
        {
            // It ended between two looks.
        }
        return 0;
    }

    private static Process Start(string program, string[] arguments, bool input)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = !input,
            RedirectStandardInput = input,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["NUMBA_NUM_THREADS"] = "1";
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }
}
