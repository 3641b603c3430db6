using System.Security.Cryptography;
using System.Text;
using Radiomics.Imaging.Masks;

namespace Radiomics.Imaging.Tests.Masks;

public sealed class SecureHash1Tests
{
    // NIST's examples for FIPS 180 (csrc.nist.gov, "SHA1.pdf") and its long message of a million letters.
    [Theory]
    [InlineData("", 1, "da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData("abc", 1, "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1, "84983e441c3bd26ebaae4aa1f95129e5e54670f1")]
    [InlineData("a", 1_000_000, "34aa973cd4c4daa4f61eeb2bdbad27316534016f")]
    public void Gives_the_standards_hashes(string text, int times, string expected)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        var hash = new SecureHash1();
        for (var i = 0; i < times; i++)
            hash.Append(bytes);
        Assert.Equal(expected, Convert.ToHexStringLower(hash.Finish()));
    }

    // Zeros in between, for their blocks go another way.
    [Fact]
    public void Gives_the_systems_hash_whatever_the_length_and_the_pieces()
    {
        var random = new Random(180);
        for (var length = 0; length < 700; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            var zeros = random.Next(length + 1);
            bytes.AsSpan(zeros, random.Next(length - zeros + 1)).Clear();
            var hash = new SecureHash1();
            for (var at = 0; at < length;)
            {
                var piece = Math.Min(1 + random.Next(200), length - at);
                hash.Append(bytes.AsSpan(at, piece));
                at += piece;
            }
#pragma warning disable CA5350 // It is SHA-1 that is tested.
            Assert.Equal(SHA1.HashData(bytes), hash.Finish());
#pragma warning restore CA5350
        }
    }
}
