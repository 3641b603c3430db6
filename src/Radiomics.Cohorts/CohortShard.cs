using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Radiomics;

/// <summary>
/// A part of a cohort that one machine of several works on. A case belongs to the shard that its id says, by a hash, whatever stands before
/// or after it in the manifest: a row more moves no other. <see cref="CohortExtraction.WeighShards"/> makes the parts even.
/// </summary>
/// <param name="Index">Which part, from 0, so that it is the index of a task of a Slurm array or of an indexed job of Kubernetes.</param>
/// <param name="Count">How many parts there are; 1 to 10,000.</param>
public readonly record struct CohortShard(int Index, int Count)
{
    private const int MostShards = 10_000;

    /// <summary>Reads a shard as a command line has it.</summary>
    /// <param name="text">Index and count, such as <c>3/64</c>: from <c>0/64</c> to <c>63/64</c>.</param>
    /// <exception cref="FormatException">The text is something else; the message says what is allowed.</exception>
    public static CohortShard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && new CohortShard(index, count) is { IsValid: true } shard
            ? shard
            : throw new FormatException(
                $"'{text}' is no shard; an index from 0 and a count were expected, such as 3/64: from 0/64 to 63/64, of at most "
                    + Invariant($"{MostShards}.")
            );
    }

    /// <summary>Index and count, as <see cref="Parse"/> reads them.</summary>
    public override string ToString() => Invariant($"{Index}/{Count}");

    internal bool IsValid => Count is >= 1 and <= MostShards && Index >= 0 && Index < Count;

    internal static ulong HashOf(string id) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
