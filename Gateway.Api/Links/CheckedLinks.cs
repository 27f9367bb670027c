using Extraction.Links;
using Gateway.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using LinkParser = Extraction.Links.LinkParser;

namespace Gateway.Api.Links;

/// <summary>A link that is refused.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Link">The text, shortened.</param>
/// <param name="Reason">Why, in a sentence.</param>
internal sealed record BadLink(int Index, string Link, string Reason);

/// <summary>Checks every link of a request: all are good, or the request is refused with each bad one named.</summary>
internal static class CheckedLinks
{
    /// <summary>More bad links than this are counted and not named: by then the whole list is a mistake.</summary>
    private const int MaxNamed = 100;

    public static bool TryCheck(LinksInput input, out List<LinkRequest> requests, out ProblemHttpResult? problem)
    {
        requests = [];
        problem = null;
        if (input.Links.Count is 0 or > LinksInput.MaxLinks)
        {
            problem = Problem.BadRequest(input.Links.Count == 0
                ? "The request has no link: send 1 to 10,000 of them."
                : $"The request has {input.Links.Count:N0} links: send at most {LinksInput.MaxLinks:N0} at once, and the rest in another.");
            return false;
        }

        requests.EnsureCapacity(input.Links.Count);
        List<BadLink>? bad = null;
        var refused = 0;
        for (var i = 0; i < input.Links.Count; i++)
        {
            if (Check(input.Links[i], out var id) is not { } reason)
            {
                requests.Add(new LinkRequest { Link = input.Links[i], VideoId = id, MaxAge = input.MaxAge, Media = input.Media });
                continue;
            }

            if (refused++ < MaxNamed)
                (bad ??= []).Add(new BadLink(i, Problem.Shorten(input.Links[i], 200), reason));
        }

        if (bad is not null)
            problem = Refuse(bad, refused, input.Links.Count);
        return bad is null;
    }

    /// <returns>Null for a link of a video, else why it is refused.</returns>
    private static string? Check(string link, out VideoId id)
    {
        id = default;
        switch (LinkParser.Parse(link))
        {
            case ParsedLink.Video video:
                id = video.Id;
                return null;
            case ParsedLink.Playlist:
                return "This is the link of a playlist, which is not taken: send the links of its videos.";
            case ParsedLink.Channel:
                return "This is the link of a channel, which is not taken: send the links of its videos.";
            case ParsedLink.Refused refused:
                return refused.Reason;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static ProblemHttpResult Refuse(List<BadLink> bad, int refused, int all)
    {
        var named = refused > bad.Count ? $" (the first {bad.Count} are listed)" : "";
        var detail = all == 1
            ? bad[0].Reason
            : $"{refused} of {all} links can't be taken{named}, so none was: mend or leave out those in \"links\".";
        return TypedResults.Problem(
            detail, statusCode: StatusCodes.Status400BadRequest, extensions: new Dictionary<string, object?> { ["links"] = bad });
    }
}
