using Radiomics.Imaging.Resampling;

namespace Radiomics.Imaging.Tests.Resampling;

/// <summary>Taps that are found four places at a time are those of one place, to the bit.</summary>
public class InterpolationKernelTests
{
    public static TheoryData<Interpolator, int> Cases()
    {
        var cases = new TheoryData<Interpolator, int>();
        foreach (var interpolator in Enum.GetValues<Interpolator>())
        {
            foreach (var size in new[] { 1, 2, 3, 4, 7, 300 })
                cases.Add(interpolator, size);
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public unsafe void Rows_of_places_have_the_taps_of_each(Interpolator interpolator, int size)
    {
        // Both edges, whole places and halves, and what lies a rounding beside them; at random for the rest.
        var random = new System.Random(11);
        List<double> places = [-0.5, -0.25, 0, 0.5, size - 1, size - 0.75, Math.BitDecrement(size - 0.5), Math.BitDecrement(0.5)];
        foreach (var near in new[] { 0.0, 1, 2, 0.5, 1.5, size - 1.5 })
            places.AddRange([near, Math.BitIncrement(near), Math.BitDecrement(near), near + 1e-9, near - 1e-9]);
        places.RemoveAll(p => !InterpolationKernel.Covers(p, size));
        while (places.Count < 200)
            places.Add(random.NextDouble() * size - 0.5);
        var kernel = new InterpolationKernel(interpolator);
        var (indices, weights) = (new int[kernel.Taps * places.Count], new double[kernel.Taps * places.Count]);
        fixed (double* from = places.ToArray(), toWeights = weights)
        fixed (int* toIndices = indices)
            kernel.Fill(from, size, toIndices, toWeights, places.Count);

        var (expected, weigh) = (new int[kernel.Taps], new double[kernel.Taps]);
        for (var i = 0; i < places.Count; i++)
        {
            kernel.Fill(places[i], size, expected, weigh);
            for (var k = 0; k < kernel.Taps; k++)
            {
                Assert.Equal(expected[k], indices[k * places.Count + i]);
                Assert.Equal(BitConverter.DoubleToInt64Bits(weigh[k]), BitConverter.DoubleToInt64Bits(weights[k * places.Count + i]));
            }
        }
    }
}
