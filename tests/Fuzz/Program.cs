using System.Diagnostics;
using System.Globalization;
using System.Text;
using Radiomics.Imaging;
using Survival.Models;

namespace Fuzz;

/// <summary>
/// Throws damaged files at every reader and parser: only typed exceptions may come out, within bounds of time and memory.
/// <c>dotnet run --project tests/Fuzz -c Release -- [--seconds 90] [--seed N] [--target NAME] [--only ITERATION] [--keep FOLDER]</c>.
/// The seed is logged; the same seed, target and iteration make the same file again.
/// </summary>
internal static class Program
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);
    private const long MemoryLimit = 512L << 20;

    public static int Main(string[] arguments)
    {
        string? Option(string name) =>
            Array.IndexOf(arguments, name) is var i and >= 0 && i + 1 < arguments.Length ? arguments[i + 1] : null;
        int Number(string name, int otherwise) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        var seconds = Number("--seconds", 60);
        var seed = Number("--seed", Random.Shared.Next());
        var only = Number("--only", -1);
        var keep = Option("--keep") ?? Path.Combine(Path.GetTempPath(), Invariant($"fuzz-{seed}"));
        var targets = Targets.All.Where(t => Option("--target") is not { } name || t.FileName == name || t.Name == name).ToList();
        Console.WriteLine(Invariant($"fuzz: seed {seed}, {seconds} s over {targets.Count} readers; what breaks one is kept in {keep}"));
        var faults = 0;
        var folder = Directory.CreateTempSubdirectory("fuzz-").FullName;
        try
        {
            foreach (var target in targets)
                faults += Run(target, seed, only, TimeSpan.FromSeconds((double)seconds / targets.Count), folder, keep);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        Console.WriteLine(Invariant($"fuzz: {faults} faults (seed {seed})"));
        return faults == 0 ? 0 : 1;
    }

    private static int Run(Target target, int seed, int only, TimeSpan time, string folder, string keep)
    {
        var seedFolder = Path.Combine(AppContext.BaseDirectory, "seeds", target.Name);
        string[] files = Directory.Exists(seedFolder) ? [.. Directory.GetFiles(seedFolder).Order(StringComparer.Ordinal)] : [];
        byte[][] seeds =
        [
            .. files.Where(f => !f.EndsWith(".raw", StringComparison.Ordinal)).Select(File.ReadAllBytes),
            .. target.Made is { } made ? new[] { Encoding.UTF8.GetBytes(made()) } : [],
        ];
        foreach (var raw in files.Where(f => f.EndsWith(".raw", StringComparison.Ordinal)))
            File.Copy(raw, Path.Combine(folder, Path.GetFileName(raw)), overwrite: true);
        var path = Path.Combine(folder, target.FileName);
        var (faults, refused, read, watch) = (new HashSet<string>(), 0, 0, Stopwatch.StartNew());
        // Each seed as it is must be read, or be refused by type: a seed is often a fault of once.
        for (var i = 0; only >= 0 ? i <= only : i < seeds.Length || watch.Elapsed < time; i++)
        {
            if (only >= 0 && i != only)
                continue;
            var random = new Random(HashCode(target.FileName, seed, i));
            var data = i < seeds.Length ? seeds[i] : new Mutator(random, seeds).Next();
            File.WriteAllBytes(path, target.Compressed ? Targets.Pack(data) : data);
            var fault = Try(target, path, ref refused, ref read);
            if (fault is null || !faults.Add(fault))
                continue;
            Directory.CreateDirectory(keep);
            var kept = Path.Combine(keep, Invariant($"{i}-{target.FileName}"));
            File.Copy(path, kept, overwrite: true);
            Console.WriteLine(Invariant($"FAULT {target.FileName} iteration {i}: {fault}\n  kept as {kept}"));
        }
        Console.WriteLine(Invariant($"{target.FileName,-16} {read,8} read {refused,8} refused {faults.Count,4} faults"));
        File.Delete(path);
        return faults.Count;
    }

    private static string? Try(Target target, string path, ref int refused, ref int read)
    {
        var (before, watch, cpu) = (GC.GetTotalAllocatedBytes(), Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        string? fault = null;
        try
        {
            target.Read(path);
            read++;
        }
        catch (Exception e) when (e is RadiomicsException or SurvivalModelException or IOException or UnauthorizedAccessException)
        {
            refused++;
            if (e.Message.Length > 10_000)
                fault = Invariant($"a message of {e.Message.Length / 10_000}0,000 characters: {e.GetType().Name}");
            else if (e.Message.Any(c => char.IsControl(c) && c is not '\n'))
                fault = $"a control character in the message of {e.GetType().Name}";
        }
        catch (Exception e)
        {
            var where = new StackTrace(e, true).GetFrames().FirstOrDefault(f => f.GetFileName() is not null);
            fault = $"{e.GetType().Name} at {Path.GetFileName(where?.GetFileName())}:{where?.GetFileLineNumber()}";
        }
        // By processor time, for the machine may be busy with other things.
        if (watch.Elapsed > TimeLimit && Process.GetCurrentProcess().TotalProcessorTime - cpu > TimeLimit)
            fault ??= "more than 5 s";
        if (GC.GetTotalAllocatedBytes() - before > MemoryLimit)
            fault ??= "more than 512 MB";
        return fault;
    }

    // string.GetHashCode differs from run to run.
    private static int HashCode(string name, int seed, int i) => name.Aggregate((seed * 31) + i, (h, c) => (h * 31) + c);
}
