namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>A Riesz transform along the axes of the local structure, composed of those along the grid's.</summary>
internal static class SteeredRiesz
{
    public static double[] Compute(
        Volume image, Region region, ConvolutionalFilter filter, Boundary boundary, int[] order, double tensorSigma,
            int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        var dimensions = order.Length;
        var gauss = Gauss(tensorSigma, image.Geometry.Spacing, dimensions);
        var halo = SeparableConvolution.Halo(region, gauss);
        var needed = BoundaryBlock.Needed(halo, image.Size, boundary);
        var fourier = FourierResponse.Prepare(image, needed.Start.Z, needed.End.Z, filter, boundary, maxDegreeOfParallelism,
            cancellationToken);
        var tensor = Tensor(image, fourier, region, needed, halo, gauss, dimensions, boundary, maxDegreeOfParallelism, cancellationToken,
            out var gradient);

        var terms = Orders(dimensions, order.Sum());
        var responses = terms.Select(t => fourier.Respond(region, t, maxDegreeOfParallelism, cancellationToken)).ToArray();
        var factors = terms.Select(t => Math.Sqrt(FourierResponse.Multinomial(order) / FourierResponse.Multinomial(t))).ToArray();
        var places = terms.Select((t, i) => (Key: Key(t), i)).ToDictionary(p => p.Key, p => p.i);
        var result = LargeArray.Uninitialised<double>(checked((int)region.Count));
        FilterArguments.Run(region.Size.Z, z =>
        {
            var axes = new double[dimensions, dimensions];
            var matrix = new double[dimensions, dimensions];
            var weights = new double[terms.Count];
            var slice = region.Size.X * region.Size.Y;
            for (var i = z * slice; i < (z + 1) * slice; i++)
            {
                for (int a = 0, n = 0; a < dimensions; a++)
                {
                    for (var b = a; b < dimensions; b++, n++)
                        matrix[a, b] = matrix[b, a] = tensor[n][i];
                }
                StructureAxes.Of(matrix, axes);
                for (var a = 0; a < dimensions; a++)
                {
                    var along = 0d;
                    for (var b = 0; b < dimensions; b++)
                        along += axes[a, b] * gradient[b][i];
                    for (var b = 0; b < dimensions && along < 0; b++)
                        axes[a, b] = -axes[a, b];
                }
                Expand(axes, order, places, weights);
                var sum = 0d;
                for (var t = 0; t < weights.Length; t++)
                    sum += weights[t] * factors[t] * responses[t][i];
                result[i] = sum;
            }
        }, maxDegreeOfParallelism, cancellationToken);
        return result;
    }

    // The smoothed products of the first-order responses (upper triangle, row by row), and these responses.
    private static double[][] Tensor(
        Volume image, FourierResponse fourier, Region region, Region needed, Region halo, LineKernel?[] gauss, int dimensions,
            Boundary boundary,
        int maxDegreeOfParallelism, CancellationToken cancellationToken, out double[][] gradient)
    {
        int[] Unit(int axis) => [.. Enumerable.Range(0, dimensions).Select(a => a == axis ? 1 : 0)];
        var first = Enumerable.Range(0, dimensions).Select(a =>
            fourier.Respond(needed, Unit(a), maxDegreeOfParallelism, cancellationToken)).ToArray();
        gradient = [.. Enumerable.Range(0, dimensions).Select(a =>
            fourier.Respond(region, Unit(a), maxDegreeOfParallelism, cancellationToken))];
        var tensor = new List<double[]>();
        for (var a = 0; a < dimensions; a++)
        {
            for (var b = a; b < dimensions; b++)
            {
                var product = new double[first[a].Length];
                System.Numerics.Tensors.TensorPrimitives.Multiply(first[a], first[b], product);
                var box = BoundaryBlock.Extend(product, needed, image.Size, halo, boundary with { Outside = 0 });
                tensor.Add(SeparableConvolution.Apply(box, halo, gauss, region, maxDegreeOfParallelism, cancellationToken));
            }
        }
        return [.. tensor];
    }

    private static LineKernel?[] Gauss(double sigma, Vector3D spacing, int dimensions) => [.. Enumerable.Range(0, 3).Select(axis =>
    {
        if (axis >= dimensions)
            return null;
        var width = sigma / spacing[axis];
        var reach = (int)Math.Floor(4 * width + 0.5);
        double[] taps = [.. Enumerable.Range(-reach, 2 * reach + 1).Select(k => Math.Exp(-k * k / (2 * width * width)))];
        var total = taps.Sum();
        return new LineKernel([.. taps.Select(t => t / total)]);
    })];

    private static List<int[]> Orders(int dimensions, int total)
    {
        var orders = new List<int[]>();
        for (var x = total; x >= 0; x--)
        {
            if (dimensions == 2)
            {
                orders.Add([x, total - x]);
                continue;
            }
            for (var y = total - x; y >= 0; y--)
                orders.Add([x, y, total - x - y]);
        }
        return orders;
    }

    private static int Key(ReadOnlySpan<int> order) => order.Length == 2 ? order[0] * 16 + order[1]
        : (order[0] * 16 + order[1]) * 16 + order[2];

    // The coefficients of the product over i of (sum over j of axes[i, j] v[j])^order[i], as a polynomial in v.
    private static void Expand(double[,] axes, int[] order, Dictionary<int, int> places, double[] weights)
    {
        var dimensions = order.Length;
        var polynomial = new Dictionary<int, double> { [0] = 1 };
        for (var i = 0; i < dimensions; i++)
        {
            for (var power = 0; power < order[i]; power++)
            {
                var next = new Dictionary<int, double>();
                foreach (var (key, value) in polynomial)
                {
                    for (var j = 0; j < dimensions; j++)
                    {
                        var raised = key + (1 << (4 * (dimensions - 1 - j)));
                        next[raised] = next.GetValueOrDefault(raised) + value * axes[i, j];
                    }
                }
                polynomial = next;
            }
        }
        foreach (var (key, value) in polynomial)
            weights[places[key]] = value;
    }
}
