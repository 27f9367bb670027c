using System.Diagnostics.CodeAnalysis;

namespace Extraction.Videos;

/// <summary>Restricts thumbnails to the hosts that serve them, because their addresses end up in pages.</summary>
public static class ThumbnailAddress
{
    private static readonly string[] Hosts = ["ytimg.com", "ggpht.com", "googleusercontent.com"];

    /// <summary>Checks that an address is HTTPS on a host that serves thumbnails.</summary>
    public static bool IsKnown([NotNullWhen(true)] string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && Hosts.Any(host => uri.Host == host || uri.Host.EndsWith($".{host}", StringComparison.Ordinal));
}
