using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Benchmarks.Bdn;

/// <summary>Runs the BenchmarkDotNet classes: bdn [FILTER] [--smoke], the filter a part of a name; --smoke runs each once at the least
/// size.</summary>
internal static class BdnRun
{
    public static int Run(string[] arguments)
    {
        var smoke = arguments.Contains("--smoke");
        var filter = arguments.FirstOrDefault(a => !a.StartsWith('-')) ?? "";

        // In this process: the project that BenchmarkDotNet would write knows nothing of the folder that ours are built into.
        var job = (smoke ? Job.Dry : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
        var config = DefaultConfig.Instance.AddJob(job).AddDiagnoser(MemoryDiagnoser.Default)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "bdn"));
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(BdnRun).Assembly)
            .Run(["--filter", $"*{filter}*{(smoke ? "(Size: 25)" : "")}"], config);
        return summaries.Any() && summaries.All(s => !s.HasCriticalValidationErrors && s.Reports.All(r => r.Success)) ? 0 : 1;
    }
}
