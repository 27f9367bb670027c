using System.Net;

namespace Adapters.YouTubeSources.Downloads;

/// <summary>
/// Restricts requests and redirects to the hosts that serve YouTube's media, so that an address in an answer cannot
/// direct this process to another host. With a stand-in, sends all requests to it.
/// </summary>
internal sealed class MediaHostHandler(Uri? standIn) : DelegatingHandler
{
    private const int MaxRedirects = 5;
    private static readonly string[] Hosts = ["googlevideo.com", "youtube.com", "ytimg.com", "ggpht.com"];

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            request.RequestUri = Allowed(request.RequestUri!);
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.Found or HttpStatusCode.MovedPermanently
                    or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
                || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            if (redirects == MaxRedirects)
                throw new HttpRequestException(HttpRequestError.Unknown, $"More than {MaxRedirects} redirects.");
            request.RequestUri = new Uri(request.RequestUri!, location);
        }
    }

    private Uri Allowed(Uri url)
    {
        if (standIn is not null)
            return new Uri(standIn, url.PathAndQuery);

        var isServed = url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && Array.Exists(Hosts, host =>
            url.Host.Equals(host, StringComparison.OrdinalIgnoreCase)
            || url.Host.EndsWith($".{host}", StringComparison.OrdinalIgnoreCase));
        return isServed
            ? url
            : throw new HttpRequestException(
                HttpRequestError.Unknown, $"{url.Host} is not a host that serves YouTube's media.");
    }
}
