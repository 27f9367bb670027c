using Extraction.Media;

namespace Gateway.Api.Links;

/// <summary>What a body asks for, read but not yet checked.</summary>
/// <param name="Links">The texts, in order.</param>
/// <param name="MaxAge">How old a stored document may be; absent means the configured age.</param>
/// <param name="Media">What is wanted besides the metadata.</param>
/// <param name="Webhook">Who is told when all of it is done.</param>
internal sealed record LinksInput(
    IReadOnlyList<string> Links, TimeSpan? MaxAge, MediaRequest? Media = null, string? Webhook = null)
{
    public const int MaxLinks = 10_000;
}
