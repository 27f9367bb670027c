using Jobs.Starting;

namespace Gateway.Api.Direct;

/// <summary>
/// Represents the addresses of the workers, from service discovery (<c>services:extractor:http:0</c>) or configured as
/// a list separated by commas (<c>Services:Extractor</c>). They are used in turn.
/// </summary>
internal sealed class WorkerAddresses
{
    private readonly Uri[] addresses;
    private uint turn;

    private WorkerAddresses(Uri[] addresses) => this.addresses = addresses;

    public int Count => addresses.Length;

    /// <summary>Repeats all addresses without end; each call starts with the next one.</summary>
    public IEnumerable<Uri> InTurn()
    {
        for (var next = Interlocked.Increment(ref turn); ; next++)
            yield return addresses[(int)(next % (uint)addresses.Length)];
    }

    /// <returns>Null when there are none.</returns>
    /// <exception cref="CannotStartException">An address is invalid.</exception>
    public static WorkerAddresses? From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Services:Extractor");
        var configured = (section.Value ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var discovered = section.GetChildren().SelectMany(scheme => scheme.GetChildren())
            .Select(address => address.Value).OfType<string>();
        Uri[] all = [.. configured.Concat(discovered).Select(Parse)];
        return all.Length == 0 ? null : new WorkerAddresses(all);
    }

    private static Uri Parse(string text) =>
        Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : throw new CannotStartException(
                $"Services:Extractor has the invalid address \"{text}\": use the form http://host:port.");
}
