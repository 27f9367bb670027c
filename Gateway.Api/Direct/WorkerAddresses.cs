namespace Gateway.Api.Direct;

/// <summary>
/// Where the workers are: what service discovery puts into the configuration (<c>services:extractor:http:0</c>), or
/// addresses given by hand, separated by commas (<c>Services:Extractor</c>). Takes them in turn.
/// </summary>
internal sealed class WorkerAddresses
{
    private readonly Uri[] addresses;
    private uint turn;

    private WorkerAddresses(Uri[] addresses) => this.addresses = addresses;

    public int Count => addresses.Length;

    /// <summary>All of them over and over; each caller begins with another one.</summary>
    public IEnumerable<Uri> InTurn()
    {
        for (var next = Interlocked.Increment(ref turn); ; next++)
            yield return addresses[(int)(next % (uint)addresses.Length)];
    }

    /// <returns>Null when there are none.</returns>
    /// <exception cref="InvalidOperationException">One is not an address.</exception>
    public static WorkerAddresses? From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Services:Extractor");
        var given = (section.Value ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var discovered = section.GetChildren().SelectMany(scheme => scheme.GetChildren())
            .Select(address => address.Value).OfType<string>();
        Uri[] all = [.. given.Concat(discovered).Select(Parse)];
        return all.Length == 0 ? null : new WorkerAddresses(all);
    }

    private static Uri Parse(string text) =>
        Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : throw new InvalidOperationException(
                $"Services:Extractor has \"{text}\", which is not an address as http://host:port.");
}
