using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Hone.Core.Settings;

namespace Hone.Cli.Recipes;

// What a recipe may say, read once from the spec records: the binder, the JSON schema and the reference page all walk this
// one description, so they cannot disagree.

internal abstract record SettingShape
{
    /// <summary>The shape of a spec record.</summary>
    public static SectionShape Of(Type record)
    {
        var settings = record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetCustomAttribute<SettingAttribute>() is not null)
            .OrderBy(p => p.MetadataToken)
            .Select(Setting.Of)
            .ToList();
        return new SectionShape(record, settings);
    }

    /// <summary>The shape of one property's type. A type without a shape is a mistake in a spec record, not in a recipe.</summary>
    public static SettingShape OfValue(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return new TextShape();
        if (type == typeof(bool))
            return new FlagShape();
        if (type.IsEnum)
            return new ChoiceShape(type, Enum.GetNames(type).Select(SnakeCase).ToList());
        if (type == typeof(int) || type == typeof(long) || type == typeof(uint) || type == typeof(ulong))
            return new WholeShape(type);
        if (type == typeof(double) || type == typeof(float))
            return new NumberShape(type);
        if (type.IsArray && type.GetElementType() is { } element)
            return new ListShape(element, OfValue(element));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return new ListShape(type.GetGenericArguments()[0], OfValue(type.GetGenericArguments()[0]));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return new MapShape(type.GetGenericArguments()[1], OfValue(type.GetGenericArguments()[1]));
        var section = Of(type);
        return section.Settings.Count > 0 ? section : throw new InvalidOperationException($"{type} cannot be written in a recipe.");
    }

    public static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}

internal sealed record TextShape : SettingShape;

internal sealed record FlagShape : SettingShape;

internal sealed record WholeShape(Type Type) : SettingShape;

internal sealed record NumberShape(Type Type) : SettingShape;

internal sealed record ChoiceShape(Type Type, IReadOnlyList<string> Names) : SettingShape;

internal sealed record ListShape(Type Element, SettingShape Item) : SettingShape;

/// <summary>Names the writer chooses, each with a value: the arms of an experiment.</summary>
internal sealed record MapShape(Type Element, SettingShape Value) : SettingShape;

internal sealed record SectionShape(Type Record, IReadOnlyList<Setting> Settings) : SettingShape
{
    public IReadOnlyList<string> Keys => Settings.Select(s => s.Key).ToList();
}

/// <summary>One key of a section.</summary>
internal sealed record Setting(string Key, PropertyInfo Property, SettingAttribute About, bool Required, bool Nullable, SettingShape Shape)
{
    /// <summary>The value a recipe that does not name the key gets, or null for none.</summary>
    public object? Default => Required ? null : Property.GetValue(Activator.CreateInstance(Property.ReflectedType ?? typeof(object)));

    public static Setting Of(PropertyInfo property)
    {
        var nullable = new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
        var about = property.GetCustomAttribute<SettingAttribute>() ?? throw new InvalidOperationException($"{property} has no [Setting].");
        var required = property.GetCustomAttribute<RequiredMemberAttribute>() is not null;
        return new Setting(SettingShape.SnakeCase(property.Name), property, about, required, nullable, SettingShape.OfValue(property.PropertyType));
    }
}
