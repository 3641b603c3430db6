using System.Buffers;
using System.Runtime.InteropServices;

namespace Pages;

/// <summary>Arrays that are written whole, once. The system hands memory out a page at a time, each at its first write; where whole
/// volumes are written that is half of a filter's time, so large ones ask for large pages (Linux, where they are had on request).</summary>
internal static partial class LargeArray
{
    private const int LargePage = 2 << 20, OnLargePages = 14; // MADV_HUGEPAGE
    private const int Line = 64; // bytes of the cache

    private static bool s_ask = OperatingSystem.IsLinux();

    /// <summary>An array whose elements are not set.</summary>
    public static unsafe T[] Uninitialised<T>(int length)
        where T : unmanaged
    {
        var array = GC.AllocateUninitializedArray<T>(length);
        Ask(array);
        return array;
    }

    /// <summary>An array of the shared pool, at least this long, whose elements are not set. It goes back to
    /// <see cref="ArrayPool{T}.Shared"/>.</summary>
    public static T[] Rent<T>(int length)
        where T : unmanaged
    {
        var array = ArrayPool<T>.Shared.Rent(length);
        Ask(array);
        return array;
    }

    /// <summary>The first element of an array that begins a line of the cache; reads of whole vectors from there cross none. (Where the
    /// collector moves the array they are slower and no less right.)</summary>
    public static unsafe int LineStart<T>(T[] array)
        where T : unmanaged
    {
        fixed (T* start = array)
            return (int)((-(nint)start & (Line - 1)) / sizeof(T));
    }

    private static unsafe void Ask<T>(T[] array)
        where T : unmanaged
    {
        var bytes = (long)array.Length * sizeof(T);
        if (!s_ask || bytes < 2 * LargePage)
            return;
        fixed (T* start = array)
            Ask((nint)start, bytes);
    }

    // A hint that the system is free to decline; where it cannot be given it is not given again.
    private static void Ask(nint start, long bytes)
    {
        var from = (start + LargePage - 1) & -LargePage;
        try
        {
            s_ask = Advise(from, (nuint)((start + (nint)bytes) / LargePage * LargePage - from), OnLargePages) == 0;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            s_ask = false;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nuint length, int advice);
}
