using System.Diagnostics.CodeAnalysis;

namespace Hone.Core.Tokens.Chat.Jinja.Values;

/// <summary>A dictionary of a template: keys in the order they came, numbers and truth values equal as in Python.</summary>
internal sealed class TemplateMap
{
    private readonly OrderedDictionary<object, object?> _entries = new(KeyComparer.Instance);

    public int Count => _entries.Count;

    public IEnumerable<object> Keys => _entries.Keys;

    public IEnumerable<object?> Values => _entries.Values;

    public IEnumerable<KeyValuePair<object, object?>> Entries => _entries;

    public void Set(object? key, object? value) =>
        _entries[IsKey(key) ? key : throw new TemplateProblem($"{ValueText.KindOf(key)} cannot be a key")] = value;

    public bool TryGet(object? key, out object? value)
    {
        value = null;
        return IsKey(key) && _entries.TryGetValue(key, out value);
    }

    private static bool IsKey([NotNullWhen(true)] object? key) => key is string or long or bool or double;

    private sealed class KeyComparer : IEqualityComparer<object>
    {
        public static readonly KeyComparer Instance = new();

        bool IEqualityComparer<object>.Equals(object? left, object? right) =>
            left is string a ? right is string b && a == b : right is not string && Arithmetic.ToDouble(left).Equals(Arithmetic.ToDouble(right));

        public int GetHashCode(object key) => key is string text ? text.GetHashCode(StringComparison.Ordinal) : Arithmetic.ToDouble(key).GetHashCode();
    }
}
