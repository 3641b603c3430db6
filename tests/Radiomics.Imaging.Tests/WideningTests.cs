namespace Radiomics.Imaging.Tests;

/// <summary>Reading voxels as double gives the same on every path, at every length and offset.</summary>
public sealed class WideningTests
{
    [Fact]
    public void Every_type_and_length_converts_exactly()
    {
        Check(i => (sbyte)(i * 37));
        Check(i => (byte)(i * 37));
        Check(i => (short)(i * 12345));
        Check(i => (ushort)(i * 12345));
        Check(i => i * 123456789);
        Check(i => (uint)(i * 123456789));
        Check(i => i * 1234567890123L);
        Check(i => (ulong)i * 1234567890123UL);
        Check(i => i % 7 == 3 ? float.NaN : i * 1.1f);
        Check(i => i % 7 == 3 ? double.NegativeInfinity : i * 1.1);
    }

    private static void Check<T>(Func<int, T> value)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var values = Enumerable.Range(0, 300).Select(value).ToArray();
        for (var length = 0; length <= 257; length++)
        {
            var start = length % 5;
            var found = new double[length + 1];
            found[^1] = 42;
            Widening.ToDouble<T>(values.AsSpan(start, length), found.AsSpan(0, length));
            for (var i = 0; i < length; i++)
                Assert.Equal(double.CreateTruncating(values[start + i]), found[i]);
            Assert.Equal(42, found[^1]);
        }
    }
}
