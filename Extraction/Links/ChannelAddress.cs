using System.Globalization;

namespace Extraction.Links;

/// <summary>Represents the ways in which an address names a channel.</summary>
public enum ChannelForm
{
    /// <summary><c>/channel/UC…</c>, 24 characters.</summary>
    Id,

    /// <summary><c>/@name</c>.</summary>
    Handle,

    /// <summary><c>/user/name</c>, the oldest form.</summary>
    User,

    /// <summary><c>/c/name</c>.</summary>
    Custom,
}

/// <summary>
/// Represents a channel as an address names it. Only a source can resolve a handle or a name to a channel ID.
/// </summary>
public sealed record ChannelAddress
{
    /// <summary>Maximum length of a name, in characters.</summary>
    public const int MaxNameLength = 100;

    private const int IdLength = 24;

    private ChannelAddress(ChannelForm form, string name) => (Form, Name) = (form, name);

    /// <summary>The way in which the address names the channel.</summary>
    public ChannelForm Form { get; }

    /// <summary>The ID, or the name without <c>@</c>; not escaped.</summary>
    public string Name { get; }

    /// <summary>The path of the channel's page, escaped: <c>/@name</c>.</summary>
    public string Path => Form switch
    {
        ChannelForm.Id => $"/channel/{Name}",
        ChannelForm.Handle => $"/@{Uri.EscapeDataString(Name)}",
        ChannelForm.User => $"/user/{Uri.EscapeDataString(Name)}",
        _ => $"/c/{Uri.EscapeDataString(Name)}",
    };

    internal static ChannelAddress? TryMake(ChannelForm form, string name)
    {
        var valid = form == ChannelForm.Id
            ? name.Length == IdLength && name.StartsWith("UC", StringComparison.Ordinal)
                && !name.AsSpan().ContainsAnyExcept(VideoId.Allowed)
            : name.Length is > 0 and <= MaxNameLength && name.All(IsNameCharacter);
        return valid ? new ChannelAddress(form, name) : null;
    }

    // Handles may use any script, and some scripts need combining marks.
    private static bool IsNameCharacter(char c) =>
        char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '·'
        || CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
