namespace Gateway.Api.Links;

/// <summary>What a body asks for, read but not yet checked.</summary>
/// <param name="Links">The texts, in order.</param>
/// <param name="MaxAge">How old a stored document may be; absent means the configured age.</param>
internal sealed record LinksInput(IReadOnlyList<string> Links, TimeSpan? MaxAge)
{
    public const int MaxLinks = 10_000;
}
