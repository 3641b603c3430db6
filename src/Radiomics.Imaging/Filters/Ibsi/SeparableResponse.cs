namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>
/// Convolution in one or more separable steps, the image continued before each; a step's result is what the next one continues.
/// </summary>
internal static class SeparableResponse
{
    public static double[] Compute(
        Volume image, Region region, IReadOnlyList<LineKernel?[]> steps, Boundary boundary, int maxDegreeOfParallelism,
            CancellationToken cancellationToken)
    {
        // Backwards: what each step must give for the next one, then forwards.
        var needs = new Region[steps.Count];
        var wanted = region;
        for (var s = steps.Count - 1; s >= 0; s--)
        {
            needs[s] = wanted;
            wanted = BoundaryBlock.Needed(SeparableConvolution.Halo(wanted, steps[s]), image.Size, boundary);
        }
        double[]? values = null;
        for (var s = 0; s < steps.Count; s++)
        {
            var halo = SeparableConvolution.Halo(needs[s], steps[s]);
            var input = values is null
                ? BoundaryBlock.Read(image, halo, boundary)
                : BoundaryBlock.Extend(values, needs[s - 1], image.Size, halo, boundary);
            values = SeparableConvolution.Apply(input, halo, steps[s], needs[s], maxDegreeOfParallelism, cancellationToken);
        }
        return values!;
    }
}
