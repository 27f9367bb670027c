using System.Text.RegularExpressions;
using Aspire.Hosting.Docker;
using Aspire.Hosting.Docker.Resources;

namespace AppHost;

/// <summary>Makes Compose say which variables of its environment file are missing.</summary>
internal static partial class EnvironmentFile
{
    /// <summary>
    /// Gives the images their names as built, and makes a missing parameter an error: Compose would replace it by an
    /// empty text, and the programs would fail one after another.
    /// </summary>
    public static void Complete(ComposeFile file, IDictionary<string, CapturedEnvironmentVariable> variables)
    {
        foreach (var variable in variables.Values)
        {
            if (variable.Source is ParameterResource parameter)
            {
                Replace(file, variable.Name, $"{variable.Name}:?Set {variable.Name} in the file .env");
                variable.Source = new QuotedValue(parameter);
            }
            else if (variable is { Source: ContainerImageReference, Resource: null })
            {
                var service = variable.Name[..variable.Name.LastIndexOf('_')].ToLowerInvariant();
                Replace(file, variable.Name, $"{variable.Name}:-links-{service}:latest");
            }
        }
    }

    private static void Replace(ComposeFile file, string name, string expression)
    {
        foreach (var service in file.Services.Values)
        {
            service.Image = service.Image?.Replace($"${{{name}}}", $"${{{expression}}}", StringComparison.Ordinal);
            foreach (var (key, value) in service.Environment.ToArray())
                service.Environment[key] = value
                    .Replace($"${{{name}}}", $"${{{expression}}}", StringComparison.Ordinal);
        }
    }

    /// <summary>Quotes a value as environment files of Compose need it: a dollar sign would be replaced.</summary>
    internal sealed partial class QuotedValue(ParameterResource parameter) : IValueProvider
    {
        public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
        {
            var value = await parameter.GetValueAsync(cancellationToken);
            return value is null || Plain().IsMatch(value)
                ? value
                : $"'{value.Replace("'", "\\'", StringComparison.Ordinal)}'";
        }

        [GeneratedRegex("^[A-Za-z0-9_./:@%+,=-]*$")]
        private static partial Regex Plain();
    }
}
