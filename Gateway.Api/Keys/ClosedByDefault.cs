using Microsoft.Extensions.Options;

namespace Gateway.Api.Keys;

/// <summary>
/// Keeps a gateway without keys from starting on an address that others can reach, unless <c>Gateway:Open</c> says so.
/// </summary>
internal sealed class ClosedByDefault(IConfiguration configuration) : IValidateOptions<KeyOptions>
{
    public ValidateOptionsResult Validate(string? name, KeyOptions options) =>
        !options.Open && options.ApiKeys.Count == 0 && Addresses().FirstOrDefault(IsReachable) is { } address
            ? ValidateOptionsResult.Fail(
                $"Others can reach {address}, and the gateway has no key: set {KeyOptions.Section}:ApiKeys:0:Name and "
                + $"{KeyOptions.Section}:ApiKeys:0:Key, listen on http://localhost:5000 only, or set "
                + $"{KeyOptions.Section}:Open=true to let everyone use it.")
            : ValidateOptionsResult.Success;

    /// <summary>Returns the addresses on which the server will listen, in its own order of precedence.</summary>
    private IEnumerable<string> Addresses()
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Select(endpoint => endpoint["Url"]).OfType<string>().ToArray();
        if (endpoints.Length > 0)
            return endpoints;
        if (configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls)
            return Split(urls);
        return Split(configuration[WebHostDefaults.HttpPortsKey]).Select(port => $"http://*:{port}")
            .Concat(Split(configuration[WebHostDefaults.HttpsPortsKey]).Select(port => $"https://*:{port}"));
    }

    private static string[] Split(string? text) =>
        (text ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A name that is neither localhost nor an address means every address to the server.</summary>
    private static bool IsReachable(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return !address.IsUnixPipe && !address.IsNamedPipe
                && !address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                && !(System.Net.IPAddress.TryParse(address.Host, out var ip) && System.Net.IPAddress.IsLoopback(ip));
        }
        catch (FormatException)
        {
            // The server refuses it in its own words.
            return false;
        }
    }
}
