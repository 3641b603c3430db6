using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Radiomics.Imaging;

public sealed partial class Volume
{
    /// <summary>The voxels in their own type, seen as numbers or labels.</summary>
    private abstract class Buffer
    {
        public abstract PixelType PixelType { get; }

        public abstract double this[long index] { get; }

        public abstract void CopyTo(long start, Span<double> destination);

        /// <summary>The first and last place in a row that holds a label, or (-1, -1).</summary>
        public abstract (int First, int Last) FindLabel(long start, int length, long label);

        /// <summary>Sets 1 where the row holds the label; gives the number of those places.</summary>
        public abstract int MarkLabel(long start, long label, Span<byte> marks);

        /// <summary>Reads consecutive voxels as labels.</summary>
        public abstract void CopyLabels(long start, Span<uint> destination);

        /// <summary>Adds the labels of the whole image but 0; false where there are more than allowed.</summary>
        public abstract bool AddLabels(SortedSet<long> labels, int limit);

        /// <summary>Gives the voxels' bytes, little endian, piece by piece: a span of bytes holds 2 GiB at most, and voxels may take
        /// more.</summary>
        public abstract void Bytes<TState>(TState state, ReadOnlySpanAction<byte, TState> take);

        public abstract bool HasFractions { get; }
    }

    private sealed class Buffer<T>(ReadOnlyMemory<T> voxels) : Buffer
        where T : unmanaged, INumber<T>
    {
        public ReadOnlyMemory<T> Voxels { get; } = voxels;

        public override PixelType PixelType { get; } = PixelTypes.Of<T>();

        public override double this[long index] => double.CreateTruncating(Voxels.Span[(int)index]);

        public override bool HasFractions
        {
            get
            {
                if (PixelType.IsInteger())
                    return false;
                foreach (var value in Voxels.Span)
                {
                    if (!T.IsInteger(value))
                        return true;
                }
                return false;
            }
        }

        public override void Bytes<TState>(TState state, ReadOnlySpanAction<byte, TState> take)
        {
            const int Chunk = 1 << 20;
            var turned = BitConverter.IsLittleEndian ? [] : new byte[Chunk * Unsafe.SizeOf<T>()];
            for (long at = 0; at < Voxels.Length; at += Chunk)
            {
                var bytes = MemoryMarshal.AsBytes(Voxels.Span.Slice((int)at, (int)Math.Min(Chunk, Voxels.Length - at)));
                if (!BitConverter.IsLittleEndian)
                {
                    bytes.CopyTo(turned);
                    for (var i = 0; i < bytes.Length; i += Unsafe.SizeOf<T>())
                        turned.AsSpan(i, Unsafe.SizeOf<T>()).Reverse();
                    bytes = turned.AsSpan(0, bytes.Length);
                }
                take(bytes, state);
            }
        }

        public override void CopyTo(long start, Span<double> destination) =>
            Widening.ToDouble(Voxels.Span.Slice((int)start, destination.Length), destination);

        public override (int First, int Last) FindLabel(long start, int length, long label)
        {
            var row = Voxels.Span.Slice((int)start, length);
            if (AsExact(label) is { } exact)
                return (row.IndexOf(exact), row.LastIndexOf(exact));
            var (first, last) = (-1, -1);
            for (var i = 0; i < row.Length; i++)
            {
                if (ToLabel(row[i]) == label)
                {
                    first = first < 0 ? i : first;
                    last = i;
                }
            }
            return (first, last);
        }

        public override int MarkLabel(long start, long label, Span<byte> marks)
        {
            var row = Voxels.Span.Slice((int)start, marks.Length);
            var count = 0;
            for (var i = 0; i < row.Length; i++)
            {
                if (ToLabel(row[i]) == label)
                {
                    marks[i] = 1;
                    count++;
                }
            }
            return count;
        }

        public override void CopyLabels(long start, Span<uint> destination)
        {
            var row = Voxels.Span.Slice((int)start, destination.Length);
            for (var i = 0; i < row.Length; i++)
                destination[i] = (uint)ToLabel(row[i]);
        }

        public override bool AddLabels(SortedSet<long> labels, int limit)
        {
            var rest = Voxels.Span;
            var seen = new HashSet<T>();
            while (!rest.IsEmpty)
            {
                // Label maps are made of runs: look only where a run ends.
                if (seen.Add(rest[0]) && ToLabel(rest[0]) is not 0 and var label)
                    labels.Add(label);
                if (labels.Count > limit)
                    return false;
                var next = T.IsNaN(rest[0]) ? 1 : rest.IndexOfAnyExcept(rest[0]);
                if (next < 0)
                    break;
                rest = rest[next..];
            }
            return true;
        }

        // The one value that has the label, where there is only one: integers of up to 32 bits.
        private T? AsExact(long label) =>
            PixelType.IsInteger()
            && PixelType.ByteSize() <= 4
            && T.CreateTruncating(label) is var value
            && long.CreateTruncating(value) == label
            && label >= 0
                ? value
                : null;

        private static long ToLabel(T value)
        {
            if (typeof(T) == typeof(byte) || typeof(T) == typeof(ushort) || typeof(T) == typeof(uint))
                return long.CreateTruncating(value);
            // As a C compiler casts to 32 bits without a sign: floating point by way of 64 bits, so that -1 wraps as it does for integers.
            return typeof(T) == typeof(float) || typeof(T) == typeof(double)
                ? (uint)long.CreateSaturating(value)
                : uint.CreateTruncating(value);
        }
    }
}
