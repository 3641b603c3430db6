using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Imaging.Masks;

/// <summary>
/// SHA-1 (FIPS 180-4, sections 4.1.1, 4.2.1, 5.1.1, 5.3.1 and 6.1.2) of bytes that come piece by piece. Not for security. Why there is one
/// beside the system's, <see cref="VoxelDigest"/> says.
/// </summary>
internal sealed class SecureHash1
{
    private const int BlockLength = 64, Rounds = 80;

    // What each round adds to the message; all that it adds where that is zeros, of which the schedule makes zeros.
    private static readonly uint[] s_constants =
    [
        .. Enumerable.Repeat(0x5a827999u, 20), .. Enumerable.Repeat(0x6ed9eba1u, 20),
        .. Enumerable.Repeat(0x8f1bbcdcu, 20), .. Enumerable.Repeat(0xca62c1d6u, 20),
    ];

    private readonly byte[] _rest = new byte[BlockLength];
    private uint _a = 0x67452301, _b = 0xefcdab89, _c = 0x98badcfe, _d = 0x10325476, _e = 0xc3d2e1f0;
    private ulong _length;

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var kept = (int)(_length % BlockLength);
        _length += (ulong)bytes.Length;
        if (kept > 0)
        {
            var taken = Math.Min(BlockLength - kept, bytes.Length);
            bytes[..taken].CopyTo(_rest.AsSpan(kept));
            bytes = bytes[taken..];
            if (kept + taken < BlockLength)
                return;
            Compress(_rest);
        }
        var whole = bytes.Length / BlockLength * BlockLength;
        Compress(bytes[..whole]);
        bytes[whole..].CopyTo(_rest);
    }

    /// <summary>The hash of all bytes, 20 of them. Nothing may be appended afterwards.</summary>
    public byte[] Finish()
    {
        var bits = _length * 8;
        Span<byte> end = stackalloc byte[BlockLength];
        end.Clear();
        end[0] = 0x80;
        Append(end[..(BlockLength - (int)((_length + sizeof(ulong)) % BlockLength))]);
        BinaryPrimitives.WriteUInt64BigEndian(end, bits);
        Append(end[..sizeof(ulong)]);
        var hash = new byte[20];
        ReadOnlySpan<uint> words = [_a, _b, _c, _d, _e];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(4 * i), words[i]);
        return hash;
    }

    [SkipLocalsInit]
    private unsafe void Compress(ReadOnlySpan<byte> blocks)
    {
        Vector128<uint>* words = stackalloc Vector128<uint>[Rounds / 4], sums = stackalloc Vector128<uint>[Rounds / 4];
        var (a, b, c, d, e) = (_a, _b, _c, _d, _e);
        fixed (uint* constants = s_constants)
        {
            for (; blocks.Length >= BlockLength; blocks = blocks[BlockLength..])
            {
                var block = blocks[..BlockLength];
                var isZero = !block.ContainsAnyExcept((byte)0);
                var added = isZero ? constants : (uint*)sums;
                if (!isZero)
                    BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(block), new Span<uint>(words, BlockLength / 4));
                var (a0, b0, c0, d0, e0) = (a, b, c, d, e);
                if (!isZero)
                    Schedule(0, words, sums);
                Turn<Choice>(added, ref a, ref b, ref c, ref d, ref e);
                if (!isZero)
                    Schedule(5, words, sums);
                Turn<Parity>(added + 20, ref a, ref b, ref c, ref d, ref e);
                if (!isZero)
                    Schedule(10, words, sums);
                Turn<Majority>(added + 40, ref a, ref b, ref c, ref d, ref e);
                if (!isZero)
                    Schedule(15, words, sums);
                Turn<Parity>(added + 60, ref a, ref b, ref c, ref d, ref e);
                (a, b, c, d, e) = (a + a0, b + b0, c + c0, d + d0, e + e0);
            }
        }
        (_a, _b, _c, _d, _e) = (a, b, c, d, e);
    }

    // Twenty rounds of one function; five bring each letter back to its place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Turn<TFunction>(uint* added, ref uint a, ref uint b, ref uint c, ref uint d, ref uint e)
        where TFunction : struct, IFunction
    {
        for (var w = added; w < added + 20; w += 5)
        {
            Round<TFunction>(a, ref b, c, d, ref e, w[0]);
            Round<TFunction>(e, ref a, b, c, ref d, w[1]);
            Round<TFunction>(d, ref e, a, b, ref c, w[2]);
            Round<TFunction>(c, ref d, e, a, ref b, w[3]);
            Round<TFunction>(b, ref c, d, e, ref a, w[4]);
        }
    }

    // What does not wait for the round before is added first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<TFunction>(uint a, ref uint b, uint c, uint d, ref uint e, uint added)
        where TFunction : struct, IFunction
    {
        e += TFunction.Of(b, c, d) + added;
        e += BitOperations.RotateLeft(a, 5);
        b = BitOperations.RotateLeft(b, 30);
    }

    // The message schedule of twenty rounds, four words at a time, and with their constants: it is ready while the rounds before still wait
    // for each other.
    private static unsafe void Schedule(int from, Vector128<uint>* words, Vector128<uint>* sums)
    {
        var constant = Vector128.Create(s_constants[4 * from]);
        var i = from;
        for (; i < 4; i++)
            sums[i] = words[i] + constant;
        var (before, last) = (words[i - 2], words[i - 1]);
        for (; i < from + 5; i++)
        {
            Vector128<uint> next;
            if (i < 8)
            {
                // The last of four words needs the first.
                next = Rotated(words[i - 4] ^ Middle(words[i - 4], words[i - 3]) ^ before
                    ^ Vector128.Shuffle(last, Vector128.Create(1u, 2, 3, 4)), 1);
                next ^= Rotated(Vector128.Shuffle(next, Vector128.Create(4u, 4, 4, 0)), 1);
            }
            else
            {
                // The standard's recurrence put into itself once: no word of four needs another of them.
                next = Rotated(Middle(before, last) ^ (words[i - 4] ^ words[i - 7] ^ words[i - 8]), 2);
            }
            words[i] = next;
            sums[i] = next + constant;
            (before, last) = (last, next);
        }
    }

    private static Vector128<uint> Middle(Vector128<uint> first, Vector128<uint> second) =>
        Vector128.Shuffle(first, Vector128.Create(2u, 3, 4, 4)) | Vector128.Shuffle(second, Vector128.Create(4u, 4, 0, 1));

    private static Vector128<uint> Rotated(Vector128<uint> words, int bits) => (words << bits) | (words >>> (32 - bits));

    // The functions of section 4.1.1.
    private interface IFunction
    {
        static abstract uint Of(uint b, uint c, uint d);
    }

    private readonly struct Choice : IFunction
    {
        public static uint Of(uint b, uint c, uint d) => d ^ (b & (c ^ d));
    }

    private readonly struct Parity : IFunction
    {
        public static uint Of(uint b, uint c, uint d) => b ^ c ^ d;
    }

    private readonly struct Majority : IFunction
    {
        public static uint Of(uint b, uint c, uint d) => (b & c) + (d & (b ^ c));
    }
}
