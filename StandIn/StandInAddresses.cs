using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace StandIn;

/// <summary>Addresses of a started stand-in. Scripts read the text, so its format is stable.</summary>
internal sealed record StandInAddresses(Uri Base, Uri Proxy)
{
    public static StandInAddresses Of(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>()
            .Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;

        // Kestrel lists its endpoints in the order in which they were added; it calls the proxy https, because of what
        // is spoken inside the tunnel.
        return addresses.ToArray() is [var plain, var proxy]
            ? new StandInAddresses(new Uri(plain), new UriBuilder(proxy) { Scheme = Uri.UriSchemeHttp }.Uri)
            : throw new InvalidOperationException("The stand-in listens on a plain address and a proxy address.");
    }

    public override string ToString() => $"stand-in: {Text(Base)} proxy {Text(Proxy)}";

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
