using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Survival.Models.Cox;

/// <summary>
/// The elementary symmetric polynomials e_0 .. e_D of numbers that are added one by one, e_k += r e_(k-1), with their first and second
/// derivatives by coefficients where r = exp(x'b) (Gail, Lubin and Rubinstein, Biometrika 1981;68:703). Their size
/// differs by hundreds of powers of ten, so each degree has a power of two of its own, which follows it. Element by element: the same bits
/// whatever the vector width.
/// </summary>
internal sealed class SymmetricPolynomials
{
    private const int Lanes = 4;
    private const double Large = 1.2676506002282294e30; // 2^100

    private readonly int _length; // of each row of numbers by degree: degree 0, then whole vectors
    private readonly int _columns;
    private readonly int[] _exponent; // e_k = _value[k] 2^_exponent[k]
    private readonly double[] _ratio; // 2^(_exponent[k - 1] - _exponent[k])
    private readonly double[] _factor; // r times it
    private readonly double[] _value;
    private readonly double[] _first; // a row for each column, in the units of _value
    private readonly double[] _shifted; // _first + x _value, for the number that is being added
    private readonly double[] _second; // a row for each pair of columns k <= j, at j (j + 1) / 2 + k
    private int _members;

    public SymmetricPolynomials(int degree, int columns)
    {
        (_length, _columns) = (1 + ((degree + Lanes - 1) / Lanes * Lanes), columns);
        (_exponent, _ratio, _factor, _value) = (new int[_length], new double[_length], new double[_length], new double[_length]);
        (_first, _shifted) = (new double[columns * _length], new double[columns * _length]);
        _second = new double[degree == 0 ? 0 : checked(columns * (columns + 1) / 2 * _length)];
        Clear();
    }

    /// <summary>Takes all numbers out.</summary>
    public void Clear()
    {
        foreach (var row in (double[][])[_ratio, _factor, _value, _first, _shifted, _second])
            Array.Clear(row);
        Array.Clear(_exponent);
        (_value[0], _members) = (1, 0);
    }

    /// <summary>The logarithm of e_k.</summary>
    public double Logarithm(int k) => Math.Log(_value[k]) + (_exponent[k] * Math.Log(2));

    /// <summary>The derivative of log e_k by a coefficient: the mean of the sum of its column over the sets of k.</summary>
    public double Mean(int k, int column) => _first[(column * _length) + k] / _value[k];

    /// <summary>The mean of the product of two columns' sums over the sets of k.</summary>
    public double MeanProduct(int k, int column, int other) => _second[(((column * (column + 1) / 2) + other) * _length) + k] / _value[k];

    /// <summary>Adds a number.</summary>
    /// <param name="r">The number; not negative.</param>
    /// <param name="x">Its row; empty where derivatives are not asked for.</param>
    /// <param name="degree">The highest degree that is still needed; it may fall, not rise.</param>
    public void Add(double r, ReadOnlySpan<double> x, int degree)
    {
        // exp() that is 0 takes no part.
        if (!(r > 0))
            return;
        if (++_members <= degree)
            Open(_members, r);
        degree = Math.Min(degree, _members);
        var top = 1 + ((degree - 1) / Lanes * Lanes); // where the last vector begins
        ref var ratio = ref MemoryMarshal.GetArrayDataReference(_ratio);
        ref var factor = ref MemoryMarshal.GetArrayDataReference(_factor);
        var risk = Vector256.Create(r);
        for (var k = 1; k <= top; k += Lanes)
            (risk * Vector256.LoadUnsafe(ref ratio, (nuint)k)).StoreUnsafe(ref factor, (nuint)k);
        if (!x.IsEmpty)
            AddDerivatives(x, top);
        // Downward, so that what stands below is still that of before.
        ref var value = ref MemoryMarshal.GetArrayDataReference(_value);
        var highest = Vector256<double>.Zero;
        for (var k = top; k >= 1; k -= Lanes)
        {
            var sum = Vector256.LoadUnsafe(ref value, (nuint)k)
                + (Vector256.LoadUnsafe(ref factor, (nuint)k) * Vector256.LoadUnsafe(ref value, (nuint)(k - 1)));
            sum.StoreUnsafe(ref value, (nuint)k);
            highest = Vector256.ConditionalSelect(Vector256.GreaterThan(sum, highest), sum, highest);
        }
        if (Vector256.GreaterThanAny(highest, Vector256.Create(Large)))
            Rescale();
    }

    private void AddDerivatives(ReadOnlySpan<double> x, int top)
    {
        ref var value = ref MemoryMarshal.GetArrayDataReference(_value);
        ref var factor = ref MemoryMarshal.GetArrayDataReference(_factor);
        var pair = 0;
        for (var j = 0; j < _columns; j++)
        {
            ref var first = ref _first[j * _length];
            ref var shifted = ref _shifted[j * _length];
            var xj = Vector256.Create(x[j]);
            shifted = first + (x[j] * value);
            for (var k = 1; k <= top; k += Lanes)
            {
                (Vector256.LoadUnsafe(ref first, (nuint)k) + (xj * Vector256.LoadUnsafe(ref value, (nuint)k)))
                    .StoreUnsafe(ref shifted, (nuint)k);
            }
            for (var m = 0; m <= j; m++, pair++)
            {
                ref var second = ref _second[pair * _length];
                ref var other = ref _first[m * _length];
                var xm = Vector256.Create(x[m]);
                for (var k = top; k >= 1; k -= Lanes)
                {
                    var below = (nuint)(k - 1);
                    var with = Vector256.LoadUnsafe(ref second, below) + (xj * Vector256.LoadUnsafe(ref other, below))
                        + (xm * Vector256.LoadUnsafe(ref shifted, below));
                    (Vector256.LoadUnsafe(ref second, (nuint)k) + (Vector256.LoadUnsafe(ref factor, (nuint)k) * with))
                        .StoreUnsafe(ref second, (nuint)k);
                }
            }
        }
        for (var j = 0; j < _columns; j++)
        {
            ref var first = ref _first[j * _length];
            ref var shifted = ref _shifted[j * _length];
            for (var k = 1; k <= top; k += Lanes)
            {
                (Vector256.LoadUnsafe(ref first, (nuint)k)
                    + (Vector256.LoadUnsafe(ref factor, (nuint)k) * Vector256.LoadUnsafe(ref shifted, (nuint)(k - 1))))
                    .StoreUnsafe(ref first, (nuint)k);
            }
        }
    }

    // A degree that was 0 takes the power of two by which its first term, r e_(k-1), lies in [1, 2).
    private void Open(int k, double r)
    {
        var power = Math.ILogB(r * _value[k - 1]);
        _exponent[k] = _exponent[k - 1] + power;
        _ratio[k] = Math.ScaleB(1, -power);
    }

    private void Rescale()
    {
        // Degrees above the number of members are 0 and have no power yet.
        for (var k = 1; k < _length && _value[k] > 0; k++)
        {
            if (double.IsFinite(_value[k]))
            {
                var power = Math.ILogB(_value[k]);
                var down = Math.ScaleB(1, -power);
                _exponent[k] += power;
                _value[k] *= down;
                for (var at = k; at < _first.Length; at += _length)
                    _first[at] *= down;
                for (var at = k; at < _second.Length; at += _length)
                    _second[at] *= down;
            }
            _ratio[k] = Math.ScaleB(1, _exponent[k - 1] - _exponent[k]);
        }
    }
}
