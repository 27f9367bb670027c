using System.Net;
using Extraction.Sources;
using Microsoft.Extensions.Options;

namespace Adapters.YoutubeExplode;

/// <summary>
/// Below the library: lets through YouTube's hosts only (the library has them built in), or sends all to the configured
/// address instead; counts requests; and saves those that a document does not need.
/// </summary>
internal sealed class YouTubeHandler(IOptions<YoutubeExplodeOptions> options, YoutubeExplodeBudget budget, TimeProvider clock) : DelegatingHandler
{
    private const string MediaHost = "googlevideo.com";

    private static readonly string[] Hosts = ["youtube.com", "youtu.be", MediaHost];

    private readonly YoutubeExplodeOptions options = options.Value;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        if (!Hosts.Any(host => IsOn(address, host)))
            throw new HttpRequestException($"{address.Host} is no host of YouTube's.");
        if (VideoVisit.Current is not { } visit)
            return await ForwardAsync(request, address, cancellationToken);

        if (IsOn(address, MediaHost))
            return IsProbe(request)
                ? new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request }
                : await ForwardAsync(request, address, cancellationToken);

        var isPlayer = await IsPlayerAsync(request, cancellationToken);
        if (isPlayer && visit.PlayerAnswer is { } known)
            return new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent(known) };

        // The chain took the first one.
        if (++visit.Requests > 1)
            budget.Value.Charge(1);
        var response = await ForwardAsync(request, address, cancellationToken);
        await LookAtAsync(response, visit, address, isPlayer, cancellationToken);
        return response;
    }

    private async Task LookAtAsync(
        HttpResponseMessage response, VideoVisit visit, Uri address, bool isPlayer, CancellationToken cancellationToken)
    {
        // Who is blocked is sent to a page with a captcha.
        if (response.Headers.Location is { } location && location.OriginalString.Contains("/sorry", StringComparison.Ordinal))
            response.StatusCode = HttpStatusCode.TooManyRequests;
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            var asked = response.Headers.RetryAfter;
            visit.RetryAfter = asked?.Delta ?? asked?.Date - clock.GetUtcNow();
            return;
        }

        await response.Content.LoadIntoBufferAsync(options.MaxResponse, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
            return;
        if (isPlayer)
            visit.PlayerAnswer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        else if (address.AbsolutePath == "/watch")
            visit.Player = WatchedPlayer.Find(await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    private async Task<HttpResponseMessage> ForwardAsync(
        HttpRequestMessage request, Uri address, CancellationToken cancellationToken)
    {
        if (options.BaseAddress is not { } to)
            return await base.SendAsync(request, cancellationToken);

        request.RequestUri = new UriBuilder(address) { Scheme = to.Scheme, Host = to.Host, Port = to.Port }.Uri;
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            // The library keeps cookies by the address it asked.
            request.RequestUri = address;
        }
    }

    /// <summary>
    /// The library asks for the last bytes of every stream, some twenty requests a video, to see whether it is whole. A
    /// document says what there is; a download finds out for itself.
    /// </summary>
    private static bool IsProbe(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get && request.RequestUri!.Query.Contains("range=", StringComparison.Ordinal);

    /// <summary>Only the client that is asked first; the fallback's answer is another one.</summary>
    private static async Task<bool> IsPlayerAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Method == HttpMethod.Post
        && request.RequestUri!.AbsolutePath == "/youtubei/v1/player"
        && request.Content is { } content
        && (await content.ReadAsStringAsync(cancellationToken)).Contains("\"ANDROID_VR\"", StringComparison.Ordinal);

    private static bool IsOn(Uri address, string host) =>
        address.Host == host || address.Host.EndsWith($".{host}", StringComparison.Ordinal);
}

/// <summary>The budget of the source, shared with the handler below the library.</summary>
internal sealed record YoutubeExplodeBudget(RequestBudget Value);
