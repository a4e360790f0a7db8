using Hone.Core;

namespace Hone.Engine.Checkpoints.Gguf;

/// <summary>The metadata of a GGUF file; what is asked for and is of another kind, or out of bounds, is refused by its key.</summary>
internal sealed class GgufMetadata(string path, IReadOnlyDictionary<string, GgufValue> values)
{
    public string Path => path;

    public IEnumerable<string> Keys => values.Keys;

    public bool Has(string key) => values.ContainsKey(key);

    public GgufValue Value(string key) => values[key];

    public string? Text(string key) => !values.TryGetValue(key, out var value) ? null : value.Value as string ?? throw Wrong(key, "must be a text");

    public bool Flag(string key, bool missing) => !values.TryGetValue(key, out var value) ? missing : value.Value is bool flag ? flag : throw Wrong(key, "must be true or false");

    public int? Int(string key) => !values.TryGetValue(key, out var value) ? null : Whole(value.Value) ?? throw Wrong(key, $"must be a whole number between 0 and {int.MaxValue}");

    public int RequiredInt(string key) => Int(key) ?? throw Missing(key);

    public double? Number(string key) => !values.TryGetValue(key, out var value) ? null : value.Value switch
    {
        float number when float.IsFinite(number) => number,
        double number when double.IsFinite(number) => number,
        _ => Whole(value.Value) ?? throw Wrong(key, "must be a number"),
    };

    /// <summary>Whole numbers, one or an array of them (some keys may be either).</summary>
    public int[]? Ints(string key)
    {
        if (!values.TryGetValue(key, out var value))
            return null;
        if (value.Value is int[] ready)
            return ready;
        if (value.Value is not System.Array array || value.Element is GgufType.String or GgufType.Array)
            return [RequiredInt(key)];
        return [.. array.Cast<object>().Select(item => Whole(item) ?? throw Wrong(key, "must hold whole numbers"))];
    }

    public string[]? Texts(string key) => Get<string[]>(key, "must be a list of texts");

    public float[]? Numbers(string key) => Get<float[]>(key, "must be a list of numbers");

    public bool[]? Flags(string key) => Get<bool[]>(key, "must be a list of truth values");

    public UserError Missing(string key) => new($"{path} has no {key}.", "The file is incomplete, or of a kind this version does not know.");

    public UserError Wrong(string key, string problem) => new($"{path}: {key} {problem}.");

    private T? Get<T>(string key, string problem)
        where T : class
        => !values.TryGetValue(key, out var value) ? null : value.Value as T ?? throw Wrong(key, problem);

    private static int? Whole(object value) => value switch
    {
        byte number => number,
        ushort number => number,
        uint number and <= int.MaxValue => (int)number,
        ulong number and <= int.MaxValue => (int)number,
        sbyte number and >= 0 => number,
        short number and >= 0 => number,
        int number and >= 0 => number,
        long number and >= 0 and <= int.MaxValue => (int)number,
        _ => null,
    };
}
