namespace Radiomics.Imaging.Filters;

/// <summary>The samples of a local binary pattern in the plane, and the number made of their comparison with the centre.</summary>
internal sealed class PatternCircle
{
    private readonly int _samples;
    private readonly LocalBinaryPatternMethod _method;

    public PatternCircle(double radius, int samples, LocalBinaryPatternMethod method)
    {
        (_samples, _method) = (samples, method);
        (Rows, Columns) = (new double[samples], new double[samples]);
        for (var i = 0; i < samples; i++)
        {
            var angle = 2 * Math.PI * i / samples;
            Rows[i] = Round(-radius * Math.Sin(angle));
            Columns[i] = Round(radius * Math.Cos(angle));
        }
    }

    /// <summary>The samples' offsets along the rows' axis, to five decimals.</summary>
    public double[] Rows { get; }

    /// <summary>The samples' offsets along the columns' axis, to five decimals.</summary>
    public double[] Columns { get; }

    /// <summary>The number of a pattern.</summary>
    public double Code(ReadOnlySpan<double> texture, double centre)
    {
        if (_method == LocalBinaryPatternMethod.Var)
            return Variance(texture);
        var bits = 0;
        for (var i = 0; i < texture.Length; i++)
        {
            if (texture[i] - centre >= 0)
                bits |= 1 << i;
        }
        // Neighbours that differ, but for the last and the first.
        var changes = int.PopCount((bits ^ (bits >> 1)) & ((1 << (_samples - 1)) - 1));
        return _method switch
        {
            LocalBinaryPatternMethod.Default => bits,
            LocalBinaryPatternMethod.Ror => SmallestRotation(bits),
            LocalBinaryPatternMethod.Uniform => changes <= 2 ? int.PopCount(bits) : _samples + 1,
            _ => changes <= 2 ? Rotated(bits) : _samples * (_samples - 1) + 2,
        };
    }

    // As numpy rounds: scaled, to even, and back.
    private static double Round(double value) => Math.Round(value * 1e5, MidpointRounding.ToEven) / 1e5;

    private static double Variance(ReadOnlySpan<double> texture)
    {
        double sum = 0, squares = 0;
        foreach (var value in texture)
        {
            sum += value;
            squares += value * value;
        }
        var variance = (squares - sum * sum / texture.Length) / texture.Length;
        return variance != 0 ? variance : double.NaN;
    }

    private int SmallestRotation(int bits)
    {
        var smallest = bits;
        for (var i = 1; i < _samples; i++)
        {
            bits = (bits >> 1) | ((bits & 1) << (_samples - 1));
            smallest = Math.Min(smallest, bits);
        }
        return smallest;
    }

    private int Rotated(int bits)
    {
        var ones = int.PopCount(bits);
        if (ones == 0)
            return 0;
        if (ones == _samples)
            return _samples * (_samples - 1) + 1;
        // The first one, and the run of ones from there. Counted bit by bit: with all intrinsics off, the optimised code that .NET 10.0.12
        // makes of TrailingZeroCount(bits) and TrailingZeroCount(~bits) together gives other numbers.
        var (first, run) = (0, 0);
        while (((bits >> first) & 1) == 0)
            first++;
        while (((bits >> run) & 1) != 0)
            run++;
        var rotation = first == 0 ? ones - run : _samples - first;
        return 1 + (ones - 1) * _samples + rotation;
    }
}
