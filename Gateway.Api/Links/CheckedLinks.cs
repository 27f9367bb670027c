using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Extraction.Links;
using Extraction.Lists;
using Extraction.Media;
using Extraction.Requests;
using Gateway.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using LinkParser = Extraction.Links.LinkParser;

namespace Gateway.Api.Links;

/// <summary>Represents a link that is refused.</summary>
/// <param name="Index">Its position in the request, from 0.</param>
/// <param name="Link">The text, shortened.</param>
/// <param name="Reason">A sentence that says what to do.</param>
internal sealed record BadLink(int Index, string Link, string Reason);

/// <summary>Checks every link of a request. If any is invalid, the request is refused and each one is listed.</summary>
internal static class CheckedLinks
{
    /// <summary>Maximum number of invalid links listed; beyond it the whole list is a mistake.</summary>
    private const int MaxListed = 100;

    public static bool TryCheck(
        LinksRequest request, out List<CheckedLink> links, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        links = [];
        problem = null;
        var texts = request.Links;
        if (texts.Count is 0 or > LinksRequest.MaxLinks)
        {
            problem = Problem.BadRequest(texts.Count == 0
                ? "The request has no link: send 1 to 10,000 links."
                : $"The request has {texts.Count:N0} links: send at most {LinksRequest.MaxLinks:N0} per request.");
            return false;
        }

        links.EnsureCapacity(texts.Count);
        var media = request.ToMedia();
        List<BadLink>? bad = null;
        var refused = 0;
        for (var i = 0; i < texts.Count; i++)
        {
            var (link, reason) = Check(texts[i], request.MaxAge, media);
            if (link is not null)
            {
                links.Add(link);
                continue;
            }

            if (refused++ < MaxListed)
                (bad ??= []).Add(new BadLink(i, Problem.Shorten(texts[i], 200), reason!));
        }

        if (bad is not null)
            problem = Refuse(bad, refused, texts.Count);
        return problem is null;
    }

    /// <returns>The link, or the reason to refuse it.</returns>
    private static (CheckedLink? Link, string? Reason) Check(string text, TimeSpan? maxAge, MediaRequest? media)
    {
        return LinkParser.Parse(text) switch
        {
            ParsedLink.Video(var id) =>
                (new CheckedLink.Video(new LinkRequest { Link = text, VideoId = id, MaxAge = maxAge, Media = media }),
                    null),
            ParsedLink.Playlist(var id) => (List(ListAddress.Of(id)), null),
            ParsedLink.Channel(var channel) => (List(ListAddress.Of(channel)), null),
            ParsedLink.Refused(var reason) => (null, reason),
            _ => throw new UnreachableException(),
        };

        CheckedLink.List List(ListAddress list) =>
            new(new ListRequest { Link = text, List = list, MaxAge = maxAge, Media = media });
    }

    private static ProblemHttpResult Refuse(List<BadLink> bad, int refused, int all)
    {
        var listed = refused > bad.Count ? $" (the first {bad.Count} are listed)" : "";
        var detail = all == 1
            ? bad[0].Reason
            : $"{refused} of {all} links were rejected{listed}, so none was accepted: "
                + "fix or remove the ones listed in \"links\".";
        return TypedResults.Problem(
            detail, statusCode: StatusCodes.Status400BadRequest,
            extensions: new Dictionary<string, object?> { ["links"] = bad });
    }
}
