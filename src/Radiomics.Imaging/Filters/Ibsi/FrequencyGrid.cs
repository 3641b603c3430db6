namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>
/// The frequencies of a Fourier transform's elements as the IBSI 2 maps have them: along each axis from -1 to 1 (the Nyquist
/// frequency) in equal steps, both ends included, whatever the parity of the number of elements.
/// </summary>
internal static class FrequencyGrid
{
    /// <summary>The frequency of each element along an axis, in units of the Nyquist frequency; 0 for an axis of one element.</summary>
    public static double[] Along(int length)
    {
        var result = new double[length];
        var centre = (length - 1) / 2.0;
        for (var i = 0; i < length && length > 1; i++)
            result[i] = ((i + length / 2) % length - centre) / centre;
        return result;
    }
}
