using System.Reflection;
using Jobs.Starting;
using Microsoft.Extensions.Configuration;

namespace Composition.Settings;

/// <summary>
/// Refuses to start with a setting that nothing reads: a misspelt one would silently be the default, and a misspelt key
/// an open gateway. The known names are the properties of the options: every type with a constant <c>Section</c>.
/// </summary>
internal static class SettingsCheck
{
    private const string SectionConstant = "Section";

    /// <summary>More are the mistake of one prefix.</summary>
    private const int MaxNamed = 5;

    /// <param name="configuration">The configuration of the host.</param>
    /// <param name="host">The assembly of the host; its own options and those of the projects that it uses count.</param>
    /// <exception cref="CannotStartException">A setting is unknown.</exception>
    public static void Check(IConfiguration configuration, Assembly host)
    {
        var problems = Problems(configuration, NamesOf(host)).Take(MaxNamed).ToArray();
        if (problems.Length > 0)
            throw new CannotStartException(string.Join(' ', problems));
    }

    internal static SettingNames NamesOf(Assembly host)
    {
        var names = new SettingNames();
        foreach (var type in AssembliesOf(host).SelectMany(assembly => assembly.GetTypes()))
        {
            var section = type.GetField(SectionConstant, BindingFlags.Public | BindingFlags.Static);
            if (section is { IsLiteral: true })
                names.Under(((string)section.GetRawConstantValue()!).Split(':')).Add(type);
        }

        return names;
    }

    private static IEnumerable<string> Problems(IConfiguration configuration, SettingNames sections) =>
        configuration.GetChildren()
            .Where(section => section.GetChildren().Any())
            .SelectMany(section => sections.Find(section.Key) is { } names
                ? ProblemsOf(section, names)
                : Misspelt(section.Key, sections));

    /// <summary>
    /// Other sections belong to the framework, to the other host, or to other programs: only one that is nearly a known
    /// one is a mistake.
    /// </summary>
    private static IEnumerable<string> Misspelt(string section, SettingNames sections)
    {
        var (nearest, distance) = Nearest(section, sections.Names);
        if (distance <= (nearest.Length <= 4 ? 1 : 2))
            yield return $"The section {section} is unknown: use {nearest}.";
    }

    private static IEnumerable<string> ProblemsOf(IConfigurationSection section, SettingNames names)
    {
        foreach (var child in section.GetChildren())
        {
            if (names.Find(child.Key) is not { } found)
            {
                yield return names.HasNames
                    ? $"The setting {child.Path} is unknown: use {section.Path}:{Nearest(child.Key, names.Names).Name}."
                    : $"The setting {child.Path} is unknown: {section.Path} has one value.";
                continue;
            }

            if (child.Value is { Length: > 0 } && (found.HasMany || found.HasNames) && !child.GetChildren().Any())
            {
                yield return found.HasNames
                    ? $"The section {child.Path} has no value of its own: use {child.Path}:{found.Names.First()}."
                    : $"The setting {child.Path} has several values: use {child.Path}:0.";
            }

            foreach (var problem in ProblemsOf(child, found))
                yield return problem;
        }
    }

    private static (string Name, int Distance) Nearest(string name, IEnumerable<string> known) =>
        known.Select(candidate => (candidate, EditDistance.Between(name, candidate))).MinBy(pair => pair.Item2);

    /// <summary>
    /// Returns the assemblies of the product. Those of the framework and of most packages have a strong name; these
    /// have none.
    /// </summary>
    private static Dictionary<string, Assembly>.ValueCollection AssembliesOf(Assembly host)
    {
        var all = new Dictionary<string, Assembly>(StringComparer.Ordinal) { [host.FullName!] = host };
        var next = new Queue<Assembly>([host]);
        while (next.TryDequeue(out var assembly))
        {
            foreach (var reference in assembly.GetReferencedAssemblies())
            {
                if (reference.GetPublicKeyToken() is { Length: > 0 } || all.ContainsKey(reference.FullName))
                    continue;
                all.Add(reference.FullName, Assembly.Load(reference));
                next.Enqueue(all[reference.FullName]);
            }
        }

        return all.Values;
    }
}
