using System.Net;
using Extraction.Sources;
using Microsoft.Extensions.Options;

namespace Adapters.YoutubeExplode;

/// <summary>
/// HTTP handler of the library. Allows YouTube's hosts only, which are built into the library, or sends all requests to
/// the configured address; counts requests; and skips the ones that a document does not need.
/// </summary>
internal sealed class YouTubeHandler(
    IOptions<YoutubeExplodeOptions> options, YoutubeExplodeBudget budget, TimeProvider clock) : DelegatingHandler
{
    private const string MediaHost = "googlevideo.com";

    private static readonly string[] Hosts = ["youtube.com", "youtu.be", MediaHost];

    private readonly YoutubeExplodeOptions options = options.Value;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        if (!Hosts.Any(host => IsOn(address, host)))
            throw new HttpRequestException($"{address.Host} is not one of YouTube's hosts.");
        if (VideoVisit.Current is not { } visit)
            return await ForwardAsync(request, address, cancellationToken);

        if (IsOn(address, MediaHost))
            return IsProbe(request)
                ? new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request }
                : await ForwardAsync(request, address, cancellationToken);

        var isPlayer = await IsPlayerAsync(request, cancellationToken);
        if (isPlayer && visit.PlayerAnswer is { } known)
        {
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                RequestMessage = request,
                Content = new ByteArrayContent(known),
            };
        }

        // The chain took the first request.
        if (++visit.Requests > 1)
            budget.Value.Charge(1);
        var response = await ForwardAsync(request, address, cancellationToken);
        await InspectAsync(response, visit, address, isPlayer, cancellationToken);
        return response;
    }

    private async Task InspectAsync(
        HttpResponseMessage response, VideoVisit visit, Uri address, bool isPlayer, CancellationToken cancellationToken)
    {
        // YouTube redirects blocked clients to a page with a captcha.
        if (response.Headers.Location?.OriginalString.Contains("/sorry", StringComparison.Ordinal) == true)
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
            // The library assigns cookies by the address it requested.
            request.RequestUri = address;
        }
    }

    /// <summary>
    /// Detects the library's requests for the last bytes of every stream, about twenty per video, which check that a
    /// stream is complete. A document does not need the check, and a download makes its own.
    /// </summary>
    private static bool IsProbe(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get && request.RequestUri!.Query.Contains("range=", StringComparison.Ordinal);

    /// <summary>Detects requests of the library's first client; the fallback client's answer differs.</summary>
    private static async Task<bool> IsPlayerAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Method == HttpMethod.Post
        && request.RequestUri!.AbsolutePath == "/youtubei/v1/player"
        && request.Content is { } content
        && (await content.ReadAsStringAsync(cancellationToken)).Contains("\"ANDROID_VR\"", StringComparison.Ordinal);

    private static bool IsOn(Uri address, string host) =>
        address.Host == host || address.Host.EndsWith($".{host}", StringComparison.Ordinal);
}

/// <summary>Holds the source's budget, which it shares with the HTTP handler.</summary>
internal sealed record YoutubeExplodeBudget(RequestBudget Value);
