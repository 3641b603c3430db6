using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Radiomics.Cli;

/// <summary>
/// Native code is compiled for one instruction set, and the tool for what every x64 processor has. Where the same tool compiled for AVX2
/// lies beside it (<c>radiomics-avx2</c>, made by eng/native.sh) and the processor can run it, that one takes this process over. The
/// numbers are the same.
/// </summary>
internal static partial class NativeVariant
{
    private const string Suffix = "-avx2";

    /// <summary>Does not return where the other one takes over. <c>DOTNET_EnableAVX2=0</c> keeps this one.</summary>
    public static void Start(string[] arguments)
    {
        if (RuntimeFeature.IsDynamicCodeSupported || Vector256.IsHardwareAccelerated || !HasAvx2()
            || !(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
            || Environment.GetEnvironmentVariable("DOTNET_EnableAVX2") == "0"
            || Environment.ProcessPath is not { } own || own.EndsWith(Suffix, StringComparison.Ordinal) || !File.Exists(own + Suffix))
            return;
        // Where it cannot be started this one goes on.
        _ = Execute(own + Suffix, [own, .. arguments, null]);
    }

    // What x86-64-v3 asks for, from the processor itself: code for an older one takes Avx2.IsSupported to be false. The area that the
    // operating system saves for a thread must hold the wide registers too.
    private static bool HasAvx2()
    {
        const int Fma = 1 << 12, Movbe = 1 << 22, Saved = 1 << 27, Avx = 1 << 28, F16c = 1 << 29, First = Fma | Movbe | Saved | Avx | F16c;
        const int Bmi1 = 1 << 3, Wide = 1 << 5, Bmi2 = 1 << 8, Second = Bmi1 | Wide | Bmi2, Lzcnt = 1 << 5, AreaWithWide = 576 + 256;
        return X86Base.IsSupported
            && X86Base.CpuId(0, 0).Eax >= 13
            && (X86Base.CpuId(1, 0).Ecx & First) == First
            && (X86Base.CpuId(7, 0).Ebx & Second) == Second
            && (X86Base.CpuId(unchecked((int)0x80000001), 0).Ecx & Lzcnt) == Lzcnt
            && X86Base.CpuId(13, 0).Ebx >= AreaWithWide;
    }

    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Execute(string path, string?[] arguments);
}
