using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Radiomics.Features.Discretisation;

/// <summary>Asks for memory that is read soon: of itself the processor reads ahead to a page's end only, and a region's rows leave
/// gaps.</summary>
internal static class Prefetch
{
    private const int Distance = 8192; // bytes; 1,600 to 20,000 serve as well

    /// <summary>Asks for what lies some way behind a number. There need be nothing there, for it is a hint and not a reading.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Ahead(ref double first, int index)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0((byte*)Unsafe.AsPointer(ref Unsafe.Add(ref first, index)) + Distance);
    }
}
