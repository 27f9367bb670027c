using System.Text.RegularExpressions;
using Aspire.Hosting.Kubernetes;

namespace AppHost;

/// <summary>Corrects how the chart inserts values.</summary>
internal static partial class HelmValues
{
    /// <summary>
    /// Quotes secrets for YAML, so that any character is allowed, and makes a missing one an error of Helm.
    /// </summary>
    public static void QuoteSecrets(this KubernetesResource resource)
    {
        foreach (var (name, text) in resource.Secret?.StringData.ToArray() ?? [])
        {
            if (Value().Match(text) is { Success: true } match)
                resource.Secret!.StringData[name] = Required(match.Groups[1].Value);
        }
    }

    /// <summary>The publisher writes a text that begins with <c>if</c> as it is, without quotes around it.</summary>
    private static string Required(string path) =>
        $"{{{{ if {path} }}}}{{{{ {path} | toString | quote }}}}{{{{ else }}}}"
        + $"{{{{ fail \"Set {path[".Values.".Length..]} in a file of values.\" }}}}{{{{ end }}}}";

    [GeneratedRegex(@"^\{\{ (\.Values\.[A-Za-z0-9_.]+) \}\}$")]
    private static partial Regex Value();
}
