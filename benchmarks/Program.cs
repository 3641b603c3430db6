using Benchmarks;

return args.FirstOrDefault() switch
{
    "extraction" => ExtractionBenchmark.Run(args[1..]),
    "accuracy" => AccuracyBenchmark.Run(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Which? extraction [--rounds N] [--threads N] [CASE ...] | accuracy. See benchmarks/README.md.");
    return 2;
}
