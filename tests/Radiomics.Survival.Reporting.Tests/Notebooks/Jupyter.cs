using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Radiomics.Reporting.Tests.Notebooks;

/// <summary>The kernels of other languages that this machine's Jupyter has.</summary>
internal static class Jupyter
{
    /// <summary>Whether a kernel is there and its interpreter runs a line, such as an import.</summary>
    /// <param name="kernel">The kernel's name, as <c>jupyter kernelspec list</c> has it.</param>
    /// <param name="line">A line of Python; empty to run none.</param>
    public static bool Has(string kernel, string line)
    {
        if (Output("jupyter", "kernelspec", "list", "--json") is not { Length: > 0 } list)
            return false;
        using var document = JsonDocument.Parse(list);
        if (!document.RootElement.GetProperty("kernelspecs").TryGetProperty(kernel, out var found))
            return false;
        var interpreter = found.GetProperty("spec").GetProperty("argv")[0].GetString()!;
        return line.Length == 0 || Output(interpreter, "-c", line) is not null;
    }

    // What a program prints; null where it is not there or fails.
    private static string? Output(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
