using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Radiomics.Imaging.Filters;

/// <summary>Lines side by side in one register of doubles. Each operation rounds once and none is fused, so that the width changes
/// nothing.</summary>
internal unsafe interface IRecursiveLanes<TSelf>
    : IAdditionOperators<TSelf, TSelf, TSelf>,
        ISubtractionOperators<TSelf, TSelf, TSelf>,
        IMultiplyOperators<TSelf, TSelf, TSelf>,
        IDivisionOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, IRecursiveLanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Create(double value);

    static abstract TSelf Load(double* from);

    static abstract TSelf Load(float* from);

    void Store(double* to);

    void Store(float* to);
}

/// <summary>One line: what is left beside whole registers.</summary>
internal readonly unsafe struct OneLane(double value) : IRecursiveLanes<OneLane>
{
    private readonly double _value = value;

    public static int Count => 1;

    public static OneLane Create(double value) => new(value);

    public static OneLane Load(double* from) => new(*from);

    public static OneLane Load(float* from) => new(*from);

    public void Store(double* to) => *to = _value;

    public void Store(float* to) => *to = (float)_value;

    public static OneLane operator +(OneLane a, OneLane b) => new(a._value + b._value);

    public static OneLane operator -(OneLane a, OneLane b) => new(a._value - b._value);

    public static OneLane operator *(OneLane a, OneLane b) => new(a._value * b._value);

    public static OneLane operator /(OneLane a, OneLane b) => new(a._value / b._value);
}

/// <summary>Four lines.</summary>
internal readonly unsafe struct FourLanes(Vector256<double> values) : IRecursiveLanes<FourLanes>
{
    private readonly Vector256<double> _values = values;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Create(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Load(double* from) => new(Vector256.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes Load(float* from)
    {
        var four = Vector128.Load(from);
        return new(Avx.IsSupported ? Avx.ConvertToVector256Double(four)
            : Vector256.Create(Vector128.WidenLower(four), Vector128.WidenUpper(four)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* to) => Vector256.Store(_values, to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) =>
        (Avx.IsSupported ? Avx.ConvertToVector128Single(_values) : Vector128.Narrow(_values.GetLower(), _values.GetUpper())).Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator +(FourLanes a, FourLanes b) => new(a._values + b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator -(FourLanes a, FourLanes b) => new(a._values - b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator *(FourLanes a, FourLanes b) => new(a._values * b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourLanes operator /(FourLanes a, FourLanes b) => new(a._values / b._values);
}

/// <summary>Eight lines; where <see cref="Vector512.IsHardwareAccelerated"/>.</summary>
internal readonly unsafe struct EightLanes(Vector512<double> values) : IRecursiveLanes<EightLanes>
{
    private readonly Vector512<double> _values = values;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Create(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Load(double* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes Load(float* from)
    {
        var eight = Vector256.Load(from);
        return new(Avx512F.IsSupported ? Avx512F.ConvertToVector512Double(eight)
            : Vector512.Create(Vector256.WidenLower(eight), Vector256.WidenUpper(eight)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* to) => Vector512.Store(_values, to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to)
    {
        var eight = Avx512F.IsSupported ? Avx512F.ConvertToVector256Single(_values)
            : Vector256.Narrow(_values.GetLower(), _values.GetUpper());
        eight.Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator +(EightLanes a, EightLanes b) => new(a._values + b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator -(EightLanes a, EightLanes b) => new(a._values - b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator *(EightLanes a, EightLanes b) => new(a._values * b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightLanes operator /(EightLanes a, EightLanes b) => new(a._values / b._values);
}
