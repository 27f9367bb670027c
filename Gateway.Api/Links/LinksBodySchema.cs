using System.ComponentModel;

namespace Gateway.Api.Links;

/// <summary>The JSON body of <c>POST /links</c> as the OpenAPI document shows it; <see cref="LinksJsonReader"/> reads it.</summary>
internal sealed record LinksBodySchema
{
    [Description("1 to 10,000 YouTube links or video ids; one link may be given as a text instead of a list.")]
    public required IReadOnlyList<string> Links { get; init; }

    [Description("How old a stored document may be to be taken as it is, as an ISO 8601 duration; PT0S always asks the source.")]
    public string? MaxAge { get; init; }
}
