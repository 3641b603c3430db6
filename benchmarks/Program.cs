using Benchmarks;

return args.FirstOrDefault() switch
{
    "extraction" => ExtractionBenchmark.Run(args[1..]),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Which? extraction [--rounds N] [--threads N] [CASE ...]. See benchmarks/README.md.");
    return 2;
}
