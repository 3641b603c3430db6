namespace Radiomics.Imaging.Filters;

/// <summary>A stretch of a periodic axis. It may start before 0 or end past the period, and is never longer than it.</summary>
internal readonly record struct AxisExtent(int Start, int Length, int Period)
{
    /// <summary>The stretch that a filter of some length needs to compute this one.</summary>
    public AxisExtent Halo(int taps)
    {
        var length = Length + taps - 1;
        return length < Period ? new AxisExtent(Start - (taps - 1 - taps / 2), length, Period) : new AxisExtent(0, Period, Period);
    }

    /// <summary>Where an index of the axis stands in the stretch.</summary>
    public int Position(int index) => Wrap(index - Start, Period);

    /// <summary>An index brought into the period.</summary>
    public static int Wrap(int index, int period)
    {
        var rest = index % period;
        return rest < 0 ? rest + period : rest;
    }
}
