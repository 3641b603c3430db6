namespace Radiomics.Imaging;

/// <summary>What is known of a <see cref="PixelType"/>.</summary>
internal static class PixelTypes
{
    /// <summary>The pixel type of a .NET type.</summary>
    /// <typeparam name="T">A scalar type.</typeparam>
    /// <exception cref="ArgumentException">The type is not one of the ten.</exception>
    public static PixelType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(sbyte))
            return PixelType.Int8;
        if (typeof(T) == typeof(byte))
            return PixelType.UInt8;
        if (typeof(T) == typeof(short))
            return PixelType.Int16;
        if (typeof(T) == typeof(ushort))
            return PixelType.UInt16;
        if (typeof(T) == typeof(int))
            return PixelType.Int32;
        if (typeof(T) == typeof(uint))
            return PixelType.UInt32;
        if (typeof(T) == typeof(long))
            return PixelType.Int64;
        if (typeof(T) == typeof(ulong))
            return PixelType.UInt64;
        if (typeof(T) == typeof(float))
            return PixelType.Float32;
        if (typeof(T) == typeof(double))
            return PixelType.Float64;
        throw new ArgumentException($"Voxels of type {typeof(T).Name} are not supported; use an integer of 8 to 64 bits, float or double.");
    }

    /// <summary>Whether the type holds whole numbers.</summary>
    /// <param name="type">The type.</param>
    public static bool IsInteger(this PixelType type) => type is not (PixelType.Float32 or PixelType.Float64);

    /// <summary>The bytes that one voxel takes.</summary>
    /// <param name="type">The type.</param>
    public static int ByteSize(this PixelType type) => type switch
    {
        PixelType.Int8 or PixelType.UInt8 => 1,
        PixelType.Int16 or PixelType.UInt16 => 2,
        PixelType.Int32 or PixelType.UInt32 or PixelType.Float32 => 4,
        _ => 8,
    };
}
