using Benchmarks;

return args.FirstOrDefault() switch
{
    "extraction" => ExtractionBenchmark.Run(args[1..]),
    "survival" => SurvivalBenchmark.Run(args.Contains("--reviewer")),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Which? extraction [--rounds N] [--threads N] [CASE ...] | survival [--reviewer]. See benchmarks/README.md.");
    return 2;
}
