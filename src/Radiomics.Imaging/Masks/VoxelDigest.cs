using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Radiomics.Imaging.Masks;

/// <summary>
/// A SHA-1 of voxels. It is the system's, which on Linux is OpenSSL's and runs at the processor's own instructions where it has them; but a
/// native program that wants no more of that library than the hash of a small image waits 2 ms for it, holds 5 MB of it, an eighth of all
/// that it holds, and ends where it is not installed. There <see cref="SecureHash1"/> takes 1.8 times as long for zeros, of which masks are
/// made, and 2.8 times for others.
/// </summary>
internal sealed class VoxelDigest : IDisposable
{
    // Of four bytes each, 12 MB.
    private const long MostVoxels = 3 << 20;

    private readonly SecureHash1? _own;
    private readonly IncrementalHash? _system;

    /// <summary>Begins one.</summary>
    /// <param name="voxels">How many voxels will come.</param>
    public VoxelDigest(long voxels)
    {
        if (voxels <= MostVoxels && OperatingSystem.IsLinux() && !RuntimeFeature.IsDynamicCodeSupported)
            _own = new SecureHash1();
        else
            _system = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    }

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _own?.Append(bytes);
        _system?.AppendData(bytes);
    }

    /// <summary>The hash in lower-case hexadecimal. Nothing may be appended afterwards.</summary>
    public string Finish() => Convert.ToHexStringLower(_own?.Finish() ?? _system!.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _system?.Dispose();
}
