using Extraction.Links;
using Extraction.Lists;
using Gateway.Api.Problems;
using LinkParser = Extraction.Links.LinkParser;
using Microsoft.AspNetCore.Http.HttpResults;

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

    public static bool TryCheck(LinksInput input, out List<CheckedLink> links, out ProblemHttpResult? problem)
    {
        links = [];
        problem = null;
        if (input.Links.Count is 0 or > LinksInput.MaxLinks)
        {
            problem = Problem.BadRequest(input.Links.Count == 0
                ? "The request has no link: send 1 to 10,000 of them."
                : $"The request has {input.Links.Count:N0} links: send at most {LinksInput.MaxLinks:N0} at once, and the rest in another.");
            return false;
        }

        links.EnsureCapacity(input.Links.Count);
        List<BadLink>? bad = null;
        var refused = 0;
        for (var i = 0; i < input.Links.Count; i++)
        {
            var (link, reason) = Check(input.Links[i], input);
            if (link is not null)
            {
                links.Add(link);
                continue;
            }

            if (refused++ < MaxNamed)
                (bad ??= []).Add(new BadLink(i, Problem.Shorten(input.Links[i], 200), reason!));
        }

        if (bad is not null)
            problem = Refuse(bad, refused, input.Links.Count);
        return bad is null;
    }

    /// <returns>The link, or why it is refused.</returns>
    private static (CheckedLink? Link, string? Reason) Check(string link, LinksInput input) =>
        LinkParser.Parse(link) switch
    {
        ParsedLink.Video(var id) =>
            (new CheckedLink.Video(new LinkRequest { Link = link, VideoId = id, MaxAge = input.MaxAge, Media = input.Media }), null),
        ParsedLink.Playlist(var id) => (List(link, ListAddress.Of(id), input), null),
        ParsedLink.Channel(var channel) => (List(link, ListAddress.Of(channel), input), null),
        ParsedLink.Refused(var reason) => (null, reason),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static CheckedLink.List List(string link, ListAddress list, LinksInput input) =>
        new(new ListRequest { Link = link, List = list, MaxAge = input.MaxAge, Media = input.Media });

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
