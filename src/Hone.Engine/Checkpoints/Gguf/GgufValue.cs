namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>Kinds of metadata values, by their numbers in the file.</summary>
internal enum GgufType : uint
{
    UInt8 = 0,
    Int8 = 1,
    UInt16 = 2,
    Int16 = 3,
    UInt32 = 4,
    Int32 = 5,
    Float32 = 6,
    Bool = 7,
    String = 8,
    Array = 9,
    UInt64 = 10,
    Int64 = 11,
    Float64 = 12,
}

/// <summary>
/// One metadata value. <see cref="Value"/> is the .NET value of its type; of an array it is a .NET array of its elements' type (of
/// <see cref="GgufValue"/> where the elements are arrays), and <see cref="Element"/> says which.
/// </summary>
internal readonly record struct GgufValue(GgufType Type, object Value, GgufType Element = GgufType.UInt8)
{
    public static GgufValue Of(uint value) => new(GgufType.UInt32, value);

    public static GgufValue Of(float value) => new(GgufType.Float32, value);

    public static GgufValue Of(bool value) => new(GgufType.Bool, value);

    public static GgufValue Of(string value) => new(GgufType.String, value);

    public static GgufValue Of(string[] values) => new(GgufType.Array, values, GgufType.String);

    public static GgufValue Of(float[] values) => new(GgufType.Array, values, GgufType.Float32);

    public static GgufValue Of(int[] values) => new(GgufType.Array, values, GgufType.Int32);

    public static GgufValue Of(bool[] values) => new(GgufType.Array, values, GgufType.Bool);
}
