using Benchmarks;
using Benchmarks.Bdn;

return args.FirstOrDefault() switch
{
    "extraction" => ExtractionBenchmark.Run(args[1..]),
    "texture" or "texture_with_bins" or "discretisation" or "firstorder" or "shape" => KernelBenchmark.Run(args),
    "kernels" => KernelBenchmark.Run(args[1..]),
    "survival" => SurvivalBenchmark.Run(args[1..]),
    "maps" => MapsBenchmark.Run(),
    "bdn" => BdnRun.Run(args[1..]),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        "Which? extraction [--rounds N] [--threads N] [CASE ...] | kernels [KERNEL ...] | texture | discretisation | firstorder | shape | "
            + "maps | survival [--reviewer | WORD ...] | bdn [FILTER] [--smoke]. See benchmarks/README.md.");
    return 2;
}
