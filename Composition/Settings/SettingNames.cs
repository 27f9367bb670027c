using System.Collections;
using System.ComponentModel;
using System.Reflection;

namespace Composition.Settings;

/// <summary>Represents the names under a section, read from the properties of its options.</summary>
internal sealed class SettingNames
{
    private readonly Dictionary<string, SettingNames> named = new(StringComparer.OrdinalIgnoreCase);
    private SettingNames? each;

    /// <summary>Gets the names in the order of the properties.</summary>
    public IEnumerable<string> Names => named.Keys;

    public bool HasNames => named.Count > 0;

    /// <summary>Gets a value that indicates if the setting is a list, or has any names.</summary>
    public bool HasMany => each is not null;

    public SettingNames? Find(string name) => named.GetValueOrDefault(name) ?? each;

    /// <summary>Returns the names under a section of several parts, which are added if they are missing.</summary>
    public SettingNames Under(IEnumerable<string> parts)
    {
        var names = this;
        foreach (var part in parts)
        {
            if (!names.named.TryGetValue(part, out var next))
                names.named[part] = next = new SettingNames();
            names = next;
        }

        return names;
    }

    /// <summary>Adds the properties of a type that the configuration can bind.</summary>
    public void Add(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (IsText(type))
            return;
        if (ElementOf(type) is { } element)
        {
            each ??= new SettingNames();
            each.Add(element);
            return;
        }

        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.CanWrite && property.GetIndexParameters().Length == 0)
                Under([property.Name]).Add(property.PropertyType);
        }
    }

    private static bool IsText(Type type) =>
        type == typeof(object) || TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    /// <summary>Returns the type of the values of a dictionary or a list; null if it is neither.</summary>
    private static Type? ElementOf(Type type)
    {
        Type[] all = [type, .. type.GetInterfaces()];
        return Array.Find(all, Is(typeof(IReadOnlyDictionary<,>)))?.GetGenericArguments()[1]
            ?? Array.Find(all, Is(typeof(IDictionary<,>)))?.GetGenericArguments()[1]
            ?? (typeof(IEnumerable).IsAssignableFrom(type)
                ? Array.Find(all, Is(typeof(IEnumerable<>)))?.GetGenericArguments()[0]
                : null);

        static Predicate<Type> Is(Type definition) =>
            candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition;
    }
}
